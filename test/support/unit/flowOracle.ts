import { HOUR } from './arbitraries';

/** A workflow as a drawing: contacts begin at the first action; a wait takes an hour. */
export type Drawing = Array<{ kind: 'email' | 'wait' | 'other'; next: number[] }>;

interface Way {
	/** When each email goes out, ms. */
	offsets: number[];
	waited: number;
}

/** Every way through a workflow without circles, from the first action to where it ends. */
export function ways(drawn: Drawing, at = 0, before: Way = { offsets: [], waited: 0 }): Way[] {
	const action = drawn[at];
	if (!action) return [before];
	const waited = before.waited + (action.kind === 'wait' ? HOUR : 0);
	const offsets = action.kind === 'email' ? [...before.offsets, waited] : before.offsets;
	if (action.next.length === 0) return [{ offsets, waited }];
	return action.next.flatMap((next) => ways(drawn, next, { offsets, waited }));
}

/** The most different emails that a contact can get, by every set of actions it can have met. */
export function mostEmailsOnAnyWalk(drawn: Drawing): number {
	const known = new Set<string>();
	let most = 0;
	const walk = (at: number, met: ReadonlySet<number>): void => {
		if (!drawn[at]) return;
		const now = new Set(met).add(at);
		const state = `${at} of ${[...now].sort().join()}`;
		if (known.has(state)) return;
		known.add(state);
		most = Math.max(most, [...now].filter((action) => drawn[action].kind === 'email').length);
		for (const next of drawn[at].next) walk(next, now);
	};
	walk(0, new Set());
	return most;
}
