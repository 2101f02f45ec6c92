/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- looks into its own process, outside n8n */
import { createHook, executionAsyncId } from 'node:async_hooks';
import { Session } from 'node:inspector/promises';
import { join } from 'node:path';
import { uniqBy } from 'lodash';
import type { IExecuteFunctions, INodeType } from 'n8n-workflow';

/** The nodes as they are published: what tsx makes of a source has functions of its own. */
const DIST = join(__dirname, '../../dist/');

/** Frames of our own, from the outermost in. */
export type Way = string[];

/** Loads a node from `dist`. */
export async function loadNode(name: string): Promise<INodeType> {
	const file: Record<string, new () => INodeType> = await import(
		join(DIST, `nodes/${name}/${name}.node.js`)
	);
	return new file[name]();
}

interface Watcher {
	/** Whether a request is one to tell of. */
	isAsked(method: string | undefined, url: string): boolean;
	tell(way: Way): void;
}

/** Makes the node tell the way to each of its requests that is asked for. */
export function watch(node: INodeType, { isAsked, tell }: Watcher): INodeType {
	const { execute } = node;
	if (!execute) throw new Error('This node cannot be executed');
	node.execute = async function (this: IExecuteFunctions) {
		const origins = recordOrigins();
		const send = this.helpers.httpRequestWithAuthentication;
		this.helpers.httpRequestWithAuthentication = async function (type, options, more) {
			if (isAsked(options.method, options.url)) tell(origins.wayHere());
			return await send.call(this, type, options, more);
		};
		try {
			return await execute.call(this);
		} finally {
			origins.stop();
		}
	};
	return node;
}

interface Origin {
	parent: number;
	at: Error;
}

/**
 * V8 follows an asynchronous call back as long as one function alone waits for each promise, which is
 * not so in a queue such as that of p-limit. Where it ends before the node, the stack of whoever put
 * the work there goes in front.
 */
function recordOrigins() {
	const origins = new Map<number, Origin>();
	const { stackTraceLimit } = Error;
	Error.stackTraceLimit = Infinity;
	const hook = createHook({
		init: (id) => void origins.set(id, { parent: executionAsyncId(), at: new Error() }),
	}).enable();
	return {
		wayHere(): Way {
			let way = ownFrames(new Error());
			let origin = origins.get(executionAsyncId());
			for (; origin && !/\.node\.js/.test(way[0]); origin = origins.get(origin.parent)) {
				const before = ownFrames(origin.at);
				if (before.length > 0 && placeOf(before[0]) !== placeOf(way[0])) way = [...before, ...way];
			}
			return once(way);
		},
		stop(): void {
			hook.disable();
			Error.stackTraceLimit = stackTraceLimit;
		},
	};
}

/** Each function once: where a queue took over, the frames before and after meet in the same ones. */
const once = (way: Way): Way => uniqBy(way, placeOf);

const ownFrames = ({ stack = '' }: Error): Way =>
	stack
		.split('\n')
		.filter((line) => line.includes(DIST))
		.map((line) => line.replace(/^\s*at (async )?/, '').replace(DIST, ''))
		.reverse();

/** A frame without where in the function it is; of one without a name, the line. */
const placeOf = (frame: string) => frame.replace(/(?<=\(.*):\d+:\d+\)?$|:\d+$/, '');

/** How often each function of ours was called, by its file and place. */
export type Calls = ReadonlyMap<string, number>;

/** What is called while `act` runs, by V8's own count. */
export async function callsIn(act: () => Promise<void>): Promise<Calls> {
	const session = new Session();
	session.connect();
	await session.post('Profiler.enable');
	await session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: false });
	await act();
	const { result } = await session.post('Profiler.takePreciseCoverage');
	session.disconnect();
	const calls = new Map<string, number>();
	for (const { url, functions } of result) {
		const file = url.replace('file://', '');
		if (!file.startsWith(DIST)) continue;
		for (const { functionName, ranges } of functions) {
			const [{ startOffset, count }] = ranges;
			calls.set(`${file.slice(DIST.length)} ${startOffset} ${functionName}`, count);
		}
	}
	return calls;
}

/** Files in which a function is called at least so many times more than in `others`. */
export function filesOf(calls: Calls, others: Calls = new Map(), more = 1): string[] {
	const found = [...calls].filter(([name, count]) => count - (others.get(name) ?? 0) >= more);
	return [...new Set(found.map(([name]) => name.split(' ')[0]))].sort();
}
