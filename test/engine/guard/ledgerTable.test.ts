import { ACCEPTED_BEARER } from '../../../tools/hubspot';
import { byId } from '../../support/n8n/stage';
import { NO_EVIDENCE } from '../../../nodes/shared/quota/learning';
import { Cast, closeCasts, DAY, limitOf, MINUTE, nextWeek, timeMachine } from '../../support/cast';
import { PLAIN } from '../../support/hubspotSettings';
import { tellEvidence } from '../../support/readings';
import { LEDGER, ledgerRows, rowOf } from './ledgerRows';
import { addReps, rotate } from './rotation';
import { ENROLLED, FAILED, HELD } from '../../support/outputs';

afterAll(closeCasts);
afterEach(() => jest.restoreAllMocks());

const OUTPUT = { onError: 'continueErrorOutput' } as const;

describe('The ledger in a Data Table', () => {
	it('has one row for each sender, that people can make something of', async () => {
		const cast = await Cast.open({ contacts: 3, steps: [{}, { delayMillis: 3 * DAY }] });
		const [second] = addReps(cast, {});
		await cast.enroll(undefined, { parameters: rotate(cast.rep, second) });

		expect(cast.stage.dataTables.names).toEqual([LEDGER]);
		expect(ledgerRows(cast)).toMatchObject([
			{ account: '4242424', sender: cast.rep.email, sendsToCome: 4 },
			{ account: '4242424', sender: second.email, sendsToCome: 2 },
		]);
	});

	it('holds no address of a contact, no name, and no credential', async () => {
		const cast = await Cast.open({ contacts: 3 });
		const named = cast.addContact({
			email: 'Ida.Holm@Nordwind.example',
			firstname: 'Ida',
			lastname: 'Holm',
		});
		await cast.enroll(cast.itemsOf(named, ...cast.contacts));

		const stored = JSON.stringify(ledgerRows(cast)).toLowerCase();
		expect(stored).toContain(named.id);
		for (const secret of ['ida', 'holm', 'nordwind', 'customer.example', ACCEPTED_BEARER]) {
			expect(stored).not.toContain(secret.toLowerCase());
		}
	});

	it('leaves no executions in the list of n8n', async () => {
		const cast = await Cast.open({ contacts: 2 });
		await cast.enroll();
		expect(cast.stage.dataTables.roundTrips).toBeGreaterThan(0);
		expect(cast.stage.dataTables.keptExecutions).toBe(0);
	});

	it('is not touched by a dry run', async () => {
		const cast = await Cast.open({ contacts: 2 });
		await cast.enroll(undefined, { options: { dryRun: true } });
		expect(ledgerRows(cast)).toEqual([]);
	});

	it('is made anew where somebody deletes it', async () => {
		const cast = await Cast.open({ contacts: 2 });
		await cast.enroll(cast.items.slice(0, 1));
		cast.stage.dataTables.drop(LEDGER);
		const run = await cast.enroll(cast.items.slice(1));
		expect(run.json[ENROLLED]).toHaveLength(1);
		expect(ledgerRows(cast)).toHaveLength(1);
	});
});

describe('The ledger is asked', () => {
	it.each([
		{ contacts: 1, most: 2 + 2 },
		{ contacts: 100, most: 2 + 2 },
		{ contacts: 250, most: 6 + 2 },
	])(
		'twice a hundred of $contacts contacts, and twice to say what came of them',
		async ({ contacts, most }) => {
			const cast = await Cast.open({ contacts: contacts + 1 });
			const { dataTables } = cast.stage;
			const [first, ...others] = cast.items;
			await cast.enroll([first]);
			// On the first use of all, the table and the row are made.
			expect(dataTables.roundTrips).toBeLessThanOrEqual(9);

			dataTables.roundTrips = 0;
			expect((await cast.enroll(others)).json[ENROLLED]).toHaveLength(contacts);
			expect(dataTables.roundTrips).toBeLessThanOrEqual(most);
		},
	);

	it('once where nobody fits, and once more where the log shows new mail', async () => {
		const cast = await Cast.open({ contacts: 5 });
		const { dataTables } = cast.stage;
		const parameters = limitOf(1);
		await cast.enroll(cast.items.slice(0, 1), { parameters });
		const trips = [];
		for (let runs = 0; runs < 3; runs++) {
			dataTables.roundTrips = 0;
			const run = await cast.enroll(cast.items.slice(1), { parameters });
			expect(run.json[HELD]).toHaveLength(4);
			trips.push(dataTables.roundTrips);
		}
		expect(trips).toEqual([2, 1, 1]);
	});

	it('once by Check Sending Limit, and once in a while for what was learnt', async () => {
		const machine = timeMachine();
		const cast = await Cast.open();
		await cast.enroll();
		const trips = [];
		for (const wait of [0, 6 * MINUTE, MINUTE]) {
			machine.advanceTo(Date.now() + wait);
			cast.stage.dataTables.roundTrips = 0;
			await cast.checkSendLimit();
			trips.push(cast.stage.dataTables.roundTrips);
		}
		expect(trips).toEqual([1, 2, 1]);
	});

	it('twice more in a run that learns something', async () => {
		const machine = timeMachine();
		// In week days the second email would come on Tuesday.
		machine.advanceTo(nextWeek(4, 12));
		const cast = await Cast.open({
			contacts: 3,
			steps: [{}, { delayMillis: 3 * DAY }],
			settings: PLAIN,
		});
		tellEvidence(cast.stage, NO_EVIDENCE);
		cast.sequence.eligibleFollowUpDays = 'BUSINESS_DAYS';
		const [first, second, third] = cast.items;
		await cast.enroll([first]);
		const trips = [];
		for (const [item, wait] of [
			[second, 5 * DAY],
			[third, MINUTE],
		] as const) {
			machine.advanceTo(Date.now() + wait);
			cast.hubspot.clock.runDue();
			cast.stage.dataTables.roundTrips = 0;
			expect((await cast.enroll([item])).json[ENROLLED]).toHaveLength(1);
			trips.push(cast.stage.dataTables.roundTrips);
		}
		expect(trips).toEqual([4 + 2, 4]);
	});
});

describe('A damaged row of the ledger', () => {
	it.each([
		['is no JSON', { enrollments: '{"cohorts":[' }],
		['is empty', { enrollments: '' }],
		['holds something else', { enrollments: '{"cohorts":[{"source":"1"}]}' }],
		['holds numbers that are none', { enrollments: '{"cohorts":[],"fullUntil":"soon"}' }],
		['has lost its revision', { revision: '' }],
	])('that %s makes each contact of its sender an error, and of no other', async (_, damage) => {
		const cast = await Cast.open({ contacts: 5 });
		const [second] = addReps(cast, {});
		const [first, ...others] = cast.items;
		await cast.enroll([first]);
		Object.assign(rowOf(cast), damage);
		const users = [cast.rep, second, cast.rep, second].map(({ userId }) => userId);
		const items = others.map((item, index) => ({ ...item, user: users[index] }));
		const run = await cast.enroll(items, {
			parameters: { sender: byId('={{ $json.user }}') },
			settings: OUTPUT,
		});

		const outputs = items.map((_item, index) => run.of(index).output);
		expect(outputs).toEqual([FAILED, ENROLLED, FAILED, ENROLLED]);
		for (const { error, description, ...json } of run.json[FAILED]) {
			expect(error).toBe(`What is planned for ${cast.rep.email} cannot be read`);
			expect(description).toContain(LEDGER);
			expect(`${String(description)} ${JSON.stringify(json)}`).toContain(
				`row id ${rowOf(cast).id}`,
			);
		}
		expect(cast.account.enrollments).toHaveLength(3);
	});

	it('that a newer version has written is an error that names both formats', async () => {
		const cast = await Cast.open({ contacts: 2 });
		const [first, second] = cast.items;
		await cast.enroll([first]);
		const { v } = JSON.parse(String(rowOf(cast).enrollments));
		const newer = JSON.stringify({ v: Number(v) + 1, plans: [] });
		rowOf(cast).enrollments = newer;
		const run = await cast.enroll([second], { settings: OUTPUT });

		expect(run.json[FAILED]).toMatchObject([
			{
				error: 'A newer version of this node has written what is planned for the sender',
				description: expect.stringMatching(/has format 3, .* reads up to format 2\. Update/),
				format: 3,
				readsUpTo: 2,
				row: rowOf(cast).id,
			},
		]);
		expect(rowOf(cast).enrollments).toBe(newer);
		expect(cast.account.enrollments).toHaveLength(1);
	});

	it('is as good as new once it is deleted', async () => {
		const cast = await Cast.open({ contacts: 2 });
		const [first, second] = cast.items;
		await cast.enroll([first]);
		rowOf(cast).enrollments = 'oops';
		expect((await cast.enroll([second])).error?.message).toMatch(/cannot be read/);
		ledgerRows(cast).splice(0);
		expect((await cast.enroll([second])).json[ENROLLED]).toHaveLength(1);
	});

	it.each(['hold', 'useHubSpotCount'])(
		'is no matter of If Planned Sends Cannot Be Read (%s)',
		async (ledgerUnavailable) => {
			const cast = await Cast.open({ contacts: 2 });
			await cast.enroll(cast.items.slice(0, 1));
			rowOf(cast).enrollments = 'oops';
			const run = await cast.enroll(cast.items.slice(1), { options: { ledgerUnavailable } });
			expect(run.error?.message).toMatch(/cannot be read/);
		},
	);
});

describe('A Data Table of the same name that is of somebody else', () => {
	it('is left alone, and said to be in the way', async () => {
		const cast = await Cast.open({ contacts: 2 });
		cast.stage.dataTables.create(LEDGER, ['name', 'sender'], [{ name: 'mine' }]);
		const run = await cast.enroll(undefined, { settings: OUTPUT });

		expect(run.json[FAILED]).toMatchObject(
			Array(2).fill({ error: `The Data Table "${LEDGER}" is not the one of this node` }),
		);
		expect(JSON.stringify(run.json[FAILED][0])).toContain('Rename that table');
		expect(ledgerRows(cast)).toMatchObject([{ name: 'mine' }]);
		expect(cast.enrollRequests()).toEqual([]);
	});
});
