/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads what Stryker has written, outside n8n */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';

import { groupBy, map } from 'lodash';
import pLimit from 'p-limit';

import { exit, percent, print, printTable, printTitle, Progress } from '../demo/terminal';
import { runOrFail } from '../e2e/command';
import { readOptions, type Request } from './options';
import { PARTS, type Part } from './parts';
import { scoreOf, shareOf, sum, unnoticed, type Report, type Score } from './score';

/** The least share of changes that tests must notice. */
const LEAST = 0.9;

interface Task extends Omit<Part, 'groups'> {
	part: string;
	file: string;
	tests: string[];
	/** Where Stryker writes what it found. */
	report: string;
}

/** @throws Error where nothing is left to be changed: it would pass */
function tasksOf({ part, only }: Request): Task[] {
	const tasks = Object.entries(PARTS)
		.filter(([name]) => !part || name === part)
		.flatMap(([name, { groups, project }]) =>
			groups.flatMap(({ files, tests }) =>
				files
					.filter((file) => file.includes(only))
					.map((file) => {
						const report = `.stryker/${name}/${file.replaceAll('/', '_')}.json`;
						return { project, tests, part: name, file, report };
					}),
			),
		);
	if (tasks.length === 0)
		throw new Error(`No file of ${part || 'any part'} has "${only}" in its path`);
	return tasks;
}

/** What was found before; undefined where the code has changed since. */
function found({ file, report }: Task): Report | undefined {
	if (!existsSync(report)) return undefined;
	const written: Report = JSON.parse(readFileSync(report, 'utf8'));
	return written.files[file]?.source === readFileSync(file, 'utf8') ? written : undefined;
}

/** @throws Error with what Stryker said last, where it fails, and where the code changes meanwhile */
async function run(task: Task): Promise<Report> {
	rmSync(task.report, { force: true });
	const environment = { ...process.env, MUTANTS: JSON.stringify(task) };
	await runOrFail('npx', ['stryker', 'run', 'tools/mutants/stryker.config.mjs'], { environment });
	const report = found(task);
	if (report) return report;
	if (existsSync(task.report)) throw new Error(`${task.file} has changed meanwhile`);
	// Stryker writes none where nothing can be changed, as in types.
	const source = readFileSync(task.file, 'utf8');
	const nothing: Report = { files: { [task.file]: { source, mutants: [] } } };
	writeFileSync(task.report, JSON.stringify(nothing));
	return nothing;
}

const rowOf = (name: string, score: Score): string[] => [
	name,
	...[score.noticed, score.survived, score.untested].map(String),
	percent(shareOf(score)),
];

async function main(given: string[]): Promise<number> {
	const request = readOptions(given);
	const tasks = tasksOf(request);
	const progress = new Progress(tasks.length);
	const turn = pLimit(request.jobs);
	const done = await Promise.all(
		tasks.map(
			async (task) =>
				await turn(async () => {
					const report = (request.again ? undefined : found(task)) ?? (await run(task));
					progress.step(task.file);
					return { ...task, report, score: scoreOf(report) };
				}),
		),
	);
	progress.stop();
	printTitle('What no test notices');
	for (const { report } of done) for (const line of unnoticed(report)) print(line);
	const parts = map(groupBy(done, 'part'), (ofPart, part) => ({
		part,
		score: sum(ofPart.map(({ score }) => score)),
	}));
	printTable(
		['file', 'noticed', 'survived', 'untested', 'share'],
		[
			...done.map(({ file, score }) => rowOf(file, score)),
			...parts.map(({ part, score }) => rowOf(`${part}, in all`, score)),
		],
	);
	return parts.every(({ score }) => shareOf(score) >= LEAST) ? 0 : 1;
}

main(process.argv.slice(2)).then(exit, (error: Error) => {
	print(error.stack ?? error.message);
	exit(1);
});
