import { zipWith } from 'lodash';

import { readContacts, updateEach } from '../../shared/hubspot/contacts';
import type { EnrollAnswer, EnrollRun } from '../../shared/enroll/enrollRun';
import { groupsOf } from '../../shared/groups';
import { UnknownOutcome } from '../../shared/errors';
import type { FlowAction } from '../../shared/hubspot/workflows';
import type { HubspotClient } from '../../shared/transport/client';
import { isAboutInput } from '../../shared/transport/errorTable';
import { HubspotFailure, outcomeUnknown, rethrow } from '../../shared/transport/failure';
import { pause } from '../../shared/transport/pause';
import type { Candidate } from './candidate';
import { SETTLE_MS } from '../trigger/repeatWrite';
import { notUpdated } from '../trigger/contactProblems';
import { isRepeatable } from './enrollOne';
import { withVerified } from './verifyEntries';

/** What came of a write, contact by contact. */
type Failed = Awaited<ReturnType<typeof updateEach>>;

/** The action of a workflow that sets a property (hubspot-api.md 3.5). */
const SET_PROPERTY = '0-5';

const valueOf = ({ parameters: { trigger } }: Candidate) =>
	trigger && 'property' in trigger ? { [trigger.property]: trigger.value } : {};

/** Enrolls contacts by setting the property that a workflow starts on. */
export async function enrollByProperty(
	run: EnrollRun,
	candidates: readonly Candidate[],
): Promise<EnrollAnswer[]> {
	return await withVerified(run, candidates, await setEach(run.client, candidates));
}

async function setEach(
	client: HubspotClient,
	candidates: readonly Candidate[],
): Promise<EnrollAnswer[]> {
	try {
		return await setAll(client, candidates);
	} catch (error) {
		client.signal?.throwIfAborted();
		// HubSpot takes none of a batch that has one value it does not allow.
		const byValue = groupsOf(candidates, (candidate) => JSON.stringify(valueOf(candidate)));
		if (byValue.length === 1 || !isAboutInput(error)) rethrow(error);
		const answers = new Map<Candidate, EnrollAnswer>();
		for (const group of byValue) {
			const found = await setAll(client, group).catch((failure: unknown) => {
				client.signal?.throwIfAborted();
				return group.map(() => ({ error: failure }));
			});
			zipWith(group, found, (candidate, answer) => answers.set(candidate, answer));
		}
		return candidates.map((one) => answers.get(one) ?? { error: unknownUpdate(error) });
	}
}

async function setAll(
	client: HubspotClient,
	candidates: readonly Candidate[],
): Promise<EnrollAnswer[]> {
	const first = await write(client, candidates, false);
	if ('failed' in first) return await answersOf(client, candidates, first.failed);
	const read = await readBack(client, candidates, first.error);
	const again = candidates.filter(
		(candidate, order) => 'error' in (read[order] ?? {}) && maySetAgain(candidate),
	);
	if (again.length === 0) return read;
	const second = await write(client, again, true);
	const found =
		'failed' in second
			? await answersOf(client, again, second.failed)
			: await readBack(client, again, second.error);
	return candidates.map((one, order) => {
		const answer = found[again.indexOf(one)] ?? read[order];
		return answer ?? { error: unknownUpdate(first.error) };
	});
}

/**
 * Whether a value that is not there can be set again and enroll nobody twice: the workflow lets nobody
 * in twice, or is known not to change the property, so that the value never was there.
 */
export function maySetAgain(candidate: Candidate): boolean {
	const { workflow } = candidate;
	const [property] = Object.keys(valueOf(candidate));
	const changes = ({ actionTypeId, fields }: FlowAction) =>
		actionTypeId === SET_PROPERTY && fields?.property_name === property;
	return isRepeatable(workflow) || (!!workflow.flow && !workflow.flow.actions?.some(changes));
}

/**
 * @param isRepeat after a lost answer: what it is refused for says nothing of the first try
 * @returns what HubSpot says, or what kept its answer from coming
 * @throws HubspotFailure on a definite refusal
 */
async function write(
	client: HubspotClient,
	candidates: readonly Candidate[],
	isRepeat: boolean,
): Promise<{ failed: Failed } | { error: unknown }> {
	const inputs = candidates.map((candidate) => ({
		id: candidate.contactId,
		properties: valueOf(candidate),
	}));
	try {
		return { failed: await updateEach(client, inputs, isRepeat) };
	} catch (error) {
		client.signal?.throwIfAborted();
		if (!isRepeat && !outcomeUnknown(error)) rethrow(error);
		return { error };
	}
}

/** One answer for each of `candidates`, in the same order. */
async function answersOf(
	client: HubspotClient,
	candidates: readonly Candidate[],
	failed: Failed,
): Promise<EnrollAnswer[]> {
	const untold = candidates.filter(
		({ contactId }) => failed.has(contactId) && failed.get(contactId) === undefined,
	);
	const found = new Map<Candidate, EnrollAnswer>();
	zipWith(untold, await readBack(client, untold), (candidate, answer) =>
		found.set(candidate, answer),
	);
	return candidates.map((candidate): EnrollAnswer => {
		const { contactId } = candidate;
		if (!failed.has(contactId)) return { enrollment: {} };
		const error = failed.get(contactId);
		if (error) return { error: notUpdated(contactId, error) };
		return found.get(candidate) ?? { error: unknownUpdate() };
	});
}

/**
 * What became of contacts when HubSpot did not say. None of them had the value before, so whoever has
 * it now has entered; a workflow may have cleared it already.
 */
async function readBack(
	client: HubspotClient,
	candidates: readonly Candidate[],
	cause?: unknown,
): Promise<EnrollAnswer[]> {
	if (candidates.length === 0) return [];
	const names = [...new Set(candidates.flatMap((candidate) => Object.keys(valueOf(candidate))))];
	const ids = candidates.map(({ contactId }) => contactId);
	await pause(SETTLE_MS, client.signal);
	const contacts = await readContacts(client, 'id', ids, names).catch((error: unknown) => {
		if (!(error instanceof HubspotFailure)) rethrow(error);
		return [];
	});
	const byId = new Map(contacts.map((contact) => [contact.id, contact.properties]));
	return candidates.map((candidate) => {
		const found = byId.get(candidate.contactId);
		const isSet = Object.entries(valueOf(candidate)).every(
			([name, value]) => found !== undefined && (found[name] ?? '') === value,
		);
		return isSet ? { enrollment: {} } : { error: unknownUpdate(cause) };
	});
}

const unknownUpdate = (cause?: unknown) =>
	new UnknownOutcome(
		'It is not known whether HubSpot set the property of the contact',
		'HubSpot did not answer, or something else did. Run the item again: setting the same value twice enrolls nobody twice, unless the workflow itself changes the property. If it does, look at its history first.',
		cause instanceof HubspotFailure ? { hubspotMessage: cause.message } : {},
	);
