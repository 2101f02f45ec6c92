import { groupBy } from 'lodash';

import {
	SEQUENCE_PROPERTIES,
	sequenceStanding,
	tellsStanding,
} from '../../shared/contacts/eligibility';
import { readTold, type Contact } from '../../shared/hubspot/contacts';
import type { EnrollAnswer } from '../../shared/enroll/enrollRun';
import { Problem, UnknownOutcome } from '../../shared/errors';
import { lastSettledHour } from '../../shared/ledger/freeRoom';
import { showHint } from '../../shared/n8n/hints';
import { toProblem } from '../../shared/n8n/nodeError';
import { explainError, isAlreadyEnrolled } from '../../shared/transport/errorTable';
import { propertyTrigger } from '../unenroll/bridge/propertyTrigger';
import { goneContact } from '../unenroll/bridge/setTrigger';
import { unenrollTogether, type UnenrollResult } from '../unenroll/bridge/unenrollTogether';
import { noteFollowUps } from '../unenroll/freeFollowUps';
import type { Candidate } from './candidate';
import { enrollOne } from './enrollOne';
import type { SequenceRun } from './sequenceRun';
import { noteTakenOut, takenOutBefore } from './takenOut';

/** A late workflow that comes to a contact twice would take it out of its new sequence. */
const AGAIN_AFTER_MS = 15 * 60 * 1000;

/**
 * Takes contacts that have room out of their sequences, all together. First HubSpot is asked to enroll
 * one of each sender as it is: "already enrolled" shows that nothing else speaks against the sender. A
 * sender without an inbox, or one that HubSpot finds beyond the limit, costs nobody their sequence.
 */
export async function leaveFirst(
	run: SequenceRun,
	candidates: readonly Candidate[],
): Promise<ReadonlyMap<Candidate, EnrollAnswer>> {
	const answers = new Map<Candidate, EnrollAnswer>();
	const out = new Set(takenOutBefore(run, candidates));
	const staying = candidates.filter((candidate) => !out.has(candidate));
	for (const ofOne of Object.values(groupBy(staying, 'sender.userId'))) {
		await probe(run, ofOne, answers);
	}
	const leaving = staying.filter((candidate) => !answers.has(candidate));
	if (leaving.length > 0) await leave(run, leaving, answers);
	return answers;
}

async function probe(
	run: SequenceRun,
	candidates: readonly Candidate[],
	answers: Map<Candidate, EnrollAnswer>,
): Promise<void> {
	for (const [order, candidate] of candidates.entries()) {
		try {
			// It has left meanwhile, and is in the new sequence now.
			answers.set(candidate, { enrollment: await enrollOne(run, candidate, []) });
		} catch (error) {
			run.client.signal?.throwIfAborted();
			if (isAlreadyEnrolled(error)) break;
			answers.set(candidate, { error });
			const other = forOthers(error);
			if (other === undefined) continue;
			for (const rest of candidates.slice(order + 1)) answers.set(rest, { error: other });
			break;
		}
	}
}

/** What the failure of one contact means for the others of its sender, or undefined. */
function forOthers(error: unknown): unknown {
	if (error instanceof UnknownOutcome) return stays();
	const { refusal, scope } = explainError(error);
	const isSenders = refusal === 'HUBSPOT_SEND_LIMIT' || scope === 'sender' || scope === 'run';
	return isSenders ? error : undefined;
}

/** @returns nothing: those who are out go on to be enrolled, and `answers` has the others */
async function leave(
	run: SequenceRun,
	leaving: readonly Candidate[],
	answers: Map<Candidate, EnrollAnswer>,
): Promise<void> {
	const { context, client, replacing } = run;
	const { triggerProperty, watch } = replacing;
	const trigger = propertyTrigger(client, {
		triggerProperty,
		createBridge: false,
		againAfterMs: AGAIN_AFTER_MS,
		hint: (message) => showHint(context, message),
	});
	const ids = leaving.map(({ contact }) => contact.id);
	const { found, gone } = await readTold(client, ids, [triggerProperty, ...SEQUENCE_PROPERTIES]);
	const contacts = [...found.values()].filter(isStillIn);
	// Their new enrollments have their room already.
	const upTo = new Map(contacts.map(({ id }) => [id, lastSettledHour()]));
	const followUps = await noteFollowUps(context, client, upTo);
	const result = await unenrollTogether(client, trigger, watch, contacts);
	for (const candidate of leaving) {
		const { id } = candidate.contact;
		const contact = found.get(id);
		if (result.left.has(id)) noteTakenOut(run, candidate);
		else if (gone.has(id)) answers.set(candidate, { error: goneContact(id) });
		else if (!contact) answers.set(candidate, { error: stays(id) });
		else if (isStillIn(contact)) answers.set(candidate, { error: notLeft(id, result) });
	}
	await followUps.free(result.left);
}

/** One that has left meanwhile is not asked to: a late workflow would take it out of its new sequence. */
const isStillIn = (contact: Contact) =>
	sequenceStanding(contact).enrolled || !tellsStanding(contact);

const stays = (contactId?: string) =>
	new Problem(
		'HUBSPOT_UNAVAILABLE',
		'The contact was left in its sequence, because HubSpot does not answer',
		'Run the item again.',
		contactId === undefined ? {} : { contactId },
	);

function notLeft(contactId: string, { failed, pending }: UnenrollResult): Problem {
	// Not the unknown outcome of an enrollment, for none was asked for.
	if (failed.has(contactId)) return toProblem(failed.get(contactId));
	return new Problem(
		'NOT_LEFT',
		'The contact did not leave its sequence in time, so it was not enrolled',
		`${pending?.message ?? ''} The contact may still leave its sequence later. Run the item again then.`,
		{ contactId, ...(pending?.workflow && { bridgeWorkflow: pending.workflow }) },
	);
}
