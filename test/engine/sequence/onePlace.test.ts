import { addEnrollment, startEnrollment, type Contact } from '../../../tools/hubspot';
import {
	Cast,
	closeCasts,
	DAY,
	limitOf,
	MINUTE,
	timeMachine,
	whenReserving,
} from '../../support/cast';
import type { NodeRun } from '../../support/n8n/runNode';
import { ENROLLED, FAILED, HELD, SKIPPED } from '../../support/outputs';
import { resetStores } from '../../../nodes/shared/stores';
import { enrolleesOf } from '../guard/ledgerRows';

afterAll(closeCasts);
afterEach(() => jest.restoreAllMocks());

const ENROLL = { method: 'POST', path: /enrollments$/ };
const READ_BACK = { method: 'GET', path: /enrollments\/contact/ };
const ERROR_OUTPUT = { settings: { onError: 'continueErrorOutput' } } as const;
const GONE = { endedEnrollmentAnswer: 'gone' } as const;

const placesOf = (cast: Cast, { id }: Contact) =>
	enrolleesOf(cast).filter((enrollee) => enrollee === id).length;

/**
 * A run of which nothing is left once HubSpot has got the request: the process is killed, so no ledger
 * is written any more, and no other request is sent.
 */
async function killed(cast: Cast, when: 'before' | 'after'): Promise<void> {
	const { dataTables } = cast.stage;
	dataTables.onCall = ({ operation }) => {
		if (operation === 'update') dataTables.failNext(1_000);
	};
	cast.hubspot.faults.add({ ...ENROLL, effect: { reset: when } });
	cast.hubspot.faults.add({ ...READ_BACK, effect: { reset: 'before' } });
	await cast.enroll();
	dataTables.onCall = undefined;
	dataTables.recover();
	cast.hubspot.faults.clear();
	resetStores();
}

describe('A run was killed while it enrolled a contact,', () => {
	it.each([0, 6_000])('whose sequence is over: it gets no second email (lag %d)', async (lag) => {
		const cast = await Cast.open({ settings: { ...GONE, propertyLagMs: lag } });
		await killed(cast, 'after');
		const run = await cast.enroll(undefined, { parameters: limitOf(5) });

		expect(run.json[SKIPPED]).toMatchObject([
			{ message: expect.stringMatching(/ enrolled here since 20\d\d-\S+, by another run$/) },
		]);
		expect(cast.enrollments(cast.contacts[0])).toBe(1);
		expect(placesOf(cast, cast.contacts[0])).toBe(1);
	});

	it('and nothing shows: nobody can say for a while, then it takes the same place', async () => {
		const machine = timeMachine();
		const cast = await Cast.open({ settings: GONE });
		const [contact] = cast.contacts;
		await killed(cast, 'before');
		const soon = await cast.enroll(undefined, ERROR_OUTPUT);
		expect(soon.json[FAILED]).toMatchObject([
			{ error: 'Another run is enrolling the contact, or was stopped while it did' },
		]);
		const [said] = / after (\S+Z)/.exec(JSON.stringify(soon.json[FAILED]))?.slice(1) ?? [];
		expect(Date.parse(said) - Date.now()).toBeGreaterThan(14 * MINUTE);
		expect(Date.parse(said) - Date.now()).toBeLessThan(16 * MINUTE);
		expect([cast.enrollments(contact), placesOf(cast, contact)]).toEqual([0, 1]);

		machine.advanceTo(Date.now() + 16 * MINUTE);
		const later = await cast.enroll(undefined, { parameters: limitOf(1) });
		expect(later.json[ENROLLED]).toHaveLength(1);
		expect([cast.enrollments(contact), placesOf(cast, contact)]).toEqual([1, 1]);
	});

	it('and HubSpot lets nobody in twice: it is enrolled at once, in the same place', async () => {
		const cast = await Cast.open({ steps: [{}, { delayMillis: 4 * DAY }] });
		await killed(cast, 'before');
		const run = await cast.enroll(undefined, { parameters: limitOf(5) });
		expect(run.json[ENROLLED]).toHaveLength(1);
		expect(placesOf(cast, cast.contacts[0])).toBe(1);
	});
});

it.each([
	{ name: 'late by a run that was killed keeps the place of that run', isKilled: true, places: 1 },
	{ name: 'by somebody else takes none', isKilled: false, places: 0 },
])('A contact that is enrolled between look and request $name', async ({ isKilled, places }) => {
	const cast = await Cast.open({ steps: [{}, { delayMillis: 4 * DAY }] });
	const { account, contacts, sequence } = cast;
	if (isKilled) await killed(cast, 'before');
	whenReserving(cast, () => {
		addEnrollment(account, { contactId: contacts[0].id, sequenceId: sequence.id });
	});
	const run = await cast.enroll(undefined, { parameters: limitOf(5) });
	expect(run.json[SKIPPED]).toMatchObject([{ reason: 'ALREADY_ENROLLED' }]);
	expect([cast.enrollments(contacts[0]), placesOf(cast, contacts[0])]).toEqual([1, places]);
});

describe('A contact that a killed run has reserved, and somebody else has enrolled elsewhere,', () => {
	/** @param times so often its properties do not show that yet */
	async function enrolledByOther(times: number) {
		const cast = await Cast.open({ settings: GONE });
		const steps = [{}, { delayMillis: 4 * DAY }];
		const other = await Cast.open({ stage: cast.stage, steps });
		await killed(cast, 'before');
		const [{ id, properties }] = cast.contacts;
		const { userId, email: senderEmail } = other.rep;
		const sequenceId = other.sequence.id;
		const shown = { id, properties: { ...properties, hs_sequences_is_enrolled: 'false' } };
		startEnrollment(cast.account, { contactId: id, sequenceId, userId, senderEmail });
		cast.hubspot.faults.add({
			path: /contacts\/batch\/read/,
			times,
			effect: { rewrite: () => ({ results: [shown] }) },
		});
		const run = await cast.enroll(undefined, { ...ERROR_OUTPUT, parameters: limitOf(5) });
		return { other, run };
	}

	it('is skipped, with the name of who did it', async () => {
		const { other, run } = await enrolledByOther(1);
		expect(run.json[SKIPPED]).toMatchObject([
			{
				reason: 'IN_OTHER_SEQUENCE',
				message: expect.stringContaining(`; it was enrolled by ${other.rep.email}`),
			},
		]);
	});

	it('may have been in this sequence before, where its properties do not show it: nobody knows', async () => {
		const { run } = await enrolledByOther(9);
		expect(run.json[FAILED]).toMatchObject([
			{ error: 'It is not known whether HubSpot enrolled the contact' },
		]);
	});
});

describe('An unknown outcome,', () => {
	async function unknown(when: 'before' | 'after') {
		const machine = timeMachine();
		const cast = await Cast.open({ settings: GONE });
		cast.hubspot.faults.add({ ...ENROLL, times: 1, effect: { reset: when } });
		cast.hubspot.faults.add({ ...READ_BACK, times: 1, effect: { status: 500 } });
		const run = await cast.enroll(undefined, ERROR_OUTPUT);
		expect(run.json[FAILED]).toHaveLength(1);
		machine.advanceTo(Date.now() + 2 * MINUTE);
		return { cast, machine };
	}

	it('run again, shows as what it was: no second email, no second place', async () => {
		const { cast, machine } = await unknown('after');
		const run = await cast.enroll(undefined, { parameters: limitOf(1) });
		expect(run.json[SKIPPED]).toHaveLength(1);
		expect(cast.enrollments(cast.contacts[0])).toBe(1);
		expect(placesOf(cast, cast.contacts[0])).toBe(1);
		// Once it is known, and HubSpot shows it, to enroll the contact once more is the wish of a person.
		machine.advanceTo(Date.now() + 2 * MINUTE);
		const wished = await cast.enroll(undefined, { parameters: limitOf(5) });
		expect(wished.json[ENROLLED]).toHaveLength(1);
	});

	it('run again, takes the place it had, where the limit has no other', async () => {
		const { cast } = await unknown('before');
		const run = await cast.enroll(undefined, { parameters: limitOf(1) });
		expect(run.json[ENROLLED]).toHaveLength(1);
		expect(placesOf(cast, cast.contacts[0])).toBe(1);
	});
});

describe('Two executions at once', () => {
	it.each([
		{ name: 'the answer is lost', lose: true },
		{ name: 'all goes well', lose: false },
	])('send one email to a contact: $name', async ({ lose }) => {
		const cast = await Cast.open({ contacts: 5, settings: GONE });
		const { effect } = { effect: { reset: 'after' } as const };
		if (lose) cast.hubspot.faults.add({ ...ENROLL, times: 5, effect });
		const runs = await Promise.all(
			[1, 2].map(async () => await cast.enroll(undefined, ERROR_OUTPUT)),
		);
		for (const contact of cast.contacts) {
			expect(cast.enrollments(contact)).toBe(1);
			expect(placesOf(cast, contact)).toBe(1);
		}
		expect(runs.flatMap(({ json }) => json[ENROLLED])).toHaveLength(5);
	});

	it('send one email to a contact, also where one has looked at it before the other began', async () => {
		const cast = await Cast.open({ settings: GONE });
		const { dataTables } = cast.stage;
		const inside: NodeRun[] = [];
		dataTables.onCall = async () => {
			dataTables.onCall = undefined;
			inside.push(await cast.enroll());
		};
		const run = await cast.enroll(undefined, { parameters: limitOf(5) });
		expect(inside[0]?.json[ENROLLED]).toHaveLength(1);
		expect(run.json[SKIPPED]).toMatchObject([
			{
				reason: 'ALREADY_ENROLLED',
				message: 'The contact is already enrolled here, by another run',
			},
		]);
		expect([cast.enrollments(cast.contacts[0]), placesOf(cast, cast.contacts[0])]).toEqual([1, 1]);
	});

	it('and a skipped one keeps nobody from enrolling the contact a minute after the first', async () => {
		const machine = timeMachine();
		const cast = await Cast.open({ settings: GONE });
		const enroll = async () => await cast.enroll(undefined, { parameters: limitOf(5) });
		await enroll();
		machine.advanceTo(Date.now() + MINUTE - 1_000);
		expect((await enroll()).json[SKIPPED]).toHaveLength(1);
		machine.advanceTo(Date.now() + 2_000);
		expect((await enroll()).json[ENROLLED]).toHaveLength(1);
	});
});

describe('A run stops with the error of another item, so that no item says what was enrolled,', () => {
	const nobody = { id: '1' };

	it('and its items are run again: nobody gets a second email', async () => {
		const machine = timeMachine();
		const cast = await Cast.open({ settings: GONE });
		const stopped = await cast.enroll([...cast.items, nobody]);
		expect([stopped.error === undefined, cast.enrollments(cast.contacts[0])]).toEqual([false, 1]);

		machine.advanceTo(Date.now() + 2 * DAY);
		const again = await cast.enroll(undefined, { parameters: limitOf(5) });
		expect(again.json[SKIPPED]).toMatchObject([{ reason: 'ALREADY_ENROLLED' }]);
		expect(cast.enrollments(cast.contacts[0])).toBe(1);

		// Somebody has read that by now.
		machine.advanceTo(Date.now() + 2 * MINUTE);
		const wished = await cast.enroll(undefined, { parameters: limitOf(5) });
		expect(wished.json[ENROLLED]).toHaveLength(1);
	});

	it('and the sequence goes on: HubSpot says who is in it', async () => {
		const cast = await Cast.open({ steps: [{}, { delayMillis: 4 * DAY }] });
		await cast.enroll([...cast.items, nobody]);
		const again = await cast.enroll();
		expect(again.json[SKIPPED]).toMatchObject([{ reason: 'ALREADY_ENROLLED' }]);
		expect(placesOf(cast, cast.contacts[0])).toBe(1);
	});
});

describe('The answer of the database is lost', () => {
	it('when room is reserved: the place is taken once, and the contact enrolled', async () => {
		const cast = await Cast.open({ contacts: 2 });
		const [first, second] = cast.items;
		await cast.enroll([first]);
		const { dataTables } = cast.stage;
		dataTables.onCall = ({ operation }) => {
			if (operation !== 'get') return;
			dataTables.onCall = undefined;
			dataTables.loseNext();
		};
		const run = await cast.enroll([second], { parameters: limitOf(2) });
		expect(run.json[HELD]).toEqual([]);
		expect(run.json[ENROLLED]).toHaveLength(1);
		expect(placesOf(cast, cast.contacts[1])).toBe(1);
	});
});
