import type { Sequence } from '../hubspot/sequences';

/**
 * When an enrollment sends: ms after enrolling, one for each EMAIL step. `delayMillis` counts from
 * the step before, so they add up; steps that are tasks take time but send nothing.
 */
export function sendOffsets({ steps = [] }: Pick<Sequence, 'steps'>): number[] {
	let elapsed = 0;
	const offsets: number[] = [];
	for (const step of [...steps].sort((a, b) => a.stepOrder - b.stepOrder)) {
		elapsed += step.delayMillis ?? 0;
		if (step.actionType === 'EMAIL') offsets.push(elapsed);
	}
	return offsets;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** The steps in words, for example "3 emails, 1 task over 9 days". */
export function describeSteps({ steps = [] }: Pick<Sequence, 'steps'>): string {
	const count = (type: string, word: string) => {
		const number = steps.filter(({ actionType }) => actionType === type).length;
		return number === 0 ? [] : [`${number} ${word}${number === 1 ? '' : 's'}`];
	};
	const parts = [...count('EMAIL', 'email'), ...count('TASK', 'task')].join(', ') || 'no steps';
	const days = Math.round(
		steps.reduce((sum, { delayMillis }) => sum + (delayMillis ?? 0), 0) / DAY_MS,
	);
	return days > 0 ? `${parts} over ${days} day${days === 1 ? '' : 's'}` : parts;
}
