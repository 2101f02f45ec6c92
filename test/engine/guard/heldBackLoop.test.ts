import type { IDataObject, INode } from 'n8n-workflow';

import { maxRollingSends } from '../../../tools/hubspot';
import { readExample } from '../../../tools/demo/examples';
import { MemoryCredentials } from '../../support/n8n/credentials';
import { runWorkflow } from '../../support/n8n/engine';
import { byId } from '../../support/n8n/stage';
import { WAIT_NODE, waitNode } from '../../support/n8n/waitNode';
import {
	Cast,
	closeCasts,
	DAY,
	HOUR,
	limitOf,
	timeMachine,
	type RunOptions,
} from '../../support/cast';
import { PLAIN } from '../../support/hubspotSettings';
import { addReps, enrolledBy, rotate, sentBefore } from './rotation';

afterAll(closeCasts);
afterEach(() => jest.restoreAllMocks());

const [ENROLL, WAIT] = ['Enroll in Sequence', 'Wait for Room'];

/** Runs the example to its end, with the sender and the sequence of the cast. */
async function runLoop(
	cast: Cast,
	machine: ReturnType<typeof timeMachine>,
	{ parameters, options }: RunOptions = {},
	onWake: (round: number) => void = () => {},
) {
	const example = readExample('held-back-loop.json');
	const ours: INode['parameters'] = {
		sequence: byId(cast.sequence.id),
		sender: byId(cast.rep.userId),
		...limitOf(5),
		...parameters,
		...(options && { options }),
	};
	const wakes: number[] = [];
	const order: string[] = [];
	const result = await runWorkflow({
		workflow: {
			...example,
			nodes: example.nodes.map((node) =>
				node.name === ENROLL ? { ...node, parameters: { ...node.parameters, ...ours } } : node,
			),
		},
		pinData: { Contacts: cast.items.map((json) => ({ json })) },
		credentials: new MemoryCredentials(cast.stage.serviceKey),
		dataTables: cast.stage.dataTables,
		nodeTypes: {
			[WAIT_NODE]: waitNode((instant) => {
				wakes.push(instant);
				machine.advanceTo(instant);
				cast.hubspot.clock.runDue();
				onWake(wakes.length);
			}),
		},
		onNodeDone: (name) => order.push(name),
	});
	expect(result.run.data.resultData.error).toBeUndefined();
	const rounds = (result.run.data.resultData.runData[ENROLL] ?? []).map(({ data }) =>
		(data?.main ?? []).map((items): IDataObject[] => (items ?? []).map(({ json }) => json)),
	);
	return { wakes, order, rounds };
}

const counts = (rounds: IDataObject[][][]) =>
	rounds.map((outputs) => outputs.slice(0, 2).map((items) => items.length));

const everybodyOnce = (cast: Cast) => {
	expect(cast.contacts.map((contact) => cast.enrollments(contact))).toEqual(
		cast.contacts.map(() => 1),
	);
	expect(cast.account.overLimitSends).toEqual([]);
};

const firstOf = (held: IDataObject[]) =>
	Math.min(...held.map(({ retryAt }) => Date.parse(String(retryAt))));

describe('The loop of held-back-loop.json', () => {
	it('enrolls 12 contacts at 5 a day in three rounds, each once, and ends', async () => {
		const machine = timeMachine();
		const start = Date.now();
		const rep = { dailyLimit: 5 };
		const cast = await Cast.open({ contacts: 12, rep, settings: PLAIN });
		const { rounds, wakes } = await runLoop(cast, machine);

		expect(counts(rounds)).toEqual([
			[5, 7],
			[5, 2],
			[2, 0],
		]);
		everybodyOnce(cast);
		expect(maxRollingSends(cast.account, cast.rep.email)).toBe(5);
		// A day for each, and the rounding to the hour.
		expect((wakes[1] - start) / DAY).toBeGreaterThanOrEqual(2);
		expect((wakes[1] - start) / DAY).toBeLessThan(2.2);
	});

	it('takes as long where mail goes out 20 s apart, in more rounds', async () => {
		const machine = timeMachine();
		const start = Date.now();
		const cast = await Cast.open({ contacts: 12, rep: { dailyLimit: 5 } });
		const { wakes } = await runLoop(cast, machine);

		everybodyOnce(cast);
		expect(maxRollingSends(cast.account, cast.rep.email)).toBe(5);
		expect(((wakes.at(-1) ?? Infinity) - start) / DAY).toBeLessThan(2.2);
	});

	it('wakes when the first of the held contacts fits', async () => {
		const machine = timeMachine();
		const cast = await Cast.open({ contacts: 4, rep: { dailyLimit: 3 } });
		const start = Date.now();
		for (const hours of [20, 10, 5]) sentBefore(cast, cast.rep, 1, hours * HOUR);
		const { rounds, wakes } = await runLoop(cast, machine, { parameters: limitOf(3) });

		expect(wakes).toEqual(rounds.slice(0, -1).map(([, held]) => firstOf(held)));
		expect(wakes.map((at) => Math.round((at - start) / HOUR))).toEqual([4, 14, 19, 28]);
		expect(counts(rounds)).toEqual([
			[0, 4],
			[1, 3],
			[1, 2],
			[1, 1],
			[1, 0],
		]);
		everybodyOnce(cast);
	});

	it('goes by the id that HubSpot has, once a contact was held', async () => {
		const machine = timeMachine();
		const cast = await Cast.open({ contacts: 7, settings: PLAIN });
		const { rounds } = await runLoop(cast, machine);
		expect(rounds[1][0].map(({ contactId }) => contactId)).toEqual(
			cast.contacts.slice(5).map(({ id }) => id),
		);
	});

	it('lets what follows the other outputs run before it waits', async () => {
		const machine = timeMachine();
		const cast = await Cast.open({ contacts: 6 });
		cast.contacts.unshift(cast.addContact({ hs_email_optout: 'true' }));
		const { order } = await runLoop(cast, machine);
		expect(order.slice(1)).toEqual([ENROLL, 'Enrolled', 'Skipped', WAIT, ENROLL, 'Enrolled']);
	});

	it('keeps the days of follow-ups', async () => {
		const machine = timeMachine();
		const cast = await Cast.open({
			contacts: 14,
			rep: { dailyLimit: 5 },
			steps: [{}, { delayMillis: DAY }, { delayMillis: 2 * DAY }],
		});
		await runLoop(cast, machine);
		machine.advanceTo(Date.now() + 7 * DAY);
		cast.hubspot.clock.runDue();

		everybodyOnce(cast);
		expect(cast.account.sends).toHaveLength(14 * 3);
		expect(maxRollingSends(cast.account, cast.rep.email)).toBeLessThanOrEqual(5);
	});

	it('shares the rounds among senders who take turns', async () => {
		const machine = timeMachine();
		const cast = await Cast.open({ contacts: 12, rep: { dailyLimit: 3 } });
		const [second] = addReps(cast, { dailyLimit: 3 });
		const { rounds } = await runLoop(cast, machine, {
			parameters: { ...rotate(cast.rep, second), ...limitOf(3) },
		});
		expect(counts(rounds)).toEqual([
			[6, 6],
			[6, 0],
		]);
		expect(enrolledBy(cast, cast.rep, second)).toEqual([6, 6]);
		everybodyOnce(cast);
	});

	it('goes on at once with the next contacts of Max per Run', async () => {
		const machine = timeMachine();
		const start = Date.now();
		const cast = await Cast.open({ contacts: 12 });
		const { rounds } = await runLoop(cast, machine, {
			parameters: limitOf(500),
			options: { maxPerRun: 5 },
		});
		expect(rounds.map(([enrolled]) => enrolled.length)).toEqual([5, 5, 2]);
		expect(Date.now() - start).toBeLessThan(HOUR);
		everybodyOnce(cast);
	});

	it('asks again after an hour where the ledger could not be reached', async () => {
		const machine = timeMachine();
		const start = Date.now();
		const cast = await Cast.open({ contacts: 3 });
		cast.stage.dataTables.disabled = true;
		const { rounds, wakes } = await runLoop(cast, machine, {}, () => {
			cast.stage.dataTables.disabled = false;
		});
		expect(counts(rounds)).toEqual([
			[0, 3],
			[3, 0],
		]);
		expect(Math.round((wakes[0] - start) / HOUR)).toBe(1);
	});

	it('ends with a contact that leaves meanwhile by another output', async () => {
		const machine = timeMachine();
		const cast = await Cast.open({ contacts: 7 });
		const { rounds } = await runLoop(cast, machine, {}, () => {
			cast.contacts[5].properties.hs_email_optout = 'true';
			cast.account.contacts.delete(cast.contacts[6].id);
		});
		expect(rounds[1].map((items) => items.length)).toEqual([0, 0, 1, 1]);
	});
});
