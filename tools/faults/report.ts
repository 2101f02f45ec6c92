import { countBy, groupBy, sortBy, sumBy, uniq } from 'lodash';

import { print, printTable, printTitle } from '../demo/terminal';
import type { Outcome } from './tasks';

/** Seeds that are named of each kind of failure. */
const NAMED = 8;
/** Stories that are told of each kind. */
const TOLD = 1;

/** How often each fault met each operation. */
export function printDrawn(outcomes: readonly Outcome[]): void {
	const hits = outcomes.flatMap((outcome) => outcome.hits);
	const operations = uniq(hits.map(({ operation }) => operation)).sort();
	const byEffect = sortBy(Object.entries(groupBy(hits, 'effect')), ([effect]) => effect);
	printTitle('How often what went wrong, by operation');
	printTable(
		['', ...operations],
		byEffect.map(([effect, all]) => {
			const counts = countBy(
				all.flatMap(({ operation, hits: times }) => Array<string>(times).fill(operation)),
			);
			return [effect, ...operations.map((operation) => String(counts[operation] ?? 0))];
		}),
	);
}

/** The failures by kind, and a story of each. */
export function printFailures(outcomes: readonly Outcome[], isTold: boolean): void {
	const failed = outcomes.filter(({ findings }) => findings.length > 0);
	if (failed.length === 0) return;
	const kinds = uniq(failed.flatMap(({ findings }) => findings.map(({ kind }) => kind)));
	const ofKind = kinds.map((kind) => ({
		kind,
		stories: failed.filter(({ findings }) => findings.some((one) => one.kind === kind)),
	}));
	const rows = sortBy(ofKind, ({ stories }) => -stories.length);
	for (const { kind, stories } of rows) {
		for (const { seed, told, findings } of stories.slice(0, TOLD)) {
			printTitle(kind);
			if (!isTold) for (const line of told) print(line);
			for (const { detail } of findings.filter((one) => one.kind === kind)) print(`=> ${detail}`);
			print(`Again: npm run test:faults -- --only ${seed}`);
		}
	}
	printTitle('Failures by kind');
	printTable(
		['kind', 'stories', 'seeds'],
		rows.map(({ kind, stories }) => [
			kind,
			String(stories.length),
			stories
				.slice(0, NAMED)
				.map(({ seed }) => seed)
				.join(' '),
		]),
		[70, null, null],
	);
}

export function printSum(outcomes: readonly Outcome[], seconds: number): void {
	const failed = outcomes.filter(({ findings }) => findings.length > 0).length;
	const faults = sumBy(outcomes, ({ hits }) => sumBy(hits, 'hits'));
	print(
		`\n${outcomes.length} stories, ${faults} faults met, in ${Math.round(seconds)} s: ${failed} stories failed.`,
	);
}
