import { countAfter, splitArguments, valueAfter } from '../e2e/arguments';
import { JOBS, type JobName } from './jobs';
import type { Task } from './task';
import { WAYS, type WayName } from './ways';

export interface Request {
	tasks: Task[];
	/** Writes docs/bench.md. */
	isWhole: boolean;
	/** Writes a profile of each into `profiles/`, and tells whose CPU it was. It costs CPU itself. */
	withProfiles: boolean;
}

const LATENCIES_MS = [150, 400, 800];
const NAMES = Object.keys(JOBS) as JobName[];
const WAY_NAMES = Object.keys(WAYS) as WayName[];

/** HubSpot's clock runs so much faster for many contacts that a run takes a minute or two. */
const speedFor = (size: number): number => (size > 1_000 ? 10 : 1);

/** So many contacts, where a job says nothing else: it asks HubSpot once for each. */
const MOST = 10_000;

const mostOf = (job: JobName): number => {
	const one = JOBS[job];
	return ('most' in one ? one.most : undefined) ?? MOST;
};

const task = (job: JobName, way: WayName, size: number, latencyMs = LATENCIES_MS[0]): Task => ({
	job,
	way,
	size,
	latencyMs,
	speed: speedFor(size),
});

/**
 * `--quick`: a few, in two minutes; else all. `--size 1000`: of that size alone. `--only held`: of this job
 * alone. `--profile`: with profiles.
 */
export function readOptions(given: readonly string[]): Request {
	const rest = splitArguments([...given]);
	let sizes = [100, 1_000, 10_000, 50_000];
	let isQuick = false;
	let only = '';
	let withProfiles = false;
	while (rest.length > 0) {
		const name = rest.shift();
		if (name === '--quick') isQuick = true;
		else if (name === '--size') sizes = [countAfter(name, rest)];
		else if (name === '--only') only = valueAfter(name, rest);
		else if (name === '--profile') withProfiles = true;
		else throw new Error(`Unknown option ${name}. Known: --quick, --size, --only, --profile`);
	}
	const isAsked = ({ job }: Task) => only === '' || job === only;
	const request = (tasks: Task[], isAll: boolean) => ({
		tasks: tasks.filter(isAsked),
		isWhole: isAll && only === '' && !withProfiles,
		withProfiles,
	});
	if (isQuick)
		return request(
			NAMES.map((job) => task(job, 'node', 100)),
			false,
		);
	const bySize = sizes.flatMap((size) =>
		NAMES.filter((job) => size <= mostOf(job)).map((job) => task(job, 'node', size)),
	);
	const size = Math.min(1_000, ...sizes.slice(-1));
	const rivals = WAY_NAMES.filter((way) => way !== 'node').map((way) =>
		task('allChecks', way, size),
	);
	const careless = task('beyond', 'httpNode', size);
	/** Beside it stands what items of n8n's own take. */
	const many = sizes.filter((one) => one === MOST).map((one) => task('allChecks', 'httpNode', one));
	const slow = LATENCIES_MS.slice(1).map((latencyMs) => task('allChecks', 'node', size, latencyMs));
	return request([...bySize, ...slow, ...rivals, careless, ...many], sizes.length > 1);
}
