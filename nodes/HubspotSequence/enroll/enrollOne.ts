import type { IDataObject } from 'n8n-workflow';

import { toMillis } from '../../shared/hubspot/fields';
import type { Enrollment, EnrollRequest, SequencesApi } from '../../shared/hubspot/sequences';
import type { SequenceStanding } from '../../shared/contacts/eligibility';
import { UnknownOutcome } from '../../shared/errors';
import { toProblem } from '../../shared/n8n/nodeError';
import { explainError } from '../../shared/transport/errorTable';
import { HubspotFailure, outcomeUnknown, rethrow } from '../../shared/transport/failure';
import { pause } from '../../shared/transport/pause';
import type { Candidate } from './candidate';
import type { SequenceRun } from './sequenceRun';

/** What HubSpot took in before a time-out needs a moment to be readable. */
const SETTLE_MS = 2_000;
const MAX_TRIES = 3;
/** HubSpot's parts do not learn at once that a contact has left. */
const PAUSES_MS = [1_000, 2_000, 5_000];
/** The contact property and the enrollment object may give one enrollment slightly different times. */
const SAME_ENROLLMENT_MS = 60_000;

/** Of where a contact stood before: when its last enrollment began. */
export interface Before {
	latest: Pick<SequenceStanding['latest'], 'enrolledAt'>;
}

/**
 * Enrolls a contact, one that has just left its sequence included.
 *
 * @param pausesMs how long to wait, one after the other, for one that HubSpot still shows in a sequence
 * @returns the enrollment, as the item says it
 * @throws HubspotFailure on a definite refusal, UnknownOutcome, or the abort reason
 */
export async function enrollOne(
	run: SequenceRun,
	candidate: Candidate,
	pausesMs = candidate.isEnrolled ? PAUSES_MS : [],
): Promise<IDataObject> {
	const { api, client, settings } = run;
	const { contact, parameters, isEnrolled, standing } = candidate;
	for (let repeats = 0; ; repeats++) {
		try {
			const enrollment = await enrollContact(api, requestOf(candidate), standing, client.signal);
			return {
				...asJson(enrollment),
				...(settings.verify && {
					verified: await isHeld(api, contact.id, parameters.sequenceId),
				}),
				...(isEnrolled && { replacedSequenceId: standing.latest.sequenceId }),
			};
		} catch (error) {
			const waitMs = pausesMs[repeats];
			if (waitMs === undefined || !isAlreadyEnrolled(error)) rethrow(error);
			await pause(waitMs, client.signal);
		}
	}
}

/** HubSpot refused because the contact is in a sequence. */
export const isAlreadyEnrolled = (error: unknown): boolean =>
	explainError(error).refusal === 'ALREADY_ENROLLED';

const requestOf = ({ contact, parameters, sender, senderEmail }: Candidate): EnrollRequest => ({
	contactId: contact.id,
	sequenceId: parameters.sequenceId,
	userId: sender.userId,
	senderEmail,
	senderAliasAddress: parameters.senderAliasAddress,
});

/** Null where HubSpot could not be asked: the contact was enrolled all the same. */
async function isHeld(api: SequencesApi, contactId: string, sequenceId: string) {
	try {
		return (await api.enrollmentOf(contactId))?.sequenceId === sequenceId;
	} catch (error) {
		if (error instanceof HubspotFailure) return null;
		rethrow(error);
	}
}

/**
 * Enrolls one contact, and never twice. After a time-out, a reset or a 5xx the enrollment is read
 * back first, and the request is repeated only if HubSpot has none; should both take effect, HubSpot
 * refuses the second ("already enrolled").
 *
 * @param before where the contact stood before the first try
 * @throws HubspotFailure on a definite refusal, UnknownOutcome, or the abort reason
 */
async function enrollContact(
	api: SequencesApi,
	request: EnrollRequest,
	before: Before,
	signal?: AbortSignal,
): Promise<Enrollment> {
	const readBack = async () => {
		const found = await api.enrollmentOf(request.contactId);
		return found && isNew(found, request.sequenceId, before) ? found : undefined;
	};
	for (let attempt = 1; ; attempt++) {
		try {
			return await api.enroll(request);
		} catch (error) {
			signal?.throwIfAborted();
			const { refusal, scope } = explainError(error);
			const definite = !outcomeUnknown(error) || refusal !== undefined || scope === 'sender';
			if (definite && !(attempt > 1 && refusal === 'ALREADY_ENROLLED')) rethrow(error);
			await pause(SETTLE_MS, signal);
			const ours = await settle(readBack, request, signal);
			if (ours) return ours;
			if (definite) rethrow(error);
			if (attempt === MAX_TRIES) throw unknownOutcome(request, error);
		}
	}
}

/** An enrollment that was not there before: the object has no state, so an old one may come back. */
export function isNew(found: Enrollment, sequenceId: string, { latest }: Before): boolean {
	if (found.sequenceId !== sequenceId || !found.enrolledAt) return false;
	if (latest.enrolledAt === null) return true;
	return toMillis(found.enrolledAt) - toMillis(latest.enrolledAt) > SAME_ENROLLMENT_MS;
}

/** What HubSpot says of an enrollment, for the item. */
export const asJson = ({ id, enrolledAt, toEmail }: Enrollment): IDataObject => ({
	enrollmentId: id,
	enrolledAt: enrolledAt ?? null,
	toEmail: toEmail ?? null,
});

async function settle<T>(
	readBack: () => Promise<T>,
	request: EnrollRequest,
	signal?: AbortSignal,
): Promise<T> {
	try {
		return await readBack();
	} catch (error) {
		signal?.throwIfAborted();
		throw unknownOutcome(request, error);
	}
}

function unknownOutcome({ contactId, sequenceId }: EnrollRequest, error: unknown): UnknownOutcome {
	return new UnknownOutcome(
		'It is not known whether HubSpot enrolled the contact',
		'HubSpot did not answer, and the enrollment could not be read back. Look at the contact in HubSpot before you run the item again: a contact whose sequence has ended meanwhile would be enrolled once more.',
		{ ...toProblem(error).details, contactId, sequenceId },
	);
}
