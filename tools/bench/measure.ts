/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- starts processes of its own, outside n8n */
import { fork, type ChildProcess } from 'node:child_process';
import { join } from 'node:path';

import { WAYS } from './ways';
import type { Opened } from './prepared';
import {
	RATE,
	type Ask,
	type Cost,
	type Measure,
	type Measured,
	type Seen,
	type Task,
} from './task';

/** Contacts with which a process loads all that it needs, before it is measured. */
const WARM_UP = 20;

const HUBSPOT_ARGV = ['--import', 'tsx'];
const WAY_ARGV = ['--expose-gc', '--import', 'tsx'];

/** The next thing that a process tells. @throws Error where it ends instead */
const told = async <T>(child: ChildProcess, asked: Ask | Measure): Promise<T> =>
	await new Promise<T>((resolve, reject) => {
		const onExit = (code: number | null) =>
			reject(new Error(`A process of the bench broke off (${code})`));
		child.once('exit', onExit);
		child.once('message', (answer: T) => {
			child.off('exit', onExit);
			resolve(answer);
		});
		child.send(asked);
	});

/**
 * Measures a way to do a job, in a process of its own, beside a stand-in HubSpot in another one.
 * @param profile file for a profile of its CPU, see profile.ts
 * @returns undefined where the way cannot do the job
 */
export async function measure(
	task: Task,
	n8nFolder: string,
	profile?: string,
): Promise<Measured | undefined> {
	const { job, way, speed } = task;
	const hubspot = fork(join(__dirname, 'hubspotProcess.ts'), { execArgv: HUBSPOT_ARGV });
	const subject = fork(join(__dirname, 'wayProcess.ts'), { execArgv: WAY_ARGV });
	const open = async (size: number) => ({
		...(await told<Opened>(hubspot, { open: { ...task, size } })),
		n8nFolder,
		speed,
	});
	try {
		const warmUp = await open(Math.min(WARM_UP, task.size));
		if (!WAYS[way].can(warmUp)) return undefined;
		await told<Cost>(subject, { way, opened: warmUp });
		const cost = await told<Cost>(subject, {
			way,
			opened: await open(task.size),
			profile,
		});
		const seen = await told<Seen>(hubspot, { count: job });
		// In a rolling window a full burst fits at once, and the next one an interval later.
		const bursts = Math.floor(Math.max(0, seen.requests - 1) / (RATE.requests * speed));
		const floor = bursts * RATE.seconds * speed;
		return { ...cost, ...seen, seconds: cost.seconds * speed, task, floor };
	} finally {
		hubspot.kill();
		subject.kill();
	}
}
