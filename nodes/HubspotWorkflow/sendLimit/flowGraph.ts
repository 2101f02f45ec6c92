import { memoize, omit } from 'lodash';

import type { Flow, FlowAction } from '../../shared/hubspot/workflows';

/**
 * Where an action can lead. Every kind of action names its ways on differently (`connection`,
 * `defaultBranch`, `listBranches`, `staticBranches`, `testBranches`, with GOTO edges among them), but
 * each of them holds a `nextActionId`. `fields` are the settings of the action, not ways on.
 */
function waysOn(action: FlowAction): string[] {
	const found = new Set<string>();
	const open: unknown[] = [omit(action, 'fields')];
	while (open.length > 0) {
		const value = open.pop();
		if (typeof value !== 'object' || value === null) continue;
		for (const [name, inner] of Object.entries(value)) {
			if (name !== 'nextActionId') open.push(inner);
			else if (typeof inner === 'string' || typeof inner === 'number') found.add(String(inner));
		}
	}
	return [...found];
}

/**
 * Actions that lead back to each other: a contact that meets one may meet them all. Most stand alone.
 */
export interface Loop {
	actions: FlowAction[];
	/** Where it goes on outside of it. */
	next: Loop[];
}

/**
 * The actions that a contact can come to, as loops without a circle among them.
 * @returns where a contact may begin, and every loop, each after those that it leads to
 */
export function loopsOf({ actions = [], startActionId }: Pick<Flow, 'actions' | 'startActionId'>) {
	const byId = new Map(actions.map((action) => [String(action.actionId), action]));
	const ways = new Map(
		[...byId].map(([id, action]) => [id, waysOn(action).filter((next) => byId.has(next))]),
	);
	const reached = memoize((id: string) => reachedFrom(id, ways));
	const loops = new Map<string, Loop>();

	const loopOf = (id: string): Loop => {
		const known = loops.get(id);
		if (known) return known;
		const members = [...reached(id)].filter((other) => reached(other).has(id));
		const inside = new Set([id, ...members]);
		const beyond = [...inside]
			.flatMap((member) => ways.get(member) ?? [])
			.filter((next) => !inside.has(next));
		const loop: Loop = {
			actions: [...inside].flatMap((member) => byId.get(member) ?? []),
			next: [...new Set(beyond.map(loopOf))],
		};
		for (const member of inside) loops.set(member, loop);
		return loop;
	};

	// Without a start, which HubSpot always gives, any action may be the first.
	const starts = startActionId === undefined ? [...byId.keys()] : [String(startActionId)];
	const first = starts.filter((id) => byId.has(id)).map(loopOf);
	return { first: [...new Set(first)], all: [...new Set(loops.values())] };
}

/** All that can come after `id`; itself only where the way leads back. */
function reachedFrom(id: string, ways: ReadonlyMap<string, string[]>): Set<string> {
	const reached = new Set<string>();
	const open = [...(ways.get(id) ?? [])];
	for (let next = open.pop(); next !== undefined; next = open.pop()) {
		if (reached.has(next)) continue;
		reached.add(next);
		open.push(...(ways.get(next) ?? []));
	}
	return reached;
}
