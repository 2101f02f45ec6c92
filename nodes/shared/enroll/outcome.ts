import { countBy, minBy, sortBy } from 'lodash';

import { groupsOf } from '../groups';
import type { HeldReason, SkippedReason } from '../reasons';

export const OUTCOMES = ['enrolled', 'held', 'skipped'] as const;
export type Outcome = (typeof OUTCOMES)[number];

const DRY_RUN_OUTCOMES: Record<Outcome, string> = {
	enrolled: 'wouldEnroll',
	held: 'wouldHold',
	skipped: 'wouldSkip',
};

/** The `outcome` of an item's json. */
export const outcomeName = (outcome: Outcome, dryRun: boolean): string =>
	dryRun ? DRY_RUN_OUTCOMES[outcome] : outcome;

/** The output of Enroll by which an outcome leaves: Enrolled, Held Back, Skipped. */
export const outputOf = (outcome: Outcome): number => OUTCOMES.indexOf(outcome);

export interface SummaryLine {
	outcome: Outcome;
	reason?: HeldReason | SkippedReason;
	/** Who the item is held for, for example an address. */
	who?: string | undefined;
	/** When the item is expected to fit: ISO instant, and in words. */
	retryAt?: string | undefined;
	until?: string | undefined;
}

const words = (reason: string) =>
	reason === 'DUPLICATE_IN_RUN' ? 'repeated in the run' : reason.toLowerCase().replace(/_/g, ' ');

/** "20 already enrolled, 8 opted out". */
const countsOf = (values: readonly string[]): string =>
	sortBy(Object.entries(countBy(values)), ([, count]) => -count)
		.map(([value, count]) => `${count} ${value}`)
		.join(', ');

/**
 * One sentence for the run: "412 enrolled; 60 held back, the first until Tue 24 Nov 2026 09:14
 * (Europe/Berlin), for ann@…; 28 skipped: 20 already enrolled, 8 opted out; 1 failed".
 */
export function summarise(lines: SummaryLine[], failed: number, dryRun: boolean): string {
	const of = (outcome: Outcome) => lines.filter((line) => line.outcome === outcome);
	const parts: string[] = [];
	const [enrolled, held, skipped] = [of('enrolled'), of('held'), of('skipped')];
	parts.push(`${enrolled.length} ${dryRun ? 'would be enrolled' : 'enrolled'}`);
	for (const group of groupsOf(held, ({ who }) => who ?? '')) {
		const [{ who }] = group;
		const until = minBy(group, ({ retryAt }) => Date.parse(retryAt ?? ''))?.until;
		parts.push(
			`${group.length} held back${until ? `, the first until ${until}` : ''}${who ? `, for ${who}` : ''}`,
		);
	}
	if (skipped.length > 0) {
		parts.push(
			`${skipped.length} skipped: ${countsOf(skipped.map(({ reason }) => words(reason ?? '')))}`,
		);
	}
	if (failed > 0) parts.push(`${failed} failed`);
	return `${dryRun ? 'Dry run, nothing was written: ' : ''}${parts.join('; ')}`;
}
