import { groupBy, zipWith } from 'lodash';

import { changeMemberships, readMemberships } from '../../shared/hubspot/memberships';
import type { EnrollAnswer, EnrollRun } from '../../shared/enroll/enrollRun';
import { UnknownOutcome } from '../../shared/errors';
import type { HubspotClient } from '../../shared/transport/client';
import { HubspotFailure, outcomeUnknown, rethrow } from '../../shared/transport/failure';
import { pause } from '../../shared/transport/pause';
import type { Candidate } from './candidate';
import { AlreadyThere, ON_LIST } from '../trigger/alreadyThere';
import { missingContact } from '../trigger/contactProblems';
import { repeatWrite, SETTLE_MS } from '../trigger/repeatWrite';
import { withVerified } from './verifyEntries';

/** The clocks of HubSpot and of this machine may differ by this much. */
const CLOCK_SKEW_MS = 60_000;

const listOf = ({ parameters: { trigger } }: Candidate) =>
	trigger && 'listId' in trigger ? trigger.listId : '';

/** Enrolls contacts by putting them on the list that a workflow starts on. */
export async function enrollByList(
	run: EnrollRun,
	candidates: readonly Candidate[],
): Promise<EnrollAnswer[]> {
	const { client } = run;
	const answers = new Map<Candidate, EnrollAnswer>();
	for (const [listId, group] of Object.entries(groupBy(candidates, listOf))) {
		try {
			const found = await addAll(client, listId, group);
			zipWith(group, found, (candidate, answer) => answers.set(candidate, answer));
		} catch (error) {
			client.signal?.throwIfAborted();
			for (const candidate of group) answers.set(candidate, { error });
		}
	}
	const found = candidates.map(
		(candidate) => answers.get(candidate) ?? { error: unknownMembership(listOf(candidate)) },
	);
	return await withVerified(run, candidates, found);
}

/** One answer for each of `candidates`, in the same order. */
async function addAll(
	client: HubspotClient,
	listId: string,
	candidates: readonly Candidate[],
): Promise<EnrollAnswer[]> {
	const ids = candidates.map(({ contactId }) => contactId);
	const written = await repeatWrite(
		client,
		async (repeatable) => await changeMemberships(client, listId, 'add', ids, repeatable),
	).catch((error: unknown) => {
		if (!outcomeUnknown(error)) rethrow(error);
		return { error };
	});
	if ('error' in written) return await readBack(client, listId, candidates, written.error);
	const { answer, lost } = written;
	// On the list, and not by this request: by the one that was lost, or since before this run.
	const wasThere = ({ contactId }: Candidate) =>
		!answer.added.has(contactId) && !answer.missing.has(contactId);
	const doubtful = candidates.filter(
		(candidate) => wasThere(candidate) && (lost || candidate.retriedSince !== undefined),
	);
	const asked = new Set(doubtful);
	const joined = await joinedSince(client, listId, doubtful);
	return candidates.map((candidate) => {
		const { contactId } = candidate;
		if (answer.added.has(contactId)) return { enrollment: {} };
		if (answer.missing.has(contactId)) return { error: missingContact(contactId) };
		if (!asked.has(candidate)) return { error: new AlreadyThere(ON_LIST) };
		if (!joined) return { error: unknownMembership(listId) };
		return joined.has(contactId) ? { enrollment: {} } : { error: new AlreadyThere(ON_LIST) };
	});
}

/** What became of contacts when HubSpot did not say: who joined the list meanwhile has entered. */
async function readBack(
	client: HubspotClient,
	listId: string,
	candidates: readonly Candidate[],
	cause: unknown,
): Promise<EnrollAnswer[]> {
	await pause(SETTLE_MS, client.signal);
	const joined = await joinedSince(client, listId, candidates);
	return candidates.map(({ contactId }) =>
		joined?.has(contactId) ? { enrollment: {} } : { error: unknownMembership(listId, cause) },
	);
}

/**
 * Which contacts joined the list in this run, or in an earlier try of it, by HubSpot's own times.
 * @param since or since then, ms
 * @returns undefined where HubSpot cannot be asked
 */
export async function joinedSince(
	client: HubspotClient,
	listId: string,
	candidates: readonly Candidate[],
	since?: number,
): Promise<Set<string> | undefined> {
	if (candidates.length === 0) return new Set();
	try {
		const ids = candidates.map(({ contactId }) => contactId);
		const memberships = await readMemberships(client, listId, ids);
		const joined = candidates.filter(({ contactId, retriedSince, preparedAt }) => {
			const at = Date.parse(memberships.get(contactId) ?? '');
			return at >= (since ?? retriedSince ?? preparedAt) - CLOCK_SKEW_MS;
		});
		return new Set(joined.map(({ contactId }) => contactId));
	} catch (error) {
		if (error instanceof HubspotFailure) return undefined;
		rethrow(error);
	}
}

const unknownMembership = (listId: string, cause?: unknown) =>
	new UnknownOutcome(
		'It is not known whether HubSpot put the contact on the list',
		'HubSpot did not answer, or something else did. Run the item again: whoever is on the list already is not enrolled twice.',
		{ listId, ...(cause instanceof HubspotFailure && { hubspotMessage: cause.message }) },
	);
