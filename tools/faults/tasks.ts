/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- starts processes of its own, outside n8n */
import { fork } from 'node:child_process';
import { join } from 'node:path';

import { Progress } from '../demo/terminal';
import { EXEC_ARGV } from '../trace/tasks';
import type { Finding } from './finding';
import type { Request } from './options';
import type { Hit } from './played';

/** A story that a process is to play. */
export interface Order {
	seed: number;
	toldWhole: boolean;
}

/** What came of it. */
export interface Outcome {
	seed: number;
	findings: Finding[];
	hits: Hit[];
	/** The story in words. */
	told: string[];
}

/** A process plays so many stories: what n8n keeps of each would fill it in the end. */
const STORIES_OF_ONE = 500;

/** Plays the stories in several processes. @returns their outcomes, in the order of the seeds */
export async function playAll({ seeds, toldWhole, jobs }: Request): Promise<Outcome[]> {
	const progress = new Progress(seeds.length);
	const waiting = [...seeds];
	const outcomes: Outcome[] = [];
	let failed = 0;
	const note = (outcome: Outcome) => {
		outcomes.push(outcome);
		if (outcome.findings.length > 0) failed++;
		progress.step(`seed ${outcome.seed}, ${failed} failed`);
	};
	const work = async () => {
		while (waiting.length > 0) await useProcess(waiting, toldWhole, note);
	};
	try {
		await Promise.all(Array.from({ length: jobs }, work));
	} finally {
		progress.stop();
	}
	return outcomes.sort((a, b) => a.seed - b.seed);
}

/** Has one process play stories, until it has played enough or none is left. @throws Error where it breaks off */
async function useProcess(
	waiting: number[],
	toldWhole: boolean,
	note: (outcome: Outcome) => void,
): Promise<void> {
	const child = fork(join(__dirname, 'storyProcess.ts'), { execArgv: EXEC_ARGV });
	let played = 0;
	let seed: number | undefined;
	try {
		await new Promise<void>((resolve, reject) => {
			child.on('message', (message: 'ready' | Outcome) => {
				if (message !== 'ready') note(message);
				seed = played++ < STORIES_OF_ONE ? waiting.shift() : undefined;
				if (seed === undefined) resolve();
				else child.send({ seed, toldWhole } satisfies Order);
			});
			child.once('error', reject);
			child.once('exit', (code, signal) => {
				reject(new Error(`The story of seed ${seed} broke off (${signal ?? code})`));
			});
		});
	} finally {
		child.kill();
	}
}
