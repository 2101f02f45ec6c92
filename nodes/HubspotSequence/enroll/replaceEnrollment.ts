import { groupBy } from 'lodash';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { readContacts } from '../../shared/hubspot/contacts';
import type { EnrollAction, EnrollAnswer } from '../../shared/enroll/enrollRun';
import { Problem, UnknownOutcome } from '../../shared/errors';
import { isRecent } from '../../shared/ledger/freeRoom';
import type { HubspotClient } from '../../shared/transport/client';
import { explainError } from '../../shared/transport/errorTable';
import { rethrow } from '../../shared/transport/failure';
import { pause } from '../../shared/transport/pause';
import type { ReplaceSettings } from '../unenroll/bridge/bridgeSettings';
import { propertyTrigger } from '../unenroll/bridge/propertyTrigger';
import { unenrollTogether } from '../unenroll/bridge/unenrollTogether';
import type { Candidate } from './candidate';
import { freeFollowUps } from '../unenroll/freeFollowUps';

type Enroll = (candidate: Candidate) => Promise<IDataObject>;

/** HubSpot's parts do not learn at once that a contact has left. */
const PAUSES_MS = [1_000, 2_000, 5_000];

/** A late workflow that comes to a contact twice would take it out of its new sequence. */
const AGAIN_AFTER_MS = 15 * 60 * 1000;

/** Whether the contact has to leave a sequence before it can be enrolled. */
const isReplaced = ({ parameters, standing }: Candidate): boolean =>
	parameters.alreadyEnrolled === 'replace' && standing.enrolled;

const replacing = ({ standing }: Candidate, enrollment: IDataObject): IDataObject => ({
	...enrollment,
	replacedSequenceId: standing.latest.sequenceId,
});

/** Enrolls a contact, one that has just left its sequence included. */
export async function enrollAfterLeaving(
	enroll: Enroll,
	candidate: Candidate,
	signal?: AbortSignal,
): Promise<IDataObject> {
	if (!isReplaced(candidate)) return await enroll(candidate);
	for (let repeats = 0; ; repeats++) {
		try {
			return replacing(candidate, await enroll(candidate));
		} catch (error) {
			const waitMs = PAUSES_MS[repeats];
			if (waitMs === undefined || !isAlreadyEnrolled(error)) rethrow(error);
			await pause(waitMs, signal);
		}
	}
}

/**
 * Takes contacts that have room out of their sequences, all together. First HubSpot is asked to enroll
 * one of each sender as it is: "already enrolled" shows that nothing else speaks against the sender. A
 * sender without an inbox, or one that HubSpot finds beyond the limit, costs nobody their sequence.
 */
export function leaveFirst(
	context: IExecuteFunctions,
	client: HubspotClient,
	settings: ReplaceSettings,
	enroll: Enroll,
): NonNullable<EnrollAction<Candidate>['ready']> {
	return {
		isNeeded: isReplaced,
		run: async (candidates) => {
			const answers = new Map<Candidate, EnrollAnswer>();
			for (const ofOne of Object.values(groupBy(candidates, 'sender.userId'))) {
				await probe(ofOne, enroll, answers, client.signal);
			}
			const leaving = candidates.filter((candidate) => !answers.has(candidate));
			if (leaving.length > 0) await leave(context, client, settings, leaving, answers);
			return answers;
		},
	};
}

async function probe(
	candidates: readonly Candidate[],
	enroll: Enroll,
	answers: Map<Candidate, EnrollAnswer>,
	signal: AbortSignal | undefined,
): Promise<void> {
	for (const [order, candidate] of candidates.entries()) {
		try {
			// It has left meanwhile, and is in the new sequence now.
			answers.set(candidate, { enrollment: replacing(candidate, await enroll(candidate)) });
		} catch (error) {
			signal?.throwIfAborted();
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
	context: IExecuteFunctions,
	client: HubspotClient,
	{ triggerProperty, watch }: ReplaceSettings,
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

const isAlreadyEnrolled = (error: unknown): boolean =>
	explainError(error).refusal === 'ALREADY_ENROLLED';
