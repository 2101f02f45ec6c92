import { otherProcess } from '../../support/n8n/otherProcess';
import { Cast, closeCasts, DAY, limitOf, MINUTE } from '../../support/cast';
import { tellReading } from '../../support/readings';
import { enrolleesOf, ledgerRows } from './ledgerRows';
import { addReps, enrolledBy, rotate } from './rotation';
import { ENROLLED, HELD } from '../../support/outputs';

afterAll(closeCasts);

/** The nodes of `count` processes, each with a memory of its own. */
async function processes(count: number) {
	const all = [];
	while (all.length < count) all.push(await otherProcess());
	return all;
}

/** As wide apart as on a database in the network, so that runs come in between each other. */
const LATENCY_MS = 3;

async function openSlow(contacts: number, steps?: Array<{ delayMillis?: number }>): Promise<Cast> {
	const cast = await Cast.open({ contacts, steps, settings: { searchLagMs: 10 * MINUTE } });
	tellReading(cast.stage);
	cast.stage.dataTables.latencyMs = LATENCY_MS;
	return cast;
}

describe('Runs in several processes at once', () => {
	it.each([2, 4])('%d of them give out the room of a sender once', async (count) => {
		const cast = await openSlow(count * 10);
		const each = (await processes(count)).map(
			async (nodeTypes, order) =>
				await cast.enroll(cast.items.slice(order * 10, order * 10 + 10), {
					nodeTypes,
					parameters: limitOf(13),
				}),
		);
		const runs = await Promise.all(each);

		const sum = (output: number) => runs.reduce((all, { json }) => all + json[output].length, 0);
		expect([sum(ENROLLED), sum(HELD)]).toEqual([13, count * 10 - 13]);
		expect(cast.account.enrollments).toHaveLength(13);
		expect(ledgerRows(cast).filter(({ sender }) => sender === cast.rep.email)).toHaveLength(1);
		expect(new Set(enrolleesOf(cast))).toEqual(
			new Set(cast.account.enrollments.map(({ contactId }) => contactId)),
		);
	});

	it('keep the day of a follow-up', async () => {
		const cast = await openSlow(16, [{}, { delayMillis: 4 * DAY }, { delayMillis: 60_000 }]);
		const each = (await processes(2)).map(
			async (nodeTypes, order) =>
				await cast.enroll(cast.items.slice(order * 8, order * 8 + 8), {
					nodeTypes,
					parameters: limitOf(10),
				}),
		);
		const runs = await Promise.all(each);

		// One email today, two on a day to come: five contacts fit.
		expect(runs.flatMap(({ json }) => json[ENROLLED])).toHaveLength(5);
		expect(runs.flatMap(({ json }) => json[HELD]).map(({ reason }) => reason)).toEqual(
			Array(11).fill('FOLLOW_UP_LIMIT'),
		);
	});

	it('keep the limits of senders who take turns', async () => {
		const cast = await openSlow(24);
		const [second] = addReps(cast, {});
		const each = (await processes(3)).map(
			async (nodeTypes, order) =>
				await cast.enroll(cast.items.slice(order * 8, order * 8 + 8), {
					nodeTypes,
					parameters: { ...rotate(cast.rep, second), ...limitOf(7) },
				}),
		);
		const runs = await Promise.all(each);

		expect(runs.flatMap(({ json }) => json[ENROLLED])).toHaveLength(14);
		expect(enrolledBy(cast, cast.rep, second)).toEqual([7, 7]);
	});

	it('give back what HubSpot refuses, for each other', async () => {
		const cast = await openSlow(20);
		for (const contact of cast.contacts.slice(0, 5)) contact.hiddenBounce = true;
		const each = (await processes(2)).map(
			async (nodeTypes, order) =>
				await cast.enroll(cast.items.slice(order * 10, order * 10 + 10), {
					nodeTypes,
					parameters: limitOf(8),
				}),
		);
		await Promise.all(each);
		expect(cast.account.enrollments.length).toBeLessThanOrEqual(8);

		// What was refused leaves no room behind that nobody can use.
		const open = cast.contacts.slice(5).filter((contact) => cast.enrollments(contact) === 0);
		await cast.enroll(cast.itemsOf(...open), { parameters: limitOf(8) });
		expect(cast.account.enrollments).toHaveLength(8);
	});
});

describe('Another process', () => {
	it('has no memory of what this one did, which is what these tests are about', async () => {
		const cast = await Cast.open({ contacts: 3, settings: { searchLagMs: 10 * MINUTE } });
		const without = {
			dataTables: 'unavailable' as const,
			parameters: limitOf(1),
			options: { ledgerUnavailable: 'useHubSpotCount' },
		};
		const [first, second, third] = cast.items;
		expect((await cast.enroll([first], without)).json[ENROLLED]).toHaveLength(1);
		expect((await cast.enroll([second], without)).json[ENROLLED]).toHaveLength(0);
		const nodeTypes = await otherProcess();
		expect((await cast.enroll([third], { ...without, nodeTypes })).json[ENROLLED]).toHaveLength(1);
	});
});
