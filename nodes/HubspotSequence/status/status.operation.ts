import { LeftOut } from '../../shared/errors';
import { contactIds } from '../../shared/hubspot/contacts';
import { contactsInSequence, MOST_RESULTS } from '../../shared/hubspot/sequenceContacts';
import { sequencesApi } from '../../shared/hubspot/sequencesApi';
import type { ContactRef } from '../../shared/contacts/contactRef';
import { orNewer, SEQUENCE_PROPERTIES, sequenceStanding } from '../../shared/contacts/eligibility';
import { firstOf, hintHowMany, isOfEveryone, readMost } from '../../shared/contacts/everyone';
import { readContacts, readMembers } from '../../shared/contacts/readContacts';
import { resolveContacts } from '../../shared/contacts/resolveContacts';
import type { Run } from '../../shared/n8n/router';
import { justEnrolled } from '../lookup/justEnrolled';
import { everyonesSequenceField, requireSequenceId } from '../lookup/sequenceField';
import { inParallel } from '../../shared/transport/inParallel';

/**
 * Where each contact stands with sequences. The contact's properties say whether it is enrolled; the
 * enrollment is asked for only then, because it has no state and may be one that has ended. Properties
 * lag by seconds, so it is asked for as well where this n8n has enrolled the contact lately, and believed
 * where it is the newer of the two.
 */
export async function status(run: Run): Promise<void> {
	const { context, client, results, settings } = run;
	const api = sequencesApi(client, settings.apiRoutes);
	const asked = await readAsked(run);
	const refs = [...asked.values()].map(({ contact }) => contact);
	const lookup = await resolveContacts(client, refs, SEQUENCE_PROPERTIES);
	const limiter = inParallel(client);
	let recent: ReturnType<typeof justEnrolled> | undefined;
	const isRecent = async (id: string) => (await (recent ??= justEnrolled(context, client))).has(id);
	const one = async (index: number, { contact: ref, everyoneIn }: Asked) => {
		const contact = lookup(ref);
		results.about(index, contactIds(contact));
		const shown = sequenceStanding(contact);
		const mayBeIn = shown.enrolled || (await isRecent(contact.id));
		const found = mayBeIn ? await api.enrollmentOf(contact.id) : null;
		const { enrolled, counts, latest } = found ? orNewer(shown, found) : shown;
		const isIn = enrolled && latest.sequenceId === everyoneIn;
		if (everyoneIn !== undefined && !isIn) throw new LeftOut('the contact has left the sequence');
		results.put(index, {
			...contactIds(contact),
			enrolled,
			enrollment: enrolled && found ? { ...found } : null,
			counts,
			latest,
		});
	};
	await Promise.all(
		[...asked].map(
			async ([index, item]) =>
				await limiter(async () => await results.attempt(index, async () => await one(index, item))),
		),
	);
}

interface Asked {
	contact: ContactRef;
	/** The sequence, where everyone in it is asked for. */
	everyoneIn?: string;
}

async function readAsked(run: Run): Promise<Map<number, Asked>> {
	if (!isOfEveryone(run)) return await readContacts(run, () => ({}));
	return await readMembers(
		run,
		(parameters) => ({
			everyoneIn: requireSequenceId(parameters, everyonesSequenceField),
			most: readMost(parameters),
		}),
		async ({ everyoneIn, most }) => {
			const pages = contactsInSequence(run.client, everyoneIn);
			const everyone = await firstOf(pages, Math.min(most, MOST_RESULTS));
			hintHowMany(run, everyone, most, 'in the sequence');
			return everyone.ids;
		},
	);
}
