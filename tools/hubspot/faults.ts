/**
 * What goes wrong. `before` and `after` tell whether the request took effect first:
 * `reset` cuts the connection, `timeout` keeps the caller waiting `ms` (real time) and then cuts it.
 * `partial` makes a batch read answer 207 with these ids (or emails) as missing. `insteadAfter` takes
 * effect and then answers with something else, as a proxy on the way may: text is sent as it is.
 * `rewrite` is given what the stand-in answers and says what is sent instead, with `status` if that is to
 * be another one. `brokenOff` takes effect, and half of the answer comes: then the
 * connection is cut (`reset`), or the answer ends as if it were whole (`end`).
 * `lateMs` takes effect so much later (real time): the caller has met the `meanwhile` by then, as behind
 * a gateway that has given up waiting.
 */
export type FaultEffect =
	| { status: number; body?: unknown; headers?: Record<string, string> }
	| { reset: 'before' | 'after' }
	| { timeout: 'before' | 'after'; ms: number }
	| { html404: true }
	| { partial: string[] }
	| { latencyMs: number }
	| { brokenOff: 'reset' | 'end' }
	| { insteadAfter: { status: number; body: unknown; headers?: Record<string, string> } }
	| { rewrite: (answer: Answered) => unknown; status?: number }
	| { lateMs: number; meanwhile: FaultEffect };

/** What the stand-in answers to a request. */
interface Answered {
	method: string;
	/** For example `/crm/v3/lists/:listId`. */
	route: string;
	status: number;
	body: unknown;
}

export interface FaultRule {
	method?: string;
	/** A RegExp, or a part of the path; tried on the raw and on the decoded path. */
	path?: RegExp | string;
	/** How many requests it hits; without it, every matching one. */
	times?: number;
	/** How many matching requests pass first. */
	skip?: number;
	effect: FaultEffect;
}

export interface LiveRule extends FaultRule {
	/** Requests that matched. */
	seen: number;
	/** Those of them that it hit. */
	hits: number;
}

function decoded(path: string): string {
	try {
		return decodeURIComponent(path);
	} catch {
		return path;
	}
}

/** Whether `path`, as sent or decoded, contains the string or matches the expression. */
export function matchesPath(pattern: RegExp | string | undefined, path: string): boolean {
	if (pattern === undefined) return true;
	return [path, decoded(path)].some((candidate) =>
		typeof pattern === 'string'
			? candidate.includes(pattern)
			: new RegExp(pattern.source, pattern.flags.replace(/[gy]/g, '')).test(candidate),
	);
}

export class Faults {
	private rules: LiveRule[] = [];

	/** @returns the rule, which goes on counting */
	add(rule: FaultRule): Readonly<LiveRule> {
		const live = { ...rule, seen: 0, hits: 0 };
		this.rules.push(live);
		return live;
	}

	clear(): void {
		this.rules = [];
	}

	/** How often a fault was applied so far, over all rules that are still set. */
	get hits(): number {
		return this.rules.reduce((sum, rule) => sum + rule.hits, 0);
	}

	/** The effect for this request, if a rule hits it; counts the rule down. */
	take(method: string, path: string): FaultEffect | undefined {
		for (const rule of this.rules) {
			const sameMethod = rule.method === undefined || rule.method.toUpperCase() === method;
			if (!sameMethod || !matchesPath(rule.path, path)) continue;
			if (rule.times !== undefined && rule.hits >= rule.times) continue;
			rule.seen++;
			if (rule.seen <= (rule.skip ?? 0)) continue;
			rule.hits++;
			return rule.effect;
		}
		return undefined;
	}
}
