import { TABLE_NAME } from '../../nodes/shared/ledger/dataTable/ledgerTable';
import { Stage } from '../../test/support/n8n/stage';
import { Random } from '../trace/random';
import { CALLS } from './calls';
import { EFFECTS } from './effects';
import type { Machine } from './machine';
import type { Played } from './played';
import { settleLedger, startRun } from './runs';
import type { Act, Outage, Story } from './story';
import { HOUR, World } from './world';

const TICK = 10;
/** A Monday, before any window of the stand-in opens. */
const MONDAY = Date.parse('2026-11-23T05:00:00.000Z');

/** Plays a story, on a machine on which nothing is going on. */
export async function play(story: Story, machine: Machine): Promise<Played> {
	const { clock, network, workers, stage } = machine;
	const random = new Random(`play ${story.seed}`);
	Math.random = () => random.next();
	for (const worker of workers) worker.restart();
	clock.startAt(MONDAY + random.whole(0, 7 * 24) * HOUR);
	await stage.reset();
	network.strangers.length = 0;
	network.takes = () => (story.latency > 0 ? random.whole(0, story.latency) : 0);
	stage.dataTables.disabled = !story.tables;
	const world = new World(stage, story);
	// HubSpot shows by now what stands from before.
	clock.moveTo(clock.now() + HOUR);
	stage.hubspot.clock.runDue();
	const played: Played = { story, world, machine, records: [], hits: [] };
	for (const [order, act] of story.acts.entries()) await perform(played, act, order);
	await wait(played, 6);
	network.takes = () => 0;
	await settleLedger(played);
	return played;
}

async function perform(played: Played, act: Act, order: number): Promise<void> {
	const { world, machine } = played;
	// What happens in one act is told from what happens in the next by its time.
	machine.clock.moveTo(machine.clock.now() + TICK);
	if (act.kind === 'runs') await performRuns(played, act, order);
	else if (act.kind === 'wait') await wait(played, act.hours);
	else if (act.kind === 'by hand') world.act(act);
	else for (const worker of machine.workers) worker.restart();
}

async function wait({ world, machine }: Played, hours: number): Promise<void> {
	machine.clock.moveTo(machine.clock.now() + hours * HOUR);
	world.hubspot.clock.runDue();
	await machine.settled();
}

async function performRuns(
	played: Played,
	act: Extract<Act, { kind: 'runs' }>,
	order: number,
): Promise<void> {
	const { world, machine, story } = played;
	const { faults } = world.hubspot;
	const rules = act.faults.map(({ call, effect, skip, times }) =>
		faults.add({ ...CALLS[call], effect: EFFECTS[effect], skip, times }),
	);
	putOutages(world.stage, act.outages);
	let requests = 0;
	const watchers: Array<(token: string) => void> = [];
	world.onRequest = ({ authorization = '' }) => {
		requests++;
		if (act.meanwhile?.after === requests) world.act(act.meanwhile);
		for (const watch of watchers) watch(authorization);
	};
	const records = await Promise.all(
		act.runs.map(async (run) => await startRun(played, run, order, watchers)),
	);
	await machine.settled();
	world.onRequest = () => {};
	for (const record of records) record.ended = machine.clock.now();
	if (records.some(({ crashed }) => crashed))
		for (const worker of machine.workers) worker.restart();
	faults.clear();
	world.stage.dataTables.recover();
	world.stage.dataTables.onCall = undefined;
	played.records.push(...records);
	const operation = `${story.node} ${act.runs[0]?.operation}`;
	rules.forEach(({ hits }, index) => {
		const effect = act.faults[index]?.effect ?? '';
		if (hits > 0) played.hits.push({ operation, effect, hits });
	});
	const others = [
		...act.outages.map(({ kind }) => `the Data Table ${kind}`),
		...(act.runs.length > 1 ? ['two runs at once'] : []),
		...(act.meanwhile ? ['somebody meanwhile'] : []),
		...records.flatMap(({ cancelledAt, crashed, run }) => [
			...(cancelledAt === undefined ? [] : ['cancelled']),
			...(crashed ? ['a crash'] : []),
			...(run.tries > 1 ? ['Retry On Fail'] : []),
		]),
	];
	for (const effect of others) played.hits.push({ operation, effect, hits: 1 });
}

/** Sets the Data Table's faults, which wait for its calls. */
function putOutages({ dataTables }: Stage, outages: readonly Outage[]): void {
	let calls = 0;
	let storm = 0;
	let version = 0;
	dataTables.onCall = ({ operation }) => {
		for (const { after, kind, times } of outages) {
			if (after !== calls) continue;
			if (kind === 'fails') dataTables.failNext(times);
			else if (kind === 'loses its answer') dataTables.loseNext(times);
			else storm += times;
		}
		calls++;
		if (operation !== 'update' || storm === 0) return;
		storm--;
		for (const row of dataTables.rows(TABLE_NAME)) row.revision = `by others ${++version}`;
	};
}
