interface Step {
	stepOrder: number;
	actionType: string;
	/** Milliseconds after the step before. */
	delayMillis?: number | undefined;
}

/** What is told of a sequence, in HubSpot's words (hubspot-api.md 2.2). */
interface Planned {
	steps: readonly Step[];
	/** Steps that wait until another is done. */
	dependencies?: ReadonlyArray<{ requiredByStepOrder?: number | undefined }> | undefined;
}

const inOrder = (steps: readonly Step[]): Step[] =>
	[...steps].sort((a, b) => a.stepOrder - b.stepOrder);

/** The steps up to the one that ends the enrollment; nothing after it runs. */
function stepsThatRun({ steps }: Planned): Step[] {
	const ordered = inOrder(steps);
	const end = ordered.findIndex(({ actionType }) => actionType === 'FINISH_ENROLLMENT');
	return end === -1 ? ordered : ordered.slice(0, end);
}

/**
 * Whether an email waits for a person: a task, a pause, or a step that ends when somebody decides
 * so. Such an email, and all after it, may go out later than planned.
 */
export function waitsForTask(sequence: Planned): boolean {
	const emails = stepsThatRun(sequence).filter(({ actionType }) => actionType === 'EMAIL');
	const last = emails.at(-1);
	if (!last) return false;
	return (sequence.dependencies ?? []).some(
		({ requiredByStepOrder }) => (requiredByStepOrder ?? last.stepOrder) <= last.stepOrder,
	);
}

const DAY_MS = 24 * 60 * 60 * 1000;

/** The steps in words, for example "3 emails, 1 task over 9 days". */
export function describeSteps({ steps }: Pick<Planned, 'steps'>): string {
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
