import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { addSequence, type Rep } from '../../../tools/hubspot';
import { enrolleesOf, ledgerRows } from '../guard/ledgerRows';
import { addReps, enrolledBy, sendersOf, sentBefore } from '../guard/rotation';
import { byId } from '../../support/n8n/stage';
import { addBridge, openWithEnrolled, sequenceOf } from './bridgeCast';
import { Cast, closeCasts, DAY, limitOf, newAddress } from '../../support/cast';
import { ENROLLED, FAILED, HELD } from '../../support/outputs';
import { tellReading } from '../../support/readings';

afterAll(closeCasts);

const OUTPUT = { onError: 'continueErrorOutput' } as const;
const ENROLL = { method: 'POST', path: /enrollments$/ };

/** The contacts belong to the rep of the cast, who is `owner`; the other rep is the fallback. */
async function openOwned(owner: Partial<Rep>, fallback: Partial<Rep> = {}, contacts = 4) {
	const cast = await Cast.open({ contacts, rep: owner, steps: [{}, { delayMillis: 4 * DAY }] });
	for (const { properties } of cast.contacts) properties.hubspot_owner_id = cast.rep.ownerId;
	tellReading(cast.stage);
	const [other] = addReps(cast, fallback);
	return { cast, other };
}

const enroll = async (
	cast: Cast,
	{ userId }: Pick<Rep, 'userId'>,
	parameters: INodeParameters = {},
	options: IDataObject = {},
) =>
	await cast.enroll(undefined, {
		parameters: { senderMode: 'contactOwner', ...parameters },
		options: { fallbackSender: byId(userId), concurrency: 1, ...options } as INodeParameters,
		settings: OUTPUT,
	});

/** How often HubSpot was asked to enroll for a rep. */
const asked = (cast: Cast, { userId }: Rep) =>
	cast.enrollRequests().filter(({ query }) => query.userId === userId).length;

const UNABLE: Array<{ name: string; owner: Partial<Rep>; tries: number }> = [
	{ name: 'has no inbox', owner: { inboxes: [] }, tries: 1 },
	{ name: 'has an inbox of another address', owner: { inboxes: [newAddress()] }, tries: 1 },
	{
		name: 'has no seat, and may not even read the sequence',
		owner: { salesSeat: false },
		tries: 0,
	},
];

describe('Where the contact owner cannot send, the Fallback Sender does:', () => {
	it.each(UNABLE)('one who $name', async ({ owner, tries }) => {
		const { cast, other } = await openOwned(owner);
		const run = await enroll(cast, other);

		const sender = { userId: other.userId, email: other.email };
		expect(run.json[ENROLLED]).toMatchObject(
			[1, 2, 3, 4].map((used) => ({ sender, sendLimit: { used } })),
		);
		expect(cast.contacts.map((contact) => cast.enrollments(contact))).toEqual([1, 1, 1, 1]);
		expect(enrolledBy(cast, cast.rep, other)).toEqual([0, 4]);
		expect(asked(cast, cast.rep)).toBe(tries);
		// The room is taken from the fallback, and given back by the owner.
		expect(enrolleesOf(cast, other)).toHaveLength(4);
		const ofOwner = ledgerRows(cast).filter(({ sender: name }) => name === cast.rep.email);
		expect(ofOwner.map(({ sendsToCome }) => sendsToCome)).toEqual(Array(tries).fill(0));
	});

	it('a seat that was taken away since the sequence was read', async () => {
		const { cast, other } = await openOwned({});
		cast.hubspot.faults.add({
			...ENROLL,
			times: 1,
			effect: { status: 403, body: { message: 'Permission Denied: no access to sequences' } },
		});
		const run = await enroll(cast, other);

		expect(sendersOf(run, cast)).toEqual(Array(4).fill(other.email));
		expect([asked(cast, cast.rep), asked(cast, other)]).toEqual([1, 4]);
	});

	it('within the limit of the fallback, in input order, whatever room the owner has', async () => {
		const { cast, other } = await openOwned({ inboxes: [] }, {}, 5);
		sentBefore(cast, cast.rep, 2);
		const run = await enroll(cast, other, limitOf(3));

		expect(cast.contacts.map((_, index) => run.of(index).output)).toEqual([
			...[ENROLLED, ENROLLED, ENROLLED],
			...[HELD, HELD],
		]);
		expect(sendersOf(run, cast)).toEqual(Array(5).fill(other.email));
		expect(run.json[HELD]).toMatchObject(Array(2).fill({ reason: 'SEND_LIMIT' }));
	});

	it('also of an owner whose limits are not set alike', async () => {
		const { cast, other } = await openOwned({ inboxes: [] });
		const limit = '={{ Number($json.id) % 2 === 0 ? 8 : 9 }}';
		const run = await enroll(cast, other, { plan: 'custom', dailyLimit: limit });

		expect(sendersOf(run, cast)).toEqual(Array(4).fill(other.email));
		expect(run.json[ENROLLED]).toHaveLength(4);
		expect(asked(cast, cast.rep)).toBe(1);
	});

	it('all or nothing with Fail', async () => {
		const { cast, other } = await openOwned({ inboxes: [] });
		sentBefore(cast, other, 2);
		const run = await enroll(cast, other, { ...limitOf(5), sendLimitMode: 'fail' });

		expect(run.json[FAILED].map(({ error }) => error)).toEqual(
			Array(4).fill('Only 3 of 4 contacts fit in the sending limit'),
		);
		expect(cast.account.enrollments).toEqual([]);
	});

	it('after the contacts that are its own, and beside owners who can send', async () => {
		const { cast, other } = await openOwned({ inboxes: [] }, {}, 3);
		const [third] = addReps(cast, {});
		cast.contacts[1].properties.hubspot_owner_id = other.ownerId;
		cast.contacts[2].properties.hubspot_owner_id = third.ownerId;
		const run = await enroll(cast, other, limitOf(1));

		expect([0, 1, 2].map((index) => run.of(index).output)).toEqual([HELD, ENROLLED, ENROLLED]);
		expect(sendersOf(run, cast)).toEqual([other.email, other.email, third.email]);
	});

	it('in place of the sequence that a contact is in', async () => {
		const cast = await openWithEnrolled({ contacts: 3 });
		const [owner, other] = addReps(cast, { inboxes: [] }, {});
		for (const { properties } of cast.contacts) properties.hubspot_owner_id = owner.ownerId;
		addBridge(cast);
		const target = addSequence(cast.account, { steps: [{}, { delayMillis: 9 * DAY }] });
		const replace = { alreadyEnrolled: 'replace', waitSeconds: 0, pollSeconds: 1 };
		const run = await enroll(cast, other, { sequence: byId(target.id) }, replace);

		expect(run.json[ENROLLED]).toMatchObject(
			Array(3).fill({ replacedSequenceId: cast.sequence.id, sender: { email: other.email } }),
		);
		expect(cast.contacts.map((contact) => sequenceOf(cast, contact))).toEqual(
			Array(3).fill(target.id),
		);
	});
});

describe('The contact stays with its owner', () => {
	it('where HubSpot says that the owner is at the limit', async () => {
		const { cast, other } = await openOwned({ dailyLimit: 0 });
		const run = await enroll(cast, other);

		expect(run.json[HELD]).toMatchObject(
			Array(4).fill({ reason: 'HUBSPOT_SEND_LIMIT', sender: { email: cast.rep.email } }),
		);
		expect(asked(cast, other)).toBe(0);
	});

	it('where the owner has no room by the count of the node', async () => {
		const { cast, other } = await openOwned({});
		const run = await enroll(cast, other, limitOf(3));

		expect(sendersOf(run, cast)).toEqual(Array(4).fill(cast.rep.email));
		expect(run.json.map((items) => items.length)).toEqual([3, 1, 0, 0]);
	});

	it('where nobody can say whether it was enrolled', async () => {
		const { cast, other } = await openOwned({}, {}, 2);
		cast.hubspot.faults.add({ ...ENROLL, times: 1, effect: { reset: 'after' } });
		cast.hubspot.faults.add({
			method: 'GET',
			path: /enrollments\/contact/,
			effect: { status: 403, body: { message: 'Permission Denied: no access to sequences' } },
		});
		const run = await enroll(cast, other);

		expect(run.of(0).json.error).toBe('It is not known whether HubSpot enrolled the contact');
		expect(run.of(1).output).toBe(ENROLLED);
		expect(cast.contacts.map((contact) => cast.enrollments(contact))).toEqual([1, 1]);
		expect(asked(cast, other)).toBe(0);
	});

	it('where something speaks against the contact itself', async () => {
		const { cast, other } = await openOwned({}, {}, 1);
		cast.contacts[0].hiddenBounce = true;
		const run = await enroll(cast, other);

		expect(run.of(0).json.reason).toBe('BOUNCED');
		expect(asked(cast, other)).toBe(0);
	});

	it('in a dry run, which does not ask', async () => {
		const { cast, other } = await openOwned({ inboxes: [] });
		const run = await enroll(cast, other, {}, { dryRun: true });

		expect(sendersOf(run, cast)).toEqual(Array(4).fill(cast.rep.email));
		expect(cast.enrollRequests()).toEqual([]);
	});
});

describe('The error of the item is', () => {
	const NO_INBOX = 'The sending user has no connected inbox';

	it.each<{ name: string; fallback: Partial<Rep>; error: string }>([
		{ name: 'no inbox', fallback: { inboxes: [] }, error: NO_INBOX },
		{
			name: 'no seat',
			fallback: { salesSeat: false },
			error: 'The sending user may not use sequences',
		},
	])('that of the fallback where that has $name either', async ({ fallback, error }) => {
		const { cast, other } = await openOwned({ inboxes: [] }, fallback);
		const run = await enroll(cast, other);

		expect(run.json[FAILED].map((json) => json.error)).toEqual(Array(4).fill(error));
		expect([asked(cast, cast.rep), asked(cast, other)]).toEqual([1, 1]);
		expect(JSON.stringify(run.json[FAILED][0])).toContain(other.email);
	});

	it.each(UNABLE)('that of an owner who $name, where the fallback is the same', async (row) => {
		const { cast } = await openOwned(row.owner);
		const run = await enroll(cast, cast.rep);

		expect(run.json[FAILED]).toHaveLength(4);
		expect(asked(cast, cast.rep)).toBe(row.tries);
	});

	it.each(UNABLE)('that there is no such fallback, where the owner $name', async ({ owner }) => {
		const { cast } = await openOwned(owner);
		const run = await enroll(cast, { userId: '424242' });

		expect(run.json[FAILED].map(({ error }) => error)).toEqual(
			Array(4).fill('HubSpot has no active user like this'),
		);
	});
});

it('A fallback is not looked up where the owners can send', async () => {
	const { cast, other } = await openOwned({});
	await enroll(cast, other);

	expect(cast.hubspot.requests.filter({ path: other.userId })).toEqual([]);
});
