import { groupBy } from 'lodash';

import { readContacts } from '../../shared/hubspot/contacts';
import type { EnrollAnswer } from '../../shared/enroll/enrollRun';
import { Problem, UnknownOutcome } from '../../shared/errors';
import { isRecent } from '../../shared/ledger/freeRoom';
import { explainError } from '../../shared/transport/errorTable';
import { propertyTrigger } from '../unenroll/bridge/propertyTrigger';
import { unenrollTogether } from '../unenroll/bridge/unenrollTogether';
import { freeFollowUps } from '../unenroll/freeFollowUps';
import type { Candidate } from './candidate';
import { enrollOne, isAlreadyEnrolled } from './enrollOne';
import type { SequenceRun } from './sequenceRun';

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
	for (const ofOne of Object.values(groupBy(candidates, 'sender.userId'))) {
		await probe(run, ofOne, answers);
	}
	const leaving = candidates.filter((candidate) => !answers.has(candidate));
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
	if (error instanceof UnknownOutcome) {
		return new Problem(
			'The contact was left in its sequence, because HubSpot does not answer',
			'Run the item again.',
		);
	}
	const { refusal, scope } = explainError(error);
	const isSenders = refusal === 'HUBSPOT_SEND_LIMIT' || scope === 'sender' || scope === 'run';
	return isSenders ? error : undefined;
}

async function leave(
	{ context, client, replacing: { triggerProperty, watch } }: SequenceRun,
	leaving: Candidate[],
	answers: Map<Candidate, EnrollAnswer>,
): Promise<void> {
	const trigger = propertyTrigger(client, {
		triggerProperty,
		createBridge: false,
		againAfterMs: AGAIN_AFTER_MS,
	});
	const ids = leaving.map(({ contact }) => contact.id);
	const contacts = await readContacts(client, 'id', ids, [triggerProperty]);
	const { left, pending } = await unenrollTogether(client, trigger, watch, contacts);
	// Their new enrollments have their room already.
	await freeFollowUps(context, client, left, isRecent);
	for (const candidate of leaving) {
		if (left.has(candidate.contact.id)) continue;
		const error = new Problem(
			'The contact did not leave its sequence in time, so it was not enrolled',
			`${pending?.message ?? 'HubSpot does not have the contact any more.'} The contact may still leave its sequence later. Run the item again then.`,
			pending?.workflow ? { bridgeWorkflow: pending.workflow } : {},
		);
		answers.set(candidate, { error });
	}
}
