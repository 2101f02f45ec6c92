/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- starts processes of its own, outside n8n */
import { fork } from 'node:child_process';
import { join } from 'node:path';

import { sumBy } from 'lodash';
import pLimit from 'p-limit';

import { Progress } from '../demo/terminal';
import type { GuardName } from './guards';
import type { TraceOptions } from './options';
import type { Outcome } from './outcome';

/** Some days under one guard. */
export interface Task {
	guard: GuardName;
	options: TraceOptions;
	/** What a person calls it. */
	name: string;
}

/** A month makes much that is soon forgotten: with the small space of V8's default it is moved about. */
export const EXEC_ARGV = ['--max-semi-space-size=64', '--import', 'tsx'];

/** What the process of a task tells. */
export type Message = { dayDone: true } | { outcome: Outcome };

/**
 * Runs tasks, each in a process of its own, and shows how far they are.
 * @param jobs processes at once
 * @returns outcomes in the order of the tasks
 * @throws Error where a process ends without an outcome; it has printed why
 */
export async function runTasks(tasks: readonly Task[], jobs: number): Promise<Outcome[]> {
	const progress = new Progress(sumBy(tasks, ({ options }) => options.days));
	const turn = pLimit(jobs);
	try {
		return await Promise.all(
			tasks.map(
				async (task) => await turn(async () => await runTask(task, () => progress.step(task.name))),
			),
		);
	} finally {
		turn.clearQueue();
		progress.stop();
	}
}

/** @param onDay told at the end of each day of the trace */
async function runTask(task: Task, onDay: () => void): Promise<Outcome> {
	const child = fork(join(__dirname, 'guardProcess.ts'), { execArgv: EXEC_ARGV });
	try {
		return await new Promise<Outcome>((resolve, reject) => {
			child.on('message', (message: Message) => {
				if ('outcome' in message) resolve(message.outcome);
				else onDay();
			});
			child.once('error', reject);
			child.once('exit', (code, signal) => {
				reject(new Error(`The trace of "${task.name}" broke off (${signal ?? code})`));
			});
			child.send(task);
		});
	} finally {
		child.kill();
	}
}
