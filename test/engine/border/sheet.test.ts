import type { IDataObject } from 'n8n-workflow';

import { byEmail } from '../../support/n8n/stage';
import { Cast, closeCasts, DAY, enrolledBefore, limitOf } from '../../support/cast';
import { ENROLLED, FAILED, SKIPPED } from '../../support/outputs';

afterAll(closeCasts);

const settings = { onError: 'continueErrorOutput' as const };
const description = (json: IDataObject) => json.description;

/** The items of a cast, each with a value as a cell of a sheet gives it. */
const withCells = (cast: Cast, cells: unknown[]): IDataObject[] =>
	cast.items.map((item, order) => ({ ...item, cell: cells[order] as string }));

describe('When the Limit Is Reached, by expression', () => {
	it.each([
		['the name of the value', 'Hold'],
		['the name in the menu', 'Hold Back'],
		['a blank behind it', 'hold '],
		['an empty cell', ''],
		['a missing cell', undefined],
		['null', null],
	])('%s: each item is an error that names the values, and nobody is enrolled', async (_, cell) => {
		const cast = await Cast.open({ contacts: 6 });
		const run = await cast.enroll(withCells(cast, Array(6).fill(cell)), {
			settings,
			parameters: { ...limitOf(3), sendLimitMode: '={{ $json.cell }}' },
		});
		expect(run.json[FAILED]).toHaveLength(6);
		for (const json of run.json[FAILED]) {
			expect(json.error).toContain('When the Limit Is Reached');
			expect(description(json)).toContain('The values are: hold, fail, warn, off.');
		}
		expect(cast.enrollRequests()).toHaveLength(0);
	});
});

describe('numbers as a sheet writes them', () => {
	it.each([
		['a number', 30, SKIPPED],
		['its digits', '30', SKIPPED],
		['a word', 'thirty', FAILED],
		['a unit behind it', '30 days', FAILED],
		['a missing cell', undefined, FAILED],
	])('a cooldown of %s, for a contact that was enrolled 3 days ago', async (_, cell, output) => {
		const cast = await Cast.open({ contacts: 0 });
		const contact = enrolledBefore(cast, 3 * DAY);
		const items = cast.itemsOf(contact).map((item) => ({ ...item, cell }) as IDataObject);
		const run = await cast.enroll(items, {
			settings,
			options: { cooldownDays: '={{ $json.cell }}' },
		});
		expect(run.of(0).output).toBe(output);
		expect(cast.enrollRequests()).toHaveLength(0);
	});
});

describe('true and false as a sheet writes them', () => {
	it.each(['false', 'FALSE', '0', 'no', false])('Dry Run %p enrolls', async (cell) => {
		const cast = await Cast.open();
		const run = await cast.enroll(withCells(cast, [cell]), {
			options: { dryRun: '={{ $json.cell }}' },
		});
		expect(run.of(0)).toMatchObject({ output: ENROLLED, json: { outcome: 'enrolled' } });
	});

	it.each(['true', 'TRUE', '1', 'yes', true])('Dry Run %p writes nothing', async (cell) => {
		const cast = await Cast.open();
		const run = await cast.enroll(withCells(cast, [cell]), {
			options: { dryRun: '={{ $json.cell }}' },
		});
		expect(run.of(0)).toMatchObject({ output: ENROLLED, json: { outcome: 'wouldEnroll' } });
		expect(cast.enrollRequests()).toHaveLength(0);
	});

	it('Skip Ineligible Contacts "no" makes an error of a contact that opted out', async () => {
		const cast = await Cast.open({ contacts: 0 });
		const contact = cast.addContact({ hs_email_optout: 'true' });
		const items = cast.itemsOf(contact).map((item) => ({ ...item, cell: 'no' }));
		const run = await cast.enroll(items, {
			settings,
			options: { skipIneligible: '={{ $json.cell }}' },
		});
		expect(run.of(0).output).toBe(FAILED);
	});
});

describe('an option that is not added', () => {
	it('has its default, beside one whose expression gives nothing', async () => {
		const cast = await Cast.open({ contacts: 2 });
		const run = await cast.enroll(withCells(cast, [5, undefined]), {
			settings,
			parameters: limitOf(10),
			options: { reserve: '={{ $json.cell }}' },
		});
		expect(run.of(0).output).toBe(ENROLLED);
		expect(run.of(1)).toMatchObject({
			output: FAILED,
			json: { error: "'Sends to Keep Free' has no value in this item" },
		});
	});
});

describe('addresses as people copy them', () => {
	it.each([
		['a mark that nobody sees', (address: string) => `${address}\u200B`],
		['a link', (address: string) => `mailto:${address}`],
		['a name before it', (address: string) => `Jane <${address}>`],
		['quotes', (address: string) => `"${address}"`],
		['a comma behind it', (address: string) => `${address},`],
		['a semicolon behind it', (address: string) => `${address};`],
		['a full stop behind it', (address: string) => `${address}.`],
	])('%s: the contact is found', async (_, written) => {
		const cast = await Cast.open();
		const [{ properties }] = cast.contacts;
		const run = await cast.enroll([{ email: written(properties.email ?? '') }], {
			parameters: { contact: byEmail('={{ $json.email }}') },
		});
		expect(run.of(0)).toMatchObject({ output: ENROLLED, json: { email: properties.email } });
	});

	it('a path as the sender address is refused, in a dry run too', async () => {
		const cast = await Cast.open();
		const run = await cast.enroll(undefined, {
			settings,
			options: { dryRun: true, senderEmail: '../../../oauth/v1/token' },
		});
		expect(run.of(0)).toMatchObject({ json: { error: 'Sender Email is not an email address' } });
	});
});

describe('senders that take turns, as text', () => {
	it.each([
		['with a semicolon', '; '],
		['with a comma', ', '],
		['on lines', '\n'],
	])('%s', async (_, between) => {
		const cast = await Cast.open();
		const senders = [cast.rep.email, cast.rep.userId].join(between);
		const run = await cast.enroll(undefined, { parameters: { senderMode: 'rotate', senders } });
		expect(run.of(0)).toMatchObject({ output: ENROLLED });
	});
});
