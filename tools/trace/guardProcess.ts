/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a process of its own, outside n8n */
import '../../test/support/jest/userFolder.js';

import { exit, print } from '../demo/terminal';
import { nodeGuard } from './nodeGuard';
import { outcomeOf, type Message } from './outcome';
import { readOptions } from './options';
import { drawScenario } from './scenario';
import { todayGuard } from './todayGuard';
import { Trace } from './trace';
import { World } from './world';

/** What the nodes remember is of one month, so each guard has a process; it tells its parent. */
async function run([guardName, ...given]: string[]): Promise<void> {
	const tell = (message: Message) => process.send?.(message);
	const world = await World.open(drawScenario(readOptions(given)));
	const guard = guardName === 'today' ? todayGuard(world) : nodeGuard(world);
	const record = await new Trace(world, guard).run(() => tell({ dayDone: true }));
	tell({ outcome: outcomeOf(world, record) });
}

// The parent ends the process: the stand-in listens on, and n8n-core keeps handles open.
run(process.argv.slice(2)).catch((error: Error) => {
	print(error.stack ?? error.message);
	exit(1);
});
