/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a process of its own, outside n8n */
import { LoggerProxy } from 'n8n-workflow';

import { Stage } from '../../test/support/n8n/stage';
import { TraceClock } from '../trace/clock';
import { Network } from './network';
import { openWorker, type Worker } from './workers';

/** As many turns of the event loop without a timer show that nothing goes on any more. */
const QUIET_TURNS = 40;

/** What the stories of one process are played on, one after the other. */
export interface Machine {
	clock: TraceClock;
	network: Network;
	stage: Stage;
	workers: [Worker, Worker];
	/** Everything written to a log since the last look. */
	logged: unknown[];
	/** Waits until nothing goes on. */
	settled(): Promise<void>;
}

export async function openMachine(): Promise<Machine> {
	const clock = new TraceClock(0);
	const network = new Network();
	const stage = await Stage.open({ clock: () => clock.now(), settings: { rateLimit: null } });
	network.lead(stage.hubspot);
	const logged: unknown[] = [];
	const write = (...texts: unknown[]) => void logged.push(texts);
	LoggerProxy.init({ debug: write, info: write, warn: write, error: write });
	const settled = async () => {
		for (let quiet = 0; quiet < QUIET_TURNS; quiet++) {
			await new Promise((turn) => setImmediate(turn));
			if (clock.getTimerCount() > 0) quiet = 0;
		}
	};
	return { clock, network, stage, workers: [openWorker(), openWorker()], logged, settled };
}
