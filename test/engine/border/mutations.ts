import { cloneDeep, get, set, unset } from 'lodash';

/** One thing that is wrong with an answer. */
export interface Mutation {
	/** Where it is, and what: `results.0.id missing`. */
	name: string;
	of(body: unknown): unknown;
}

/** What no reader of HubSpot's answers asks for. */
const UNREAD =
	/^(createdAt|updatedAt|createdate|lastmodifieddate|hs_object_id|archived|startedAt|completedAt|link|taskPattern|emailPattern|ratios|deviceBreakdown|qualifierStats|campaignAggregations|utcOffset.*|.*[cC]urrenc.*|dataHostingLocation|accountType|flowType)$/;

type Path = Array<string | number>;

/** Paths to everything within; of a list, to its first entry. */
function pathsIn(value: unknown, path: Path = []): Path[] {
	if (typeof value !== 'object' || value === null) return [];
	const inner: Array<[string | number, unknown]> = Array.isArray(value)
		? value.slice(0, 1).map((entry) => [0, entry])
		: Object.entries(value).filter(([name]) => !UNREAD.test(name));
	return inner.flatMap(([name, entry]) => {
		const here = [...path, name];
		return [here, ...pathsIn(entry, here)];
	});
}

/** Something of another type, which no reader could take for the value. */
function retyped(value: unknown): unknown {
	if (typeof value === 'string') return { text: value };
	if (typeof value === 'number') return 'abc';
	return typeof value === 'object' ? 7 : 'perhaps';
}

const changed = (name: string, path: Path, change: (body: object) => void): Mutation => ({
	name: `${path.join('.')} ${name}`,
	of(body) {
		if (typeof body !== 'object' || body === null) return body;
		const copy = cloneDeep(body);
		if (get(copy, path) !== undefined) change(copy);
		return copy;
	},
});

/** An answer with each of its fields missing once, and once of another type. */
export const mutationsOf = (body: unknown): Mutation[] =>
	pathsIn(body).flatMap((path) => [
		// A list that lacks an entry may be HubSpot's answer as well.
		...(typeof path.at(-1) === 'string'
			? [changed('missing', path, (copy) => void unset(copy, path))]
			: []),
		changed('of another type', path, (copy) => void set(copy, path, retyped(get(copy, path)))),
	]);
