import { chunk } from 'lodash';
import pLimit from 'p-limit';

import { BATCH_SIZE, updateEach } from '../../shared/hubspot/contacts';
import { groupsOf, type NonEmpty } from '../../shared/groups';
import { notUpdated } from '../trigger/contactProblems';
import type { TriggerLeaver, UnenrollRun } from './leaver';
import type { Change } from './unenrollByTrigger';

const changeOf = ({ trigger }: TriggerLeaver): Record<string, string> =>
	'property' in trigger ? { [trigger.property]: trigger.value } : {};

const hasAlready = (leaver: TriggerLeaver) =>
	Object.entries(changeOf(leaver)).every(
		([name, value]) => (leaver.contact.properties[name] ?? '') === value,
	);

/** Sets or clears the property that workflows start on, 100 contacts a request. */
export async function leaveByProperty(
	{ client, settings }: UnenrollRun,
	leavers: TriggerLeaver[],
): Promise<Map<TriggerLeaver, Change>> {
	const changes = new Map<TriggerLeaver, Change>();
	const open = leavers.filter((leaver) => !hasAlready(leaver));
	for (const leaver of leavers) changes.set(leaver, 'unchanged');
	for (const leaver of open) changes.set(leaver, 'changed');
	if (settings.dryRun) return changes;
	// HubSpot refuses a batch as a whole for one value it does not allow, so each value goes alone.
	const byChange = groupsOf(open, (leaver) => JSON.stringify(changeOf(leaver)));
	const batches = byChange.flatMap((group) =>
		chunk(
			groupsOf(group, ({ contact }) => contact.id),
			BATCH_SIZE,
		),
	);
	const limiter = pLimit(settings.concurrency);

	async function update(contacts: Array<NonEmpty<TriggerLeaver>>): Promise<void> {
		try {
			const failed = await updateEach(
				client,
				contacts.map(([leaver]) => ({ id: leaver.contact.id, properties: changeOf(leaver) })),
			);
			for (const leaver of contacts.flat()) {
				const { id } = leaver.contact;
				if (failed.has(id)) changes.set(leaver, { error: notUpdated(id, failed.get(id)) });
			}
		} catch (error) {
			client.signal?.throwIfAborted();
			for (const leaver of contacts.flat()) changes.set(leaver, { error });
		}
	}

	await Promise.all(
		batches.map(async (contacts) => await limiter(async () => await update(contacts))),
	);
	return changes;
}
