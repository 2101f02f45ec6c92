/* eslint-disable @n8n/community-nodes/no-restricted-globals -- reads its arguments, outside n8n */
import { exit, print, printTable, Progress } from '../demo/terminal';
import { installN8n } from '../e2e/installN8n';
import { JOBS } from './jobs';
import { measure } from './measure';
import { readOptions } from './options';
import { HEAD, rowOf, wrongWith } from './report';
import type { Measured } from './task';
import { WAYS } from './ways';
import { writePage } from './page';

/** Measures what the nodes cost, beside what people do otherwise. */
async function bench(given: string[]): Promise<number> {
	const { tasks, isWhole } = readOptions(given);
	const needsN8n = tasks.some(({ way }) => way.startsWith('http'));
	const { folder } = needsN8n ? await installN8n() : { folder: '' };
	const progress = new Progress(tasks.length);
	const measured: Measured[] = [];
	try {
		for (const task of tasks) {
			progress.step(`${JOBS[task.job].title}, ${task.size} contacts, ${WAYS[task.way].title}`);
			const one = await measure(task, folder);
			if (one) measured.push(one);
		}
	} finally {
		progress.stop();
	}
	printTable(HEAD, measured.map(rowOf));
	if (isWhole) await writePage(measured);
	const wrong = wrongWith(measured);
	for (const one of wrong) print(`Wrong: ${one}`);
	return wrong.length > 0 ? 1 : 0;
}

bench(process.argv.slice(2)).then(exit, (error: Error) => {
	print(error.stack ?? error.message);
	exit(1);
});
