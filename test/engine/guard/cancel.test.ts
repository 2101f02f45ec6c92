import { sleep } from 'n8n-workflow';

import { addSequence, type Rep } from '../../../tools/hubspot';
import { byId } from '../../support/n8n/stage';
import { addBridge, openWithEnrolled } from '../sequence/bridgeCast';
import { Cast, closeCasts, limitOf, type RunOptions } from '../../support/cast';
import { enrolleesOf, ledgerRows } from './ledgerRows';
import { addReps, rotate } from './rotation';
import { ENROLLED } from '../../support/outputs';

afterAll(closeCasts);

const CONCURRENCY = 2;

/** Cancels the run once HubSpot has seen so many requests of a kind. */
async function cancelAfter(cast: Cast, path: RegExp, count: number, given: RunOptions) {
	const controller = new AbortController();
	const running = cast.enroll(undefined, { ...given, cancelSignal: controller.signal });
	while (cast.hubspot.requests.count({ path }) < count) await sleep(5);
	controller.abort();
	const run = await running;
	expect(run.result.run.status).toBe('canceled');
	// n8n does not wait for a node that it has cancelled.
	await sleep(300);
	return run;
}

async function openSlow(contacts: number): Promise<Cast> {
	const cast = await Cast.open({ contacts });
	cast.hubspot.faults.add({ path: /enrollments$/, effect: { latencyMs: 20 } });
	return cast;
}

const enrolledIds = (cast: Cast) => cast.account.enrollments.map(({ contactId }) => contactId);

describe('A run that is cancelled gives back', () => {
	it.each<[string, (cast: Cast) => Rep[]]>([
		['of one sender', (cast) => [cast.rep]],
		['of senders who take turns', (cast) => [cast.rep, ...addReps(cast, {})]],
	])('the room of those whom it has not tried, %s', async (_, cast) => {
		const scene = await openSlow(120);
		const reps = cast(scene);
		const parameters = { ...rotate(...reps), ...limitOf(120 / reps.length) };
		await cancelAfter(scene, /enrollments$/, 6, {
			parameters,
			options: { concurrency: CONCURRENCY },
		});

		const enrolled = enrolledIds(scene);
		expect(enrolled.length).toBeLessThan(30);
		const reserved = reps.flatMap((rep) =>
			ledgerRows(scene).some(({ sender }) => sender === rep.email) ? enrolleesOf(scene, rep) : [],
		);
		expect(reserved).toEqual(expect.arrayContaining(enrolled));
		expect(reserved.length).toBeLessThanOrEqual(enrolled.length + CONCURRENCY);

		// What is under way when it is cancelled keeps its room: nobody knows whether it took place.
		scene.hubspot.faults.clear();
		const open = scene.contacts.filter(({ id }) => !enrolled.includes(id));
		const next = await scene.enroll(scene.itemsOf(...open), { parameters });
		const lost = reserved.length - enrolled.length;
		expect(next.json[ENROLLED].length).toBeGreaterThanOrEqual(open.length - lost);
	});

	it('the room of those who have not left their sequence yet', async () => {
		const cast = await openWithEnrolled({ contacts: 3, settings: { bridgeDelayMs: 60_000 } });
		addBridge(cast);
		const target = addSequence(cast.account);
		await cancelAfter(cast, /batch\/update$/, 1, {
			parameters: { sequence: byId(target.id) },
			options: { alreadyEnrolled: 'replace', waitSeconds: 60, pollSeconds: 1 },
		});
		expect(enrolleesOf(cast)).toEqual([]);
	});

	it('nothing where the ledger cannot be reached any more, and is cancelled all the same', async () => {
		const cast = await openSlow(20);
		const { dataTables } = cast.stage;
		dataTables.onCall = ({ operation }) => {
			if (operation === 'update') dataTables.failNext(1_000);
		};
		const run = await cancelAfter(cast, /enrollments$/, 2, { options: { concurrency: 1 } });
		expect(run.json.flat()).toEqual([]);
		expect(enrolleesOf(cast)).toHaveLength(20);
	});
});
