/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- starts processes of its own, outside n8n */
import { fork } from 'node:child_process';
import { join } from 'node:path';

import type { Message, Outcome } from './outcome';

/** The guards that are compared: what tells them apart on the command line, and in the table. */
export const GUARDS = {
	node: 'HubSpot Sequence node',
	today: "counts today's enrollments",
} as const;

export type GuardName = keyof typeof GUARDS;

/**
 * Runs the month under one guard, in a process of its own.
 * @param onDay told at the end of each day of the trace
 * @throws Error where the process ends without an outcome; it has printed why
 */
export async function runGuard(
	guard: GuardName,
	given: readonly string[],
	onDay: () => void,
): Promise<Outcome> {
	const child = fork(join(__dirname, 'guardProcess.ts'), [guard, ...given], {
		execArgv: ['--import', 'tsx'],
	});
	try {
		return await new Promise<Outcome>((resolve, reject) => {
			child.on('message', (message: Message) => {
				if ('outcome' in message) resolve(message.outcome);
				else onDay();
			});
			child.once('error', reject);
			child.once('exit', (code, signal) => {
				reject(new Error(`The trace of "${GUARDS[guard]}" broke off (${signal ?? code})`));
			});
		});
	} finally {
		child.kill();
	}
}
