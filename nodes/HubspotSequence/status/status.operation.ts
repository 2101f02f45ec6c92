import pLimit from 'p-limit';

import { contactIds } from '../../shared/hubspot/contacts';
import { sequencesApi } from '../../shared/hubspot/sequencesApi';
import { readContactRef, type ContactRef } from '../../shared/contacts/contactRef';
import { contactField } from '../../shared/n8n/descriptions/contact';
import { orNewer, SEQUENCE_PROPERTIES, sequenceStanding } from '../../shared/contacts/eligibility';
import { resolveContacts } from '../../shared/contacts/resolveContacts';
import type { Run } from '../../shared/n8n/router';
import { Parameters } from '../../shared/n8n/parameters';
import { justEnrolled } from '../lookup/justEnrolled';

/**
 * Where each contact stands with sequences. The contact's properties say whether it is enrolled; the
 * enrollment is asked for only then, because it has no state and may be one that has ended. Properties
 * lag by seconds, so it is asked for as well where this n8n has enrolled the contact lately, and believed
 * where it is the newer of the two.
 */
export async function status({ context, client, results, settings }: Run): Promise<void> {
	const api = sequencesApi(client, settings.apiRoutes);
	const refs = await results.readItems((index) =>
		readContactRef(Parameters.ofItem(context, index), contactField),
	);
	const lookup = await resolveContacts(client, [...refs.values()], SEQUENCE_PROPERTIES);
	const limiter = pLimit(settings.concurrency);
	let recent: ReturnType<typeof justEnrolled> | undefined;
	const isRecent = async (id: string) => (await (recent ??= justEnrolled(context, client))).has(id);
	const one = async (index: number, ref: ContactRef) => {
		const contact = lookup(ref);
		results.about(index, contactIds(contact));
		const shown = sequenceStanding(contact);
		const mayBeIn = shown.enrolled || (await isRecent(contact.id));
		const found = mayBeIn ? await api.enrollmentOf(contact.id) : null;
		const { enrolled, counts, latest } = found ? orNewer(shown, found) : shown;
		results.put(index, {
			...contactIds(contact),
			enrolled,
			enrollment: enrolled && found ? { ...found } : null,
			counts,
			latest,
		});
	};
	await Promise.all(
		[...refs].map(
			async ([index, ref]) =>
				await limiter(async () => await results.attempt(index, async () => await one(index, ref))),
		),
	);
}
