import { chunk } from 'lodash';

import { BATCH_SIZE, updateEach } from '../../shared/hubspot/contacts';
import { groupsOf, type NonEmpty } from '../../shared/groups';
import { notUpdated } from '../trigger/contactProblems';
import type { TriggerUnenrollment, UnenrollRun } from './unenrollment';
import type { Change } from './unenrollByTrigger';
import { inParallel } from '../../shared/transport/inParallel';

const changeOf = ({ trigger }: TriggerUnenrollment): Record<string, string> =>
	'property' in trigger ? { [trigger.property]: trigger.value } : {};

const hasAlready = (unenrollment: TriggerUnenrollment) =>
	Object.entries(changeOf(unenrollment)).every(
		([name, value]) => (unenrollment.contact.properties[name] ?? '') === value,
	);

/** Sets or clears the property that workflows start on, 100 contacts a request. */
export async function leaveByProperty(
	{ client, settings }: UnenrollRun,
	unenrollments: TriggerUnenrollment[],
): Promise<Map<TriggerUnenrollment, Change>> {
	const changes = new Map<TriggerUnenrollment, Change>();
	const open = unenrollments.filter((unenrollment) => !hasAlready(unenrollment));
	for (const unenrollment of unenrollments) changes.set(unenrollment, 'unchanged');
	for (const unenrollment of open) changes.set(unenrollment, 'changed');
	if (settings.dryRun) return changes;
	// HubSpot refuses a batch as a whole for one value it does not allow, so each value goes alone.
	const byChange = groupsOf(open, (unenrollment) => JSON.stringify(changeOf(unenrollment)));
	const batches = byChange.flatMap((group) =>
		chunk(
			groupsOf(group, ({ contact }) => contact.id),
			BATCH_SIZE,
		),
	);
	const limiter = inParallel(client);

	async function update(contacts: Array<NonEmpty<TriggerUnenrollment>>): Promise<void> {
		try {
			const failed = await updateEach(
				client,
				contacts.map(([unenrollment]) => ({
					id: unenrollment.contact.id,
					properties: changeOf(unenrollment),
				})),
			);
			for (const unenrollment of contacts.flat()) {
				const { id } = unenrollment.contact;
				if (failed.has(id)) changes.set(unenrollment, { error: notUpdated(id, failed.get(id)) });
			}
		} catch (error) {
			client.signal?.throwIfAborted();
			for (const unenrollment of contacts.flat()) changes.set(unenrollment, { error });
		}
	}

	await Promise.all(
		batches.map(async (contacts) => await limiter(async () => await update(contacts))),
	);
	return changes;
}
