import type { INodeParameters } from 'n8n-workflow';

import { addEnrollment, addRep, addSequence, type Contact } from '../../../tools/hubspot';
import { DAY } from '../../support/cast';
import { asked, itemsOf, newContacts, newFlow, newPeople, on, useStage } from '../workflow/support';
import { ENROLLED, FAILED, SKIPPED } from '../../support/outputs';

const stage = useStage();

function newSequence(name: string) {
	const { account } = stage().hubspot;
	if (account.reps.length === 0) addRep(account);
	return addSequence(account, { name, steps: [{}, { delayMillis: 4 * DAY }] });
}

/** Contacts that are in this sequence. */
function inSequence(sequenceId: string, count: number): Contact[] {
	const contacts = newPeople(stage(), count);
	const { account } = stage().hubspot;
	for (const { id } of contacts) addEnrollment(account, { contactId: id, sequenceId });
	return contacts;
}

async function enroll(contacts: Contact[], options: INodeParameters) {
	stage().hubspot.requests.clear();
	const run = await stage().workflow(itemsOf(contacts), {
		parameters: on('enroll', newFlow(stage()), { options: { ifInSequence: 'skip', ...options } }),
		settings: { onError: 'continueErrorOutput' },
	});
	return {
		run,
		outputs: contacts.map((_, index) => run.of(index).output),
		reads: stage().hubspot.requests.count({ path: '/sequences/' }),
	};
}

describe("Enroll in a workflow, 'If in a Sequence' set to Skip,", () => {
	it('skips contacts that are in any sequence, without a request', async () => {
		const [busy] = inSequence(newSequence('Outbound intro').id, 1);
		const { run, reads } = await enroll([busy, ...newPeople(stage(), 1)], {});
		expect(run.of(0)).toMatchObject({
			output: SKIPPED,
			json: {
				reason: 'IN_SEQUENCE',
				message: 'The contact is in a sequence that this enrollment would overlap with',
			},
		});
		expect(run.of(1).output).toBe(ENROLLED);
		expect([reads, asked(stage(), busy)]).toEqual([0, 0]);
	});

	it.each([
		['ids from the list', (id: string) => [id]],
		['text with commas', (id: string) => `12345, ${id}`],
		['a number', (id: string) => Number(id)],
	])('counts only the named sequences, given as %s, without a request', async (_, ids) => {
		const named = newSequence('Outbound intro');
		const contacts = [...inSequence(named.id, 2), ...inSequence(newSequence('Other').id, 2)];
		const { run, outputs, reads } = await enroll(contacts, { conflictingSequences: ids(named.id) });
		expect(outputs).toEqual([SKIPPED, SKIPPED, ENROLLED, ENROLLED]);
		expect(run.of(0).json.message).toBe(`The contact is in the sequence ${named.id}`);
		expect(reads).toBe(0);
	});

	it('counts sequences with a word of the theme in their name; one request for each', async () => {
		const onTheme = inSequence(newSequence('Webinar follow-up').id, 5);
		const others = inSequence(newSequence('Outbound intro').id, 5);
		const { run, outputs, reads } = await enroll(
			[...onTheme, ...others, ...newPeople(stage(), 2)],
			{ conflictTheme: 'webinar, event' },
		);
		const expected = [...Array(5).fill(SKIPPED), ...Array(7).fill(ENROLLED)] as number[];
		expect(outputs).toEqual(expected);
		expect(run.of(0).json.message).toBe('The contact is in the sequence "Webinar follow-up"');
		expect(reads).toBe(2);
	});

	it('lets nobody in of whose sequence HubSpot shows no name', async () => {
		const [busy] = inSequence(newSequence('Outbound intro').id, 1);
		const effect = { status: 404, body: {} };
		stage().hubspot.faults.add({ path: '/enrollments/contact/', effect });
		const { run } = await enroll([busy], { conflictTheme: 'webinar' });
		expect(run.of(0)).toMatchObject({
			output: SKIPPED,
			json: { message: 'The contact is in a sequence whose name HubSpot does not show' },
		});
	});

	it('asks for the enrollment where a contact does not show its sequence', async () => {
		const named = newSequence('Outbound intro');
		const [busy] = inSequence(named.id, 1);
		busy.properties.hs_latest_sequence_enrolled = null;
		const { run } = await enroll([busy], { conflictingSequences: [named.id] });
		expect(run.of(0).json.message).toBe('The contact is in the sequence "Outbound intro"');
	});

	it('does not count a sequence that the contact has left', async () => {
		const { account } = stage().hubspot;
		const [contact] = inSequence(newSequence('Outbound intro').id, 1);
		account.unenroll(contact.id);
		expect((await enroll([contact], {})).outputs).toEqual([ENROLLED]);
	});

	it('says which value is no sequence id', async () => {
		const { run, reads } = await enroll(newContacts(stage(), {}), {
			conflictingSequences: 'Outbound',
		});
		expect(run.of(0)).toMatchObject({
			output: FAILED,
			json: { error: 'A conflicting sequence of this item is not a sequence ID' },
		});
		expect(reads).toBe(0);
	});
});
