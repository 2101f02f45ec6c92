import {
	isLaterEnrollment,
	SAME_ENROLLMENT_MS,
	SEQUENCE_PROPERTIES,
	sequenceStanding,
	type SequenceStanding,
} from '../../shared/contacts/eligibility';
import { readContacts } from '../../shared/hubspot/contacts';
import type { Sender } from '../../shared/hubspot/owners';
import type { Enrollment } from '../../shared/hubspot/sequences';
import { pause } from '../../shared/transport/pause';
import type { Candidate } from './candidate';
import type { SequenceRun } from './sequenceRun';

/**
 * How long to wait before each look. What HubSpot took in before a time-out needs a moment to be
 * readable, and may take effect later; contact properties lag by seconds (hubspot-api.md 5.2).
 */
const WAITS_MS = [2_000, 3_000, 5_000, 10_000, 10_000];

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

interface Asked extends Pick<Candidate, 'contact' | 'parameters' | 'senderEmail'> {
	sender: Pick<Sender, 'userId' | 'email'>;
}

/**
 * Looks whether a request whose answer was lost has enrolled a contact: at its enrollment, and at its
 * own properties, which also tell of one that has ended. Looks again while they show nothing.
 *
 * @param looks how often at most, where they go on showing nothing
 * @throws HubspotFailure, or the abort reason
 */
export async function lookBack(
	run: SequenceRun,
	asked: Asked,
	before: Before,
	looks = WAITS_MS.length,
): Promise<Shown> {
	let shown: Shown = { isEnrolled: false };
	for (const [order, waitMs] of WAITS_MS.entries()) {
		await pause(waitMs, run.client.signal);
		shown = await look(run, asked, before);
		const { ours, others, isEnrolled } = shown;
		// One that goes on is shown with its id, and by whom it was made, sooner or later.
		const isWhole = ours && (ours.id !== undefined || !isEnrolled);
		if (others || isWhole || (!ours && order + 1 >= looks)) break;
	}
	return shown;
}

async function look(
	{ api, client }: SequenceRun,
	{ contact, parameters, sender, senderEmail }: Asked,
	before: Before,
): Promise<Shown> {
	const { sequenceId } = parameters;
	const found = await api.enrollmentOf(contact.id);
	const [read] = await readContacts(client, 'id', [contact.id], SEQUENCE_PROPERTIES);
	const { enrolled: isEnrolled, latest, counts } = sequenceStanding(read ?? contact);
	const made = counts.total - (before.total ?? counts.total);
	if (found && isLater(found.enrolledAt, before)) {
		if (
			found.sequenceId === sequenceId &&
			isSentBy(found, sender.userId, senderEmail, sender.email)
		) {
			return { ours: found, isEnrolled };
		}
		// Of two, one may be ours and over.
		if (made < 2) return { others: found, isEnrolled };
	}
	const isIn = latest.sequenceId === sequenceId && (made > 0 || isLater(latest.enrolledAt, before));
	return isIn
		? { ours: { enrolledAt: latest.enrolledAt ?? undefined }, isEnrolled }
		: { isEnrolled };
}

const isLater = (at: string | null | undefined, { enrolledAt }: Before): boolean =>
	!!at && (enrolledAt === null || isLaterEnrollment(at, enrolledAt));

/** Where the answer does not say who enrolled the contact, it was the one who asked. */
function isSentBy(
	{ enrolledBy, enrolledByEmail }: Enrollment,
	userId: string,
	...addresses: string[]
): boolean {
	const by = enrolledByEmail?.toLowerCase();
	if (by === undefined && enrolledBy === undefined) return true;
	return enrolledBy === userId || addresses.some((address) => address.toLowerCase() === by);
}
