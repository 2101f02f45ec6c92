import { minBy } from 'lodash';

/** Why an item is held back: it would fit later. */
export const HELD_REASONS = {
	SEND_LIMIT: 'The sender has no room left in the rolling 24-hour sending limit',
	FOLLOW_UP_LIMIT: 'A follow-up of this enrollment would fall on a day that is already full',
	HUBSPOT_SEND_LIMIT: 'HubSpot refused: the sender has reached the sending limit',
	RUN_CAP: 'The most contacts for one run are reached',
	DOMAIN_CAP: 'The most contacts of this company in 24 hours are reached',
	MONTHLY_EMAIL_LIMIT: 'The marketing emails of this month are used up',
	DAILY_ENROLLMENT_CAP: 'The enrollments per 24 hours are used up',
	LEDGER_UNAVAILABLE: 'The count of planned sends could not be read',
} as const;
export type HeldReason = keyof typeof HELD_REASONS;

/** Why an item is skipped: waiting does not help. */
export const SKIPPED_REASONS = {
	ALREADY_ENROLLED: 'The contact is already enrolled here',
	IN_OTHER_SEQUENCE: 'The contact is in another sequence; HubSpot allows one at a time',
	IN_WORKFLOW: 'The contact is in a workflow that this enrollment would overlap with',
	IN_SEQUENCE: 'The contact is in a sequence that this enrollment would overlap with',
	COOLDOWN: 'The last enrollment of the contact is too recent',
	NO_EMAIL: 'The contact has no email address',
	OPTED_OUT:
		'The contact has opted out of email, or has no legal basis for it in an account that requires one',
	BOUNCED: 'Mail to this address bounced before',
	QUARANTINED: 'HubSpot has quarantined the address',
	BAD_ADDRESS: 'HubSpot does not send to this address',
	NOT_MARKETING_CONTACT: 'The contact is no marketing contact, so workflow email does not reach it',
	DUPLICATE_IN_RUN: 'The same contact came earlier in this run',
} as const;
export type SkippedReason = keyof typeof SKIPPED_REASONS;

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

function countBy(values: string[]): string {
	const counts = new Map<string, number>();
	for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
	return [...counts.entries()]
		.sort(([, a], [, b]) => b - a)
		.map(([value, count]) => `${count} ${value}`)
		.join(', ');
}

/**
 * One sentence for the run: "412 enrolled; 60 held back, the first until tomorrow 09:14, for ann@…; 28
 * skipped: 20 already enrolled, 8 opted out; 1 failed".
 */
export function summarise(lines: SummaryLine[], failed: number, dryRun: boolean): string {
	const of = (outcome: Outcome) => lines.filter((line) => line.outcome === outcome);
	const parts: string[] = [];
	const [enrolled, held, skipped] = [of('enrolled'), of('held'), of('skipped')];
	parts.push(`${enrolled.length} ${dryRun ? 'would be enrolled' : 'enrolled'}`);
	if (held.length > 0) {
		const senders = new Map<string, SummaryLine[]>();
		for (const line of held) {
			senders.set(line.who ?? '', [...(senders.get(line.who ?? '') ?? []), line]);
		}
		for (const [who, group] of senders) {
			const until = minBy(group, ({ retryAt }) => Date.parse(retryAt ?? ''))?.until;
			parts.push(
				`${group.length} held back${until ? `, the first until ${until}` : ''}${who ? `, for ${who}` : ''}`,
			);
		}
	}
	if (skipped.length > 0) {
		parts.push(
			`${skipped.length} skipped: ${countBy(skipped.map(({ reason }) => words(reason ?? '')))}`,
		);
	}
	if (failed > 0) parts.push(`${failed} failed`);
	return `${dryRun ? 'Dry run, nothing was written: ' : ''}${parts.join('; ')}`;
}
