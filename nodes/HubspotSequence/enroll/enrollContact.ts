import type { IDataObject } from 'n8n-workflow';

import { toMillis } from '../../shared/hubspot/instants';
import type { Enrollment, EnrollRequest, SequencesApi } from '../../shared/hubspot/sequences';
import type { SequenceStanding } from '../../shared/contacts/eligibility';
import { UnknownOutcome } from '../../shared/errors';
import { toProblem } from '../../shared/n8n/nodeError';
import { explainError } from '../../shared/transport/errorTable';
import { outcomeUnknown, rethrow } from '../../shared/transport/failure';
import { pause } from '../../shared/transport/pause';

/** What HubSpot took in before a time-out needs a moment to be readable. */
const SETTLE_MS = 2_000;
const MAX_TRIES = 3;
/** The contact property and the enrollment object may give one enrollment slightly different times. */
const SAME_ENROLLMENT_MS = 60_000;

/** Of where a contact stood before: when its last enrollment began. */
export interface Before {
	latest: Pick<SequenceStanding['latest'], 'enrolledAt'>;
}

/**
 * Enrolls one contact, and never twice. After a time-out, a reset or a 5xx the enrollment is read
 * back first, and the request is repeated only if HubSpot has none; should both take effect, HubSpot
 * refuses the second ("already enrolled").
 *
 * @param before where the contact stood before the first try
 * @throws HubspotFailure on a definite refusal, UnknownOutcome, or the abort reason
 */
export async function enrollContact(
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
