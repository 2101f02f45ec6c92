import { omit } from 'lodash';

import { findLeavers } from '../../../../nodes/HubspotSequence/enroll/leavers';
import { EMPTY_ROW } from '../../../../nodes/shared/quota/ledgerRow';
import type { OwedRow } from '../../../../nodes/shared/quota/owed';
import { DAY, HOUR, MINUTE, NOW } from '../../../support/unit/arbitraries';
import { ContactsClient } from '../../../support/unit/contactsClient';
import { enrollment, havingCome, rowOf, scheduleAt } from '../../../support/unit/schedules';

type Properties = ConstructorParameters<typeof ContactsClient>[0][string];

const LONG = NOW - 30 * HOUR;
const SEQUENCE = '7';

/** A contact that HubSpot shows in the sequence, from the instant on that the ledger has. */
const inSequence = (given: Properties = {}): Properties => ({
	hs_sequences_is_enrolled: 'true',
	hs_latest_sequence_enrolled: SEQUENCE,
	hs_latest_sequence_enrolled_date: new Date(LONG).toISOString(),
	...given,
});
const left = inSequence({ hs_sequences_is_enrolled: 'false' });

/** Enrollments made at an instant, with emails then and two days from now; the first one was seen. */
function enrolled(ids: string[], at = LONG): OwedRow {
	const schedule = scheduleAt(0, NOW + 2 * DAY - at);
	const row = rowOf(...ids.map((id) => enrollment(id, { at, schedule, targetId: SEQUENCE })));
	return { ...row, groups: row.groups.map((one) => ({ ...one, seen: 1, last: one.hour })) };
}
const together = (...rows: OwedRow[]): OwedRow => ({
	schedules: Object.assign({}, ...rows.map(({ schedules }) => schedules)),
	groups: rows.flatMap(({ groups }) => groups),
});

let senders = 0;
/** A look at a sender that nobody has looked at before. */
async function look(client: ContactsClient, owed: OwedRow, now = NOW, sender = ++senders) {
	const key = { account: '7', sender: `rep-${sender}@example.com` };
	const hasLeft = await findLeavers(client, key, { ...EMPTY_ROW, owed }, now);
	return owed.groups.flatMap((group) =>
		group.members.filter((one) => hasLeft?.(one, group)).map(([id]) => id),
	);
}

describe('a contact', () => {
	it.each<[string, Properties | undefined, boolean]>([
		['is in its sequence as long as HubSpot shows it there', inSequence(), false],
		['has left where HubSpot shows it in none', left, true],
		['has left where HubSpot says that it has it no more', undefined, true],
		[
			'has left where HubSpot has no value for it',
			inSequence({ hs_sequences_is_enrolled: null }),
			true,
		],
		[
			'is in it where HubSpot leaves out whether it is',
			omit(inSequence(), 'hs_sequences_is_enrolled'),
			false,
		],
		['has left where it is in another', inSequence({ hs_latest_sequence_enrolled: '8' }), true],
		[
			'is in one where HubSpot does not say which',
			inSequence({ hs_latest_sequence_enrolled: '', hs_latest_sequence_enrolled_date: null }),
			false,
		],
		[
			'has left where it was enrolled in the same one again since',
			inSequence({ hs_latest_sequence_enrolled_date: new Date(LONG + 2 * HOUR).toISOString() }),
			true,
		],
		[
			'is in it where HubSpot enrolled it within the hour after',
			inSequence({ hs_latest_sequence_enrolled_date: String(LONG + HOUR) }),
			false,
		],
	])('%s', async (_, properties, hasLeft) => {
		const client = new ContactsClient(properties ? { 1: properties } : {});
		expect(await look(client, enrolled(['1']))).toEqual(hasLeft ? ['1'] : []);
	});

	it.each(['INTERNAL_ERROR', null])(
		'is in its sequence where HubSpot does not answer of it, and says why: %s',
		async (category) => {
			const client = new ContactsClient({ 1: left }, category);
			expect(await look(client, enrolled(['1', '2']))).toEqual(['1']);
		},
	);

	it('is not asked about, and has not left, where it was enrolled a moment ago', async () => {
		const client = new ContactsClient({ 1: left, 2: left, 3: left });
		const owed = together(
			enrolled(['1'], NOW - MINUTE),
			enrolled(['2'], NOW - HOUR),
			enrolled(['3'], NOW - HOUR - 1),
		);
		expect(await look(client, owed)).toEqual(['3']);
		expect(client.asked).toEqual([['3']]);
	});

	it('is not asked about where it owes nothing any more', async () => {
		const client = new ContactsClient({ 1: left });
		const done = havingCome(enrolled(['1']), { seen: 2 });
		expect(await look(client, done)).toEqual([]);
		expect(client.asked).toEqual([]);
	});

	it('is asked about once, whatever it is in', async () => {
		const client = new ContactsClient({ 1: left });
		const owed = together(enrolled(['1']), enrolled(['1'], LONG - HOUR));
		expect(await look(client, owed)).toEqual(['1', '1']);
		expect(client.asked).toEqual([['1']]);
	});
});

describe('a look at a sender', () => {
	const key = { account: '7', sender: 'rep@example.com' };

	it('finds nobody where all are still there', async () => {
		const client = new ContactsClient({ 1: inSequence() });
		const row = { ...EMPTY_ROW, owed: enrolled(['1']) };
		expect(await findLeavers(client, key, row, NOW)).toBeUndefined();
	});

	it('is not repeated within a quarter of an hour, but at another sender', async () => {
		const client = new ContactsClient({ 1: left });
		const sender = ++senders;
		const times = [NOW, NOW + 15 * MINUTE - 1, NOW + 15 * MINUTE];
		for (const now of times)
			expect(await look(client, enrolled(['1']), now, sender)).toEqual(['1']);
		expect(client.asked).toHaveLength(2);
		expect(await look(client, enrolled(['1']), NOW)).toEqual(['1']);
		expect(client.asked).toHaveLength(3);
	});

	it('says nothing later of an enrollment made since', async () => {
		const sender = ++senders;
		const client = new ContactsClient({ 1: left });
		await look(client, enrolled(['1']), NOW, sender);
		const since = enrolled(['1'], NOW + 5 * MINUTE);
		expect(await look(client, since, NOW + 10 * MINUTE, sender)).toEqual([]);
	});

	it('that fails is made again', async () => {
		const failing = new ContactsClient({});
		jest.spyOn(failing, 'request').mockRejectedValueOnce(new Error('HubSpot is down'));
		const sender = ++senders;
		await expect(look(failing, enrolled(['1']), NOW, sender)).rejects.toThrow('HubSpot is down');
		expect(await look(failing, enrolled(['1']), NOW, sender)).toEqual(['1']);
	});

	it('takes twenty requests at most, for those enrolled longest ago', async () => {
		const client = new ContactsClient({});
		const ids = (from: number, count: number) =>
			Array.from({ length: count }, (_, index) => String(from + index));
		const owed = together(enrolled(ids(5000, 300)), enrolled(ids(1, 1900), LONG - DAY));
		const found = await look(client, owed);
		expect(client.asked.map((batch) => batch.length)).toEqual(Array(20).fill(100));
		expect(client.asked.flat()).toEqual([...ids(1, 1900), ...ids(5000, 100)]);
		// Nobody has left of whom HubSpot was not asked.
		expect(found).toHaveLength(2000);
	});
});
