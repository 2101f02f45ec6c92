/* eslint-disable @n8n/community-nodes/no-restricted-imports -- looks into its own process, outside n8n */
import type { Profiler } from 'node:inspector';
import { Session } from 'node:inspector/promises';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { sum } from 'lodash';

const SAMPLE_MICROS = 500;

/** Whose code a file is; the first that fits. */
const OWNERS: ReadonlyArray<readonly [owner: string, file: RegExp]> = [
	['the request: axios and what it needs', /node_modules\/(axios|follow-redirects|form-data)\//],
	['n8n: engine, request helper', /node_modules\/(n8n-core|n8n-workflow|@n8n\/[^/]+)\//],
	['other packages', /node_modules\//],
	['this package', /\/(nodes|credentials)\//],
	['Node: network, files', /^node:/],
	['the bench', /./],
];
const GARBAGE = 'collection of garbage';
const NOBODY = 'V8 itself';

/** Time of CPU by whose code it went to, ms. */
export type Shares = Record<string, number>;

/**
 * Runs something and writes what V8 saw of it, for what reads `.cpuprofile` files: a browser, an editor.
 * @returns to whom the time went; a function of V8's own is its caller's
 */
export async function profiled(file: string, act: () => Promise<void>): Promise<Shares> {
	const session = new Session();
	session.connect();
	await session.post('Profiler.enable');
	await session.post('Profiler.setSamplingInterval', { interval: SAMPLE_MICROS });
	await session.post('Profiler.start');
	await act();
	const { profile } = await session.post('Profiler.stop');
	session.disconnect();
	await mkdir(dirname(file), { recursive: true });
	await writeFile(file, JSON.stringify(profile));
	return sharesOf(profile);
}

function sharesOf({ nodes, samples = [], timeDeltas = [] }: Profiler.Profile): Shares {
	const micros = new Map<number, number>();
	for (const [order, id] of samples.entries()) {
		micros.set(id, (micros.get(id) ?? 0) + (timeDeltas[order] ?? 0));
	}
	const shares: Shares = {};
	const byId = new Map(nodes.map((node) => [node.id, node]));
	const add = (id: number, callers: string) => {
		const node = byId.get(id);
		if (!node) return;
		const { url, functionName } = node.callFrame;
		if (functionName === '(idle)') return;
		const owner =
			functionName === '(garbage collector)'
				? GARBAGE
				: (OWNERS.find(([, file]) => file.test(url))?.[0] ?? callers);
		shares[owner] = (shares[owner] ?? 0) + (micros.get(id) ?? 0) / 1_000;
		for (const child of node.children ?? []) add(child, owner);
	};
	const [root] = nodes;
	if (root) add(root.id, NOBODY);
	return shares;
}

/** The shares, the largest first, each with its part of the whole. */
export function sharesInWords(shares: Shares): string[][] {
	const whole = sum(Object.values(shares));
	return Object.entries(shares)
		.sort(([, a], [, b]) => b - a)
		.map(([owner, ms]) => [owner, ms.toFixed(0), `${((100 * ms) / whole).toFixed(0)} %`]);
}
