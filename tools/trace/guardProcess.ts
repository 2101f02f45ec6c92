/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a process of its own, outside n8n */
import '../../test/support/jest/userFolder.js';

import { exit, print } from '../demo/terminal';
import { GUARDS } from './guards';
import { outcomeOf } from './outcome';
import { drawScenario } from './scenario';
import type { Message, Task } from './tasks';
import { Trace } from './trace';
import { World } from './world';

/** What the nodes remember is of one month, so each guard has a process; it tells its parent. */
async function run({ guard, options }: Task): Promise<void> {
	const tell = (message: Message) => process.send?.(message);
	const world = await World.open(drawScenario(options));
	const record = await new Trace(world, GUARDS[guard](world)).run(() => tell({ dayDone: true }));
	tell({ outcome: outcomeOf(world, record) });
}

process.once('disconnect', () => exit(1));

// The parent ends the process: the stand-in listens on, and n8n-core keeps handles open.
process.once('message', (task: Task) => {
	run(task).catch((error: Error) => {
		print(error.stack ?? error.message);
		exit(1);
	});
});
