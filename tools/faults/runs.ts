/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a process of its own, outside n8n */
import { sleep, type INodeParameters } from 'n8n-workflow';

import { byId } from '../../test/support/n8n/stage';
import { present } from '../../test/support/present';
import type { Played, RunRecord } from './played';
import type { Run } from './story';
import { START_PROPERTY, type World } from './world';

/** Begins the token of every run; what leaves the nodes is searched for it. */
export const TOKEN = ['pat-na1', 'made', 'up'].join('-');

let executions = 0;

/**
 * Starts a run, and waits for its end.
 * @param watchers told the token of each request
 */
export async function startRun(
	{ world, machine, story }: Played,
	run: Run,
	act: number,
	watchers: Array<(authorization: string) => void>,
): Promise<RunRecord> {
	const token = `${TOKEN}-${++executions}`;
	const stop = new AbortController();
	const state: Pick<RunRecord, 'cancelledAt' | 'crashed'> = {};
	let own = 0;
	let all = 0;
	watchers.push((authorization) => {
		all++;
		if (authorization === `Bearer ${token}` && ++own === run.cancelAfter) {
			setImmediate(() => {
				state.cancelledAt = machine.clock.now();
				stop.abort();
			});
		}
		if (all === run.crashAfter) {
			state.crashed = true;
			crash(world);
		}
	});
	if (run.startsAfter > 0) await sleep(run.startsAfter);
	const began = machine.clock.now();
	const { account } = world.hubspot;
	const before = new Map(world.contacts.map(({ id }) => [id, account.openEnrollment(id)] as const));
	const type = story.node === 'sequence' ? 'sequence' : 'workflow';
	const result = await world.stage[type](
		run.items.map((item) => ({ contact: { mode: item.by, value: world.json(item).contact } })),
		{
			parameters: parametersOf(world, run),
			settings: {
				onError: run.onError,
				...(run.tries > 1 && { retryOnFail: true, maxTries: run.tries, waitBetweenTries: 1_000 }),
			},
			credentials: { ...world.stage.serviceKey, appToken: token },
			cancelSignal: stop.signal,
			nodeTypes: machine.workers[run.worker].nodeTypes,
		},
	);
	return { run, act, token, began, ended: began, before, ...state, result };
}

/** The process dies: what is under way takes effect, nobody learns of it, and nothing more is done. */
function crash({ hubspot, stage }: World): void {
	hubspot.faults.clear();
	hubspot.faults.add({ times: 1, effect: { reset: 'after' } });
	hubspot.faults.add({ effect: { reset: 'before' } });
	stage.dataTables.failNext(Infinity);
}

function parametersOf(world: World, run: Run): INodeParameters {
	const { reps, target, listId, story } = world;
	const { operation, parameters, options } = run;
	const given: INodeParameters = {
		operation,
		contact: '={{ $json.contact }}',
		options,
		...parameters,
	};
	if (story.node === 'sequence') {
		return {
			sequence: byId(target.id),
			sender: byId(present(reps[0]).userId),
			senders: reps.map(({ email }) => email).join('; '),
			plan: 'custom',
			dailyLimit: story.limit,
			...given,
		};
	}
	return {
		workflow: byId(world.flowOf(run).id),
		list: byId(listId),
		triggerProperty: START_PROPERTY,
		triggerValue: operation === 'enroll' ? 'yes' : '',
		...given,
	};
}

/**
 * Lets the nodes look once more, with nothing in the way, at what has gone out and who has left: they
 * do where a contact has to wait for room, as one of two does under a limit of 1.
 */
export async function settleLedger({ world, machine, story }: Played): Promise<void> {
	if (story.node === 'workflow') return;
	for (const { userId } of world.reps) {
		const strangers = [world.addStranger(), world.addStranger()];
		await world.stage.sequence(
			strangers.map(({ id }) => ({ id })),
			{
				parameters: {
					operation: 'enroll',
					contact: byId('={{ $json.id }}'),
					sequence: byId(world.target.id),
					sender: byId(userId),
					plan: 'custom',
					dailyLimit: 1,
					options: { ledgerUnavailable: 'useHubSpotCount' },
				},
				settings: { onError: 'continueErrorOutput' },
				credentials: { ...world.stage.serviceKey, appToken: TOKEN },
				nodeTypes: machine.workers[0].nodeTypes,
			},
		);
		await machine.settled();
	}
}
