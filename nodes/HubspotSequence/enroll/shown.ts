import {
	isLaterEnrollment,
	SAME_ENROLLMENT_MS,
	type SequenceStanding,
} from '../../shared/contacts/eligibility';
import type { Enrollment } from '../../shared/hubspot/sequences';

/** Of where a contact stood before it was to be enrolled; plain JSON. */
export interface Before {
	/** When its last enrollment began: ISO, or null. */
	enrolledAt: string | null;
	/** How many enrollments it has had; missing where nobody knows. */
	total?: number;
}

export const beforeOf = ({ latest, counts }: SequenceStanding): Before => ({
	enrolledAt: latest.enrolledAt,
	total: counts.total,
});

/** Whatever was made since an instant (ms) came after this. */
export const beforeInstant = (at: number): Before => ({
	enrolledAt: new Date(at - 2 * SAME_ENROLLMENT_MS).toISOString(),
});

/** What is known of an enrollment; contact properties do not tell its id. */
export type KnownEnrollment = Pick<Enrollment, 'enrolledAt' | 'toEmail'> & { id?: string };

/** What HubSpot shows of a contact that may have been enrolled. */
export interface Shown {
	/** The enrollment that came about. */
	ours?: KnownEnrollment;
	/** One that somebody else made meanwhile. */
	others?: Enrollment;
	/** Its properties show it in a sequence. */
	isEnrolled: boolean;
}

/** What HubSpot was asked for: in which sequence, and from whom. */
export interface Wanted {
	sequenceId: string;
	userId: string;
	/** Of the sender, in any case. */
	addresses: readonly string[];
}

/**
 * What came of a request whose answer was lost, by the enrollment that HubSpot shows of the contact, and by
 * its own properties, which also tell of one that has ended.
 */
export function shownBy(
	found: Enrollment | null,
	{ enrolled: isEnrolled, latest, counts }: SequenceStanding,
	wanted: Wanted,
	before: Before,
): Shown {
	const made = counts.total - (before.total ?? counts.total);
	if (found && isLater(found.enrolledAt, before)) {
		const isOurs = found.sequenceId === wanted.sequenceId && isSentBy(found, wanted);
		if (isOurs) return { ours: found, isEnrolled };
		// Of two, one may be ours and over.
		if (made < 2) return { others: found, isEnrolled };
	}
	const isIn =
		latest.sequenceId === wanted.sequenceId && (made > 0 || isLater(latest.enrolledAt, before));
	return isIn
		? { ours: { enrolledAt: latest.enrolledAt ?? undefined }, isEnrolled }
		: { isEnrolled };
}

/**
 * Whether to look once more would tell nothing new.
 * @param looked how often was looked
 * @param looks how often at most, where they go on showing nothing
 */
export function isEnough(
	{ ours, others, isEnrolled }: Shown,
	looked: number,
	looks: number,
): boolean {
	if (others) return true;
	// One that goes on is shown with its id, and by whom it was made, sooner or later.
	return ours ? ours.id !== undefined || !isEnrolled : looked >= looks;
}

const isLater = (at: string | null | undefined, { enrolledAt }: Before): boolean =>
	!!at && (enrolledAt === null || isLaterEnrollment(at, enrolledAt));

/** Where the answer does not say who enrolled the contact, it was the one who asked. */
export function isSentBy(
	{ enrolledBy, enrolledByEmail }: Enrollment,
	{ userId, addresses }: Wanted,
): boolean {
	const by = enrolledByEmail?.toLowerCase();
	if (by === undefined && enrolledBy === undefined) return true;
	return enrolledBy === userId || addresses.some((address) => address.toLowerCase() === by);
}
