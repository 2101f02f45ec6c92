/* eslint-disable @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-restricted-imports -- reads its arguments, outside n8n */
import { join } from 'node:path';

import { exit, print, printTable, Progress } from '../demo/terminal';
import { installN8n } from '../e2e/installN8n';
import { JOBS } from './jobs';
import { measure } from './measure';
import { readOptions } from './options';
import { HEAD, printShares, rowOf, wrongWith } from './report';
import type { Measured } from './task';
import { WAYS } from './ways';
import { writePage } from './page';

/** Measures what the nodes cost, beside what people do otherwise. */
async function bench(given: string[]): Promise<number> {
	const { tasks, isWhole, withProfiles } = readOptions(given);
	const needsN8n = tasks.some(({ way }) => way.startsWith('http'));
	const { folder } = needsN8n ? await installN8n() : { folder: '' };
	const progress = new Progress(tasks.length);
	const measured: Measured[] = [];
	try {
		for (const task of tasks) {
			const { job, size, way, latencyMs } = task;
			progress.step(`${JOBS[job].title}, ${size} contacts, ${WAYS[way].title}`);
			const file = join('profiles', `${job}-${size}-${way}-${latencyMs}ms.cpuprofile`);
			const one = await measure(task, folder, withProfiles ? file : undefined);
			if (one) measured.push(one);
		}
	} finally {
		progress.stop();
	}
	printTable(HEAD, measured.map(rowOf));
	for (const one of measured.filter(({ shares }) => shares)) printShares(one);
	if (isWhole) await writePage(measured);
	const wrong = wrongWith(measured);
	for (const one of wrong) print(`Wrong: ${one}`);
	return wrong.length > 0 ? 1 : 0;
}

bench(process.argv.slice(2)).then(exit, (error: Error) => {
	print(error.stack ?? error.message);
	exit(1);
});
