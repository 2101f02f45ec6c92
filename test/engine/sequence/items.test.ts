import fc from 'fast-check';
import type { IDataObject } from 'n8n-workflow';

import { addEnrollment, type Contact } from '../../../tools/hubspot';
import type { NodeRun } from '../../support/n8n/runNode';
import { Cast, closeCasts, DAY, limitOf, sideBySide } from '../../support/cast';
import { ENROLLED, FAILED, HELD, SKIPPED } from '../../support/outputs';

afterAll(closeCasts);

const openCast = async (contacts: number) =>
	await Cast.open({ contacts, steps: [{}, { delayMillis: 4 * DAY }] });

/** The input items that the output items of one output are linked to, in order. */
const linksOf = (run: NodeRun, output: number) =>
	(run.outputs[output] ?? []).flatMap(({ pairedItem }) =>
		[pairedItem].flat().map((link) => (typeof link === 'object' ? link.item : link)),
	);

const isAscending = (numbers: Array<number | undefined>) =>
	numbers.every((number, index) => index === 0 || Number(number) > Number(numbers[index - 1]));

/** What can become of an item, and how to make one like that. */
const KINDS = {
	clean: (cast: Cast) => itemOf(cast.addContact()),
	optedOut: (cast: Cast) => itemOf(cast.addContact({ hs_email_optout: 'true' })),
	hiddenBounce: (cast: Cast) => itemOf(cast.addContact({}, { hiddenBounce: true })),
	enrolled: (cast: Cast) => {
		const contact = cast.addContact();
		addEnrollment(cast.account, { contactId: contact.id, sequenceId: cast.sequence.id });
		return itemOf(contact);
	},
	sameAgain: (cast: Cast) => itemOf(cast.contacts[0]),
	unknown: () => ({ id: '999999999' }),
	noId: () => ({}),
	letters: () => ({ id: 'ann' }),
};
const itemOf = ({ id }: Contact): IDataObject => ({ id });

describe('Items', () => {
	it('leave in input order, linked to their item, whatever order the answers come in', async () => {
		const cast = await openCast(12);
		// One of the first waits longest, so that its answer comes last; the very first goes alone.
		cast.hubspot.faults.add({
			method: 'POST',
			path: /enrollments$/,
			skip: 1,
			times: 1,
			effect: { latencyMs: 300 },
		});
		const run = await cast.enroll();

		const cameIn = cast.account.enrollments.map(({ contactId }) => contactId);
		expect(cameIn).toHaveLength(12);
		expect(cameIn).not.toEqual(cast.contacts.map(({ id }) => id));
		expect(run.json[ENROLLED].map(({ contactId }) => contactId)).toEqual(
			cast.contacts.map(({ id }) => id),
		);
		expect(linksOf(run, ENROLLED)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11]);
	});

	it('each leave by exactly one output, whatever is among them', async () => {
		const kinds = fc.array(fc.constantFrom(...Object.values(KINDS)), { maxLength: 30 });
		const limits = fc.integer({ min: 1, max: 12 });
		await fc.assert(
			fc.asyncProperty(kinds, limits, fc.integer({ min: 1, max: 8 }), async (list, limit, n) => {
				const cast = await openCast(1);
				const items = [...cast.items, ...list.map((make) => make(cast))];
				const run = await cast.enroll(items, {
					parameters: limitOf(limit),
					options: { concurrency: n },
					settings: { onError: 'continueErrorOutput' },
				});

				const links = [ENROLLED, HELD, SKIPPED, FAILED].map((output) => linksOf(run, output));
				expect(links.flat().sort((a, b) => Number(a) - Number(b))).toEqual([...items.keys()]);
				for (const of of links) expect(isAscending(of)).toBe(true);
				// Enrolled means enrolled, and nobody else is.
				const added = cast.account.enrollments.filter(
					({ enrolledAt }) => enrolledAt > startOf(cast),
				);
				expect(run.json[ENROLLED].map(({ contactId }) => contactId).sort()).toEqual(
					added.map(({ contactId }) => contactId).sort(),
				);
				expect(added.length).toBeLessThanOrEqual(limit);
			}),
			{ numRuns: 12 },
		);
	});
});

/** Enrollments of the run are younger; those that were there before began two days ago. */
const startOf = (cast: Cast) => cast.account.clock.now() - DAY;

const OPERATIONS = [
	{ operation: 'status', outputs: 1 },
	{ operation: 'unenroll', outputs: 1 },
	{ operation: 'checkSendLimit', outputs: 1 },
	{ operation: 'enroll', outputs: 3 },
];

describe('With errors sent to the error output,', () => {
	it('failed items leave there, each with its error, and the others as always', async () => {
		const cast = await openCast(2);
		const [first, last] = cast.items;
		const run = await cast.enroll([first, { id: 'ann' }, { id: '999999999' }, last], {
			settings: { onError: 'continueErrorOutput' },
		});

		expect(run.error).toBeUndefined();
		expect(linksOf(run, ENROLLED)).toEqual([0, 3]);
		expect(linksOf(run, FAILED)).toEqual([1, 2]);
		expect(run.of(2).json).toMatchObject({
			// The fields of the input item stay.
			id: '999999999',
			error: 'HubSpot has no such contact',
			description: expect.stringContaining('999999999'),
			contactId: '999999999',
		});
	});

	const down = sideBySide(OPERATIONS, async ({ operation }) => {
		const cast = await openCast(3);
		return await cast.enroll(cast.items, {
			parameters: { operation },
			credentials: { ...cast.stage.serviceKey, baseUrl: 'http://127.0.0.1:1' },
			settings: { onError: 'continueErrorOutput' },
		});
	});

	it.each(OPERATIONS)('no item of $operation passes for a success when HubSpot is down', (row) => {
		const run = down(row);

		expect(linksOf(run, row.outputs)).toEqual([0, 1, 2]);
		expect(run.json.slice(0, row.outputs).flat()).toEqual([]);
		expect(run.json[row.outputs][0].error).toBe(
			'HubSpot could not be reached, or did not answer in time',
		);
	});
});

describe('With errors passed on as items,', () => {
	it('no failed item leaves by Enrolled', async () => {
		const cast = await openCast(1);
		const run = await cast.enroll([{ id: 'ann' }, ...cast.items], {
			settings: { onError: 'continueRegularOutput' },
		});

		expect(linksOf(run, ENROLLED)).toEqual([1]);
		expect(run.of(0).output).toBe(SKIPPED);
	});
});
