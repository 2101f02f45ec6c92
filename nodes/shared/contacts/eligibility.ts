import type { Contact } from '../hubspot/contacts';
import { isInstant, toMillis } from '../hubspot/fields';
import type { Enrollment } from '../hubspot/sequences';
import type { SkippedReason } from '../reasons';
import { Problem } from '../errors';

const isTrue = (value: string | null | undefined) => value === 'true';
const isSet = (value: string | null | undefined) =>
	value !== undefined && value !== null && value !== '';

/**
 * What HubSpot's contact properties say against emailing a contact, worst first (hubspot-api.md
 * 5.3). HubSpot may still refuse a contact that passes: it knows of bounces that no property shows.
 */
const MAIL_BLOCKS: Array<{
	property: string;
	blocks: (value: string | null | undefined) => boolean;
	reason: SkippedReason;
}> = [
	{ property: 'email', blocks: (value) => !isSet(value), reason: 'NO_EMAIL' },
	{ property: 'hs_email_optout', blocks: isTrue, reason: 'OPTED_OUT' },
	{ property: 'hs_email_hard_bounce_reason_enum', blocks: isSet, reason: 'BOUNCED' },
	{ property: 'hs_email_quarantined', blocks: isTrue, reason: 'QUARANTINED' },
	{ property: 'hs_email_bad_address', blocks: isTrue, reason: 'BAD_ADDRESS' },
	{ property: 'hs_email_is_ineligible', blocks: isTrue, reason: 'BAD_ADDRESS' },
];

export const MAIL_PROPERTIES = MAIL_BLOCKS.map(({ property }) => property);

/** Why this contact cannot be emailed, or undefined. */
export const mailBlock = ({ properties }: Contact): SkippedReason | undefined =>
	MAIL_BLOCKS.find(({ property, blocks }) => blocks(properties[property]))?.reason;

/** Where a contact stands with sequences; seconds after the fact (hubspot-api.md 5.2). */
export const SEQUENCE_PROPERTIES = [
	'hs_sequences_is_enrolled',
	'hs_sequences_actively_enrolled_count',
	'hs_sequences_enrolled_count',
	'hs_latest_sequence_enrolled',
	'hs_latest_sequence_enrolled_date',
	'hs_latest_sequence_ended_date',
	'hs_latest_sequence_finished_date',
	'hs_latest_sequence_unenrolled_date',
];

export interface SequenceStanding {
	enrolled: boolean;
	counts: { active: number; total: number };
	/** ISO instants; `sequenceId` is of the last enrollment, whether it goes on or not. */
	latest: {
		sequenceId: string | null;
		enrolledAt: string | null;
		endedAt: string | null;
		finishedAt: string | null;
		unenrolledAt: string | null;
	};
}

export function sequenceStanding({ properties }: Contact): SequenceStanding {
	const text = (name: string) => properties[name] || null;
	return {
		enrolled: isTrue(properties.hs_sequences_is_enrolled),
		counts: {
			active: Number(text('hs_sequences_actively_enrolled_count') ?? 0),
			total: Number(text('hs_sequences_enrolled_count') ?? 0),
		},
		latest: {
			sequenceId: text('hs_latest_sequence_enrolled'),
			enrolledAt: text('hs_latest_sequence_enrolled_date'),
			endedAt: text('hs_latest_sequence_ended_date'),
			finishedAt: text('hs_latest_sequence_finished_date'),
			unenrolledAt: text('hs_latest_sequence_unenrolled_date'),
		},
	};
}

/**
 * Whether HubSpot has said whether the contact is in a sequence: a property that an answer leaves out is
 * no word on it, and one without a value is (hubspot-api.md 5.2).
 */
export const tellsStanding = ({ properties }: Contact): boolean =>
	properties.hs_sequences_is_enrolled !== undefined;

/** HubSpot's contact property and its enrollment object may give one enrollment slightly different times. */
export const SAME_ENROLLMENT_MS = 60_000;

/** Whether an enrollment began so much after another (ISO) that it is not the same; no time is none. */
export const isLaterEnrollment = (at: string, before: string): boolean =>
	toMillis(at) - toMillis(before) > SAME_ENROLLMENT_MS;

/** Where a contact stands by its properties, or by its enrollment where that is one they do not show yet. */
export function orNewer(
	shown: SequenceStanding,
	{ sequenceId, enrolledAt }: Pick<Enrollment, 'sequenceId' | 'enrolledAt'>,
): SequenceStanding {
	const { enrolled, counts, latest } = shown;
	if (sequenceId === undefined || enrolledAt === undefined) return shown;
	const isNewer =
		latest.enrolledAt === null ? !enrolled : isLaterEnrollment(enrolledAt, latest.enrolledAt);
	if (!isNewer) return shown;
	return {
		enrolled: true,
		// HubSpot allows one at a time.
		counts: { active: Math.max(1, counts.active), total: counts.total + 1 },
		latest: { sequenceId, enrolledAt, endedAt: null, finishedAt: null, unenrolledAt: null },
	};
}

/**
 * Whether the last enrollment of the contact began less than `days` days before `now` (ms).
 * @throws Problem where the contact's property is no instant
 */
export function inCooldown({ latest }: SequenceStanding, days: number, now: number): boolean {
	if (days <= 0 || latest.enrolledAt === null) return false;
	if (!isInstant(latest.enrolledAt)) {
		throw new Problem(
			'UNEXPECTED_ANSWER',
			'HubSpot does not say when the last enrollment of the contact began',
			`The contact property hs_latest_sequence_enrolled_date has the value "${latest.enrolledAt}", so the cool-down cannot be kept. Look at the contact in HubSpot, or set 'Cooldown (Days)' to 0.`,
		);
	}
	return toMillis(latest.enrolledAt) > now - days * 24 * 60 * 60 * 1000;
}
