/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- measures its own process, outside n8n */
import '../../test/support/jest/userFolder.js';

import { monitorEventLoopDelay } from 'node:perf_hooks';

import { exit, print } from '../demo/terminal';
import type { Cost, Measure, Prepared } from './task';
import { WAYS, type WayName } from './ways';

const SAMPLE_MS = 20;
const RESOLUTION_MS = 5;

async function measure(way: WayName, opened: Prepared): Promise<Cost> {
	global.gc?.();
	const before = process.memoryUsage().heapUsed;
	let peak = before;
	const sample = setInterval(() => {
		peak = Math.max(peak, process.memoryUsage().heapUsed);
	}, SAMPLE_MS);
	const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
	delay.enable();
	const cpu = process.cpuUsage();
	const began = performance.now();
	await WAYS[way].run(opened);
	const seconds = (performance.now() - began) / 1_000;
	const { user, system } = process.cpuUsage(cpu);
	delay.disable();
	clearInterval(sample);
	return {
		seconds,
		cpuMs: (user + system) / 1_000,
		peakBytes: peak - before,
		blockMs: delay.max / 1e6 - RESOLUTION_MS,
	};
}

process.once('disconnect', () => exit(1));
process.on('message', ({ way, opened }: Measure) => {
	measure(way, opened).then(
		(cost) => process.send?.(cost),
		(error: Error) => {
			print(error.stack ?? error.message);
			exit(1);
		},
	);
});
