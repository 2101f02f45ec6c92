import { groupBy } from 'lodash';

import { readMemberships } from '../../shared/hubspot/memberships';
import type { EnrollResults } from '../../shared/enroll/enrollResults';
import type { HubspotClient } from '../../shared/transport/client';
import type { Candidate } from '../enroll/candidate';
import { ON_LIST } from './alreadyThere';
import type { Trigger } from './triggerFilters';

interface OnList {
	contactId: string;
	trigger: Trigger | undefined;
}

/**
 * Which of `entries` are on their list now. Only a dry run has to ask: a write to a list says itself
 * who was on it.
 */
export async function onListAlready<T extends OnList>(
	client: HubspotClient,
	entries: T[],
): Promise<Set<T>> {
	const listOf = ({ trigger }: T) => (trigger && 'listId' in trigger ? trigger.listId : '');
	const there = new Set<T>();
	for (const [listId, group] of Object.entries(groupBy(entries, listOf))) {
		if (listId === '') continue;
		const ids = group.map(({ contactId }) => contactId);
		const members = await readMemberships(client, listId, ids);
		for (const entry of group) if (members.has(entry.contactId)) there.add(entry);
	}
	return there;
}

/** Skips, in a dry run, whom a real run would find on the list; the others are returned. */
export async function notOnList(
	client: HubspotClient,
	results: EnrollResults,
	candidates: Candidate[],
): Promise<Candidate[]> {
	const entries = candidates.map(
		({ index, outcomeFields, contactId, parameters: { trigger } }) => ({
			index,
			outcomeFields,
			contactId,
			trigger,
		}),
	);
	const there = await onListAlready(client, entries);
	for (const { index, outcomeFields } of there)
		results.skipped(index, 'ALREADY_ENROLLED', outcomeFields, ON_LIST);
	return candidates.filter(({ index }) => !results.isDone(index));
}
