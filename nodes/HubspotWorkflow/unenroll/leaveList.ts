import { chunk, groupBy } from 'lodash';

import { groupsOf, type NonEmpty } from '../../shared/groups';
import { changeMemberships, MEMBERSHIP_BATCH_SIZE } from '../../shared/hubspot/memberships';
import { missingContact } from '../trigger/contactProblems';
import { onListAlready } from '../trigger/onListAlready';
import { repeatWrite } from '../trigger/repeatWrite';
import type { TriggerUnenrollment, UnenrollRun } from './unenrollment';
import type { Change } from './unenrollByTrigger';
import { inParallel } from '../../shared/transport/inParallel';

const listOf = ({ trigger }: TriggerUnenrollment) => ('listId' in trigger ? trigger.listId : '');

/** Takes contacts off the list that their workflow starts on, 1,000 a request. */
export async function leaveList(
	run: UnenrollRun,
	unenrollments: TriggerUnenrollment[],
): Promise<Map<TriggerUnenrollment, Change>> {
	const { client, settings } = run;
	const changes = new Map<TriggerUnenrollment, Change>();
	if (settings.dryRun) {
		const asked = unenrollments.map((unenrollment) => ({
			unenrollment,
			contactId: unenrollment.contact.id,
			trigger: unenrollment.trigger,
		}));
		const there = await onListAlready(client, asked);
		for (const one of asked)
			changes.set(one.unenrollment, there.has(one) ? 'changed' : 'unchanged');
		return changes;
	}
	const limiter = inParallel(client);
	const batches = Object.entries(groupBy(unenrollments, listOf)).flatMap(([listId, group]) =>
		// One contact may leave several workflows through one list.
		chunk(
			groupsOf(group, ({ contact }) => contact.id),
			MEMBERSHIP_BATCH_SIZE,
		).map((contacts) => ({ listId, contacts })),
	);

	async function remove(
		listId: string,
		contacts: Array<NonEmpty<TriggerUnenrollment>>,
	): Promise<void> {
		const ids = contacts.map(([{ contact }]) => contact.id);
		try {
			const { answer, lost } = await repeatWrite(
				client,
				async (repeatable) => await changeMemberships(client, listId, 'remove', ids, repeatable),
			);
			for (const group of contacts) {
				const { id } = group[0].contact;
				const before: Change = lost ? 'lost' : 'unchanged';
				const change: Change = answer.missing.has(id)
					? { error: missingContact(id) }
					: answer.removed.has(id)
						? 'changed'
						: before;
				for (const unenrollment of group) changes.set(unenrollment, change);
			}
		} catch (error) {
			client.signal?.throwIfAborted();
			for (const unenrollment of contacts.flat()) changes.set(unenrollment, { error });
		}
	}

	await Promise.all(
		batches.map(
			async ({ listId, contacts }) => await limiter(async () => await remove(listId, contacts)),
		),
	);
	return changes;
}
