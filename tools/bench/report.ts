import { print, printTable } from '../demo/terminal';
import { JOBS } from './jobs';
import { sharesInWords } from './profile';
import type { Measured } from './task';
import { WAYS } from './ways';

const KB = 1024;

const requestsEach = ({ requests, task }: Measured): number => requests / task.size;
const cpuEach = ({ cpuMs, task }: Measured): number => cpuMs / task.size;

export const HEAD = [
	'job',
	'way',
	'contacts',
	'answer, ms',
	'seconds',
	'rate floor',
	'requests each',
	'429s',
	'CPU ms each',
	'memory each, kB',
	'block, ms',
	'enrolled',
	'unfit',
	'over limit',
];

export const rowOf = (one: Measured): string[] => [
	JOBS[one.task.job].title,
	WAYS[one.task.way].title,
	one.task.size.toLocaleString('en'),
	String(one.task.latencyMs),
	one.seconds.toFixed(1),
	String(one.floor),
	requestsEach(one).toFixed(2),
	String(one.tooMany),
	cpuEach(one).toFixed(2),
	(one.peakBytes / KB / one.task.size).toFixed(1),
	one.blockMs.toFixed(0),
	String(one.enrolled),
	String(one.unfit),
	String(one.beyondLimit),
];

export const asMarkdown = (all: readonly Measured[]): string =>
	[HEAD, HEAD.map(() => '---'), ...all.map(rowOf)]
		.map((cells) => `| ${cells.join(' | ')} |`)
		.join('\n');

export function printShares({ task, shares = {} }: Measured): void {
	print(`\n${JOBS[task.job].title}, ${task.size} contacts, ${WAYS[task.way].title}: whose CPU`);
	printTable(['code of', 'ms', 'of all'], sharesInWords(shares));
}

/** What may not be, however fast the machine is. */
export function wrongWith(all: readonly Measured[]): string[] {
	const ours = all.filter(({ task }) => task.way === 'node');
	const of = (one: Measured) => `${JOBS[one.task.job].title}, ${one.task.size} contacts`;
	return ours.flatMap((one) => [
		// Where HubSpot's clock runs faster, n8n's process may be too busy to be on time.
		...(one.tooMany > 0 && one.task.speed === 1
			? [`${of(one)}: ${one.tooMany} answers "too many requests"`]
			: []),
		...(one.beyondLimit > 0 ? [`${of(one)}: ${one.beyondLimit} emails over the limit`] : []),
		...(one.unfit > 0 ? [`${of(one)}: ${one.unfit} enrolled who should not be`] : []),
		...(requestsEach(one) > MOST_REQUESTS(one)
			? [`${of(one)}: ${requestsEach(one).toFixed(3)} requests each`]
			: []),
	]);
}

/** What comes once a run, and pages of a hundred contacts. */
const ONCE = 12;
const MOST_REQUESTS = ({ task }: Measured): number => 1.04 + ONCE / task.size;
