import { omit } from 'lodash';

import { enrolleeOf } from '../../../nodes/shared/quota/enrollee';
import { addEnrollment, addSequence, type Contact } from '../../../tools/hubspot';
import { byId } from '../../support/n8n/stage';
import {
	Cast,
	closeCasts,
	DAY,
	HOUR,
	limitOf,
	MINUTE,
	timeMachine,
	type RunOptions,
} from '../../support/cast';
import { tellReading } from '../../support/readings';
import { plan } from './ledgerRows';
import { ENROLLED, HELD } from '../../support/outputs';

afterAll(closeCasts);
afterEach(() => jest.restoreAllMocks());

const READ = { method: 'POST', path: /contacts\/batch\/read$/ };

/** What this node plans for contacts that it enrolled yesterday, each to be written to in four days. */
async function openWithFollowUps(count: number, waiting = 1) {
	const machine = timeMachine();
	const cast = await Cast.open({
		contacts: count + waiting,
		steps: [{}, { delayMillis: 5 * DAY }],
	});
	tellReading(cast.stage);
	const inFourDays = addSequence(cast.account, { steps: [{ delayMillis: 4 * DAY }] });
	const enrolled = cast.contacts.slice(0, count);
	const waits = cast.contacts.slice(count);
	const enrolledAt = Date.now() - DAY - HOUR;
	for (const { id } of enrolled) {
		addEnrollment(cast.account, { contactId: id, sequenceId: cast.sequence.id, enrolledAt });
	}
	// Makes the row; enrolling them all in one run each would take minutes of HubSpot's time.
	await cast.enroll(cast.itemsOf(cast.addContact()), { parameters: limitOf(1000) });
	plan(cast, [
		{
			source: cast.sequence.id,
			hour: Math.floor(enrolledAt / HOUR),
			sends: [0, 5 * 24],
			enrollees: enrolled.map(({ id, properties }) => enrolleeOf(id, String(properties.email))),
			others: 0,
		},
	]);
	cast.hubspot.requests.clear();
	const enrollWaiting = async (given: RunOptions = {}, contacts = waits) =>
		await cast.enroll(cast.itemsOf(...contacts), {
			...given,
			parameters: { ...limitOf(count), sequence: byId(inFourDays.id), ...given.parameters },
		});
	return { cast, machine, enrolled, waits, enrollWaiting };
}

describe('Where a contact waits for room, the node learns that another has left', () => {
	it.each<[string, (cast: Cast, contact: Contact) => void]>([
		['by a reply', ({ account }, { id }) => account.reply(id)],
		['by unsubscribing', ({ account }, { id }) => account.unsubscribe(id)],
		['by hand', ({ account }, { id }) => account.unenroll(id)],
		['for another sequence', leaveForAnother],
		['HubSpot altogether', ({ account }, { id }) => void account.contacts.delete(id)],
	])('%s', async (_, leave) => {
		const { cast, machine, enrolled, enrollWaiting } = await openWithFollowUps(3);
		expect((await enrollWaiting({ options: { dryRun: true } })).json[HELD]).toMatchObject([
			{ reason: 'SEND_LIMIT' },
		]);
		// That was a look; the next one is a quarter of an hour later.
		leave(cast, enrolled[1]);
		machine.advanceTo(Date.now() + 16 * MINUTE);
		expect((await enrollWaiting()).json[ENROLLED]).toHaveLength(1);
	});

	it('but not by a pause', async () => {
		const { cast, enrolled, enrollWaiting } = await openWithFollowUps(3);
		cast.account.pause(enrolled[0].id);
		expect((await enrollWaiting()).json[HELD]).toHaveLength(1);
	});

	it('in a dry run, too, in mode fail, and for as many as have left', async () => {
		const { cast, enrolled, enrollWaiting } = await openWithFollowUps(5, 3);
		for (const { id } of enrolled.slice(0, 2)) cast.account.reply(id);
		const dry = await enrollWaiting({ options: { dryRun: true } });
		expect(dry.json.map((items) => items.length)).toEqual([2, 1, 0]);
		const all = await enrollWaiting({ parameters: { sendLimitMode: 'fail' } });
		expect(all.error?.message).toBe('Only 2 of 3 contacts fit in the sending limit');
		const run = await enrollWaiting();
		expect(run.json.map((items) => items.length)).toEqual([2, 1, 0]);
	});
});

describe('Where HubSpot does not say who has left,', () => {
	it.each([400, 403, 500])('those who fit are enrolled all the same (%i)', async (status) => {
		const { cast, enrolled, enrollWaiting } = await openWithFollowUps(3, 3);
		cast.account.reply(enrolled[0].id);
		cast.hubspot.faults.add({ ...READ, skip: 1, effect: { status } });
		const run = await enrollWaiting({ parameters: limitOf(4) });
		expect(run.error).toBeUndefined();
		expect(run.json.map((items) => items.length)).toEqual([1, 2, 0]);
		expect(run.hints.at(-1)?.message).toMatch(/^HubSpot did not say which contacts have left/);
	});
});

/** The contacts of a batch read, and what HubSpot says beside them. */
interface Batch {
	results: Array<{ id: string; properties: Record<string, unknown> }>;
	errors?: unknown[];
}

describe('Room stays taken of contacts that HubSpot does not say have left:', () => {
	it.each<[string, (batch: Batch) => Batch]>([
		[
			'it failed to read them',
			({ results }) => ({
				results: [],
				errors: [{ category: 'INTERNAL_ERROR', context: { ids: results.map(({ id }) => id) } }],
			}),
		],
		['it failed to read some', () => ({ results: [], errors: [{ category: 'INTERNAL_ERROR' }] })],
		['it names an error and no contact', () => ({ results: [], errors: [{ message: 'Sorry' }] })],
		['it answers with fewer than asked for', () => ({ results: [] })],
		[
			'it answers with others',
			({ results }) => ({ results: results.map((one) => ({ ...one, id: `9${one.id}` })) }),
		],
		[
			'it leaves out the property',
			({ results }) => ({
				results: results.map(({ id, properties }) => ({
					id,
					properties: omit(properties, 'hs_sequences_is_enrolled'),
				})),
			}),
		],
	])('%s', async (_, rewrite) => {
		const { enrollWaiting, cast } = await openWithFollowUps(3, 2);
		cast.hubspot.faults.add({
			...READ,
			skip: 1,
			effect: { rewrite: ({ body }) => rewrite(body as Batch) },
		});
		const run = await enrollWaiting();
		expect(run.json.map((items) => items.length)).toEqual([0, 2, 0]);
	});
});

function leaveForAnother({ account }: Cast, { id }: Contact): void {
	const other = addSequence(account, { steps: [{}, { delayMillis: 9 * DAY }] });
	account.unenroll(id);
	addEnrollment(account, { contactId: id, sequenceId: other.id, enrolledAt: Date.now() });
}

describe('To learn who has left, HubSpot is asked', () => {
	const reads = (cast: Cast) => cast.hubspot.requests.count(READ);

	it('once for a hundred contacts', async () => {
		const { cast, enrolled, enrollWaiting } = await openWithFollowUps(250);
		cast.account.reply(enrolled[249].id);
		expect((await enrollWaiting()).json[ENROLLED]).toHaveLength(1);
		// The contact that waits is looked up as well.
		expect(reads(cast)).toBe(1 + 3);
	});

	it('every quarter of an hour at most', async () => {
		const { cast, machine, enrolled, enrollWaiting } = await openWithFollowUps(3, 2);
		await enrollWaiting();
		expect(reads(cast)).toBe(1 + 1);
		cast.account.reply(enrolled[0].id);
		machine.advanceTo(Date.now() + 14 * MINUTE);
		expect((await enrollWaiting()).json[HELD]).toHaveLength(2);
		expect(reads(cast)).toBe(2 + 1);
		machine.advanceTo(Date.now() + 2 * MINUTE);
		expect((await enrollWaiting()).json[ENROLLED]).toHaveLength(1);
		expect(reads(cast)).toBe(3 + 2);
	});

	it('not where everybody fits', async () => {
		const { cast, enrolled, enrollWaiting } = await openWithFollowUps(3);
		cast.account.reply(enrolled[0].id);
		expect((await enrollWaiting({ parameters: limitOf(4) })).json[ENROLLED]).toHaveLength(1);
		expect(reads(cast)).toBe(1);
	});

	it.each(['warn', 'off'])('not in mode %s, which holds nobody', async (sendLimitMode) => {
		const { cast, enrollWaiting } = await openWithFollowUps(3);
		const run = await enrollWaiting({ parameters: { sendLimitMode } });
		expect(run.json[ENROLLED]).toHaveLength(1);
		expect(reads(cast)).toBe(1);
	});

	it('not where only a cap per company holds somebody', async () => {
		const { cast, waits, enrollWaiting } = await openWithFollowUps(3, 2);
		waits.forEach(({ properties }, index) => (properties.email = `p${index}@acme.example`));
		const run = await enrollWaiting({ parameters: limitOf(9), options: { maxPerDomain: 1 } });
		expect(run.json.map((items) => items.length)).toEqual([1, 1, 0]);
		expect(reads(cast)).toBe(1);
	});

	it('not where nothing is planned for the days to come', async () => {
		const cast = await Cast.open({ contacts: 2 });
		const run = await cast.enroll(undefined, { parameters: limitOf(1) });
		expect(run.json[HELD]).toHaveLength(1);
		expect(reads(cast)).toBe(1);
	});
});
