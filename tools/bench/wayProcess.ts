/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- measures its own process, outside n8n */
import '../../test/support/jest/userFolder.js';

import { constants, monitorEventLoopDelay, PerformanceObserver } from 'node:perf_hooks';
import { setTimeout as sleep } from 'node:timers/promises';

import { isMatch } from 'lodash';

import { exit, print } from '../demo/terminal';
import { profiled } from './profile';
import type { Cost, Measure } from './task';
import { WAYS } from './ways';

const SETTLE_MS = 20;
const RESOLUTION_MS = 5;

/** What came of it, for as long as its memory counts: n8n holds it as well. */
const held: { result?: unknown } = {};

const isMajor = (entry: object): boolean =>
	'detail' in entry && isMatch(Object(entry.detail), { kind: constants.NODE_PERFORMANCE_GC_MAJOR });

async function measure({ way, opened, profile }: Measure): Promise<Cost> {
	global.gc?.();
	const before = process.memoryUsage().heapUsed;
	let peak = before;
	const weigh = () => {
		peak = Math.max(peak, process.memoryUsage().heapUsed);
	};
	// Just after garbage was collected, what is in use is what is needed.
	const collections = new PerformanceObserver((list) => {
		if (list.getEntries().some(isMajor)) weigh();
	});
	collections.observe({ entryTypes: ['gc'] });
	const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
	delay.enable();
	// Its first tick begins the count: what is blocked before would not be seen.
	await sleep(SETTLE_MS);
	const cpu = process.cpuUsage();
	const began = performance.now();
	const run = async () => {
		held.result = await WAYS[way].run(opened);
	};
	const shares = profile === undefined ? await run() : await profiled(profile, run);
	const seconds = (performance.now() - began) / 1_000;
	const { user, system } = process.cpuUsage(cpu);
	delay.disable();
	collections.disconnect();
	global.gc?.();
	weigh();
	return {
		seconds,
		cpuMs: (user + system) / 1_000,
		peakBytes: peak - before,
		blockMs: delay.max / 1e6 - RESOLUTION_MS,
		...(shares && { shares }),
	};
}

process.once('disconnect', () => exit(1));
process.on('message', (asked: Measure) => {
	measure(asked).then(
		(cost) => process.send?.(cost),
		(error: Error) => {
			print(error.stack ?? error.message);
			exit(1);
		},
	);
});
