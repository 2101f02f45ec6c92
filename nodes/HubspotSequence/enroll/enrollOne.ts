import type { IDataObject } from 'n8n-workflow';

import type { Enrollment, EnrollRequest, SequencesApi } from '../../shared/hubspot/sequences';
import { UnknownOutcome } from '../../shared/errors';
import { toProblem } from '../../shared/n8n/nodeError';
import { endsAtOnce } from '../../shared/quota/schedule';
import { explainError, isAlreadyEnrolled } from '../../shared/transport/errorTable';
import { HubspotFailure, outcomeUnknown, rethrow } from '../../shared/transport/failure';
import { pause } from '../../shared/transport/pause';
import type { Candidate } from './candidate';
import { lookBack } from './lostAnswer';
import type { SequenceRun } from './sequenceRun';
import { beforeOf, type Before, type KnownEnrollment, type Shown } from './shown';

const MAX_TRIES = 3;
/** HubSpot's parts do not learn at once that a contact has left. */
const PAUSES_MS = [1_000, 2_000, 5_000];

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
			const enrollment = await enrollContact(run, candidate);
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

/** Somebody else has enrolled the contact meanwhile. */
export class EnrolledByOther extends Error {
	constructor(readonly enrollment: Enrollment) {
		super('Somebody else has enrolled the contact');
	}
}

/**
 * Enrolls one contact, and never twice. After a time-out, a reset or a 5xx nothing settles it but what
 * HubSpot shows then. The request is repeated only if it shows nothing: not yet at the first look,
 * where HubSpot refuses a second one ("already enrolled") while the first goes on; after the last
 * look, where the enrollment may be over at once.
 *
 * @throws HubspotFailure on a definite refusal, EnrolledByOther, UnknownOutcome, or the abort reason
 */
async function enrollContact(run: SequenceRun, candidate: Candidate): Promise<KnownEnrollment> {
	const { api, client } = run;
	for (let attempt = 1; ; attempt++) {
		try {
			return await api.enroll(requestOf(candidate));
		} catch (error) {
			client.signal?.throwIfAborted();
			const { refusal, scope } = explainError(error);
			const isRefused = !outcomeUnknown(error) || refusal !== undefined || scope === 'sender';
			if (isRefused && attempt === 1) rethrow(error);
			const isLast = isRefused || attempt === MAX_TRIES;
			const looks = isLast || endsAtOnce(candidate.schedule) ? undefined : 1;
			const { ours, others, isEnrolled } = await lookBackOf(
				run,
				candidate,
				beforeOf(candidate.standing),
				looks,
			);
			if (others) rethrow(new EnrolledByOther(others));
			if (ours) return ours;
			// It is in another sequence, or in the old one still.
			if (refusal === 'ALREADY_ENROLLED' && isEnrolled) rethrow(error);
			if (isLast) throw unknownOutcome(candidate, error);
		}
	}
}

/** @throws UnknownOutcome where HubSpot cannot be asked */
export async function lookBackOf(
	run: SequenceRun,
	candidate: Candidate,
	before: Before,
	looks?: number,
): Promise<Shown> {
	try {
		return await lookBack(run, candidate, before, looks);
	} catch (error) {
		run.client.signal?.throwIfAborted();
		throw unknownOutcome(candidate, error);
	}
}

/** What HubSpot says of an enrollment, for the item. */
export const asJson = ({ id, enrolledAt, toEmail }: KnownEnrollment): IDataObject => ({
	enrollmentId: id ?? null,
	enrolledAt: enrolledAt ?? null,
	toEmail: toEmail ?? null,
});

/** @param error what kept HubSpot's answer from coming */
export function unknownOutcome(
	{ contact, parameters }: Candidate,
	error?: unknown,
): UnknownOutcome {
	return new UnknownOutcome(
		'It is not known whether HubSpot enrolled the contact',
		'HubSpot did not answer, and the enrollment could not be read back. Look at the contact in HubSpot before you run the item again: a contact whose sequence has ended meanwhile would be enrolled once more.',
		{
			...(error !== undefined && toProblem(error).details),
			contactId: contact.id,
			sequenceId: parameters.sequenceId,
		},
	);
}
