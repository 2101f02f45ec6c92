const MINUTE_MS = 60_000;

/**
 * The first full minute after `low` for which `holds`, given that it does for `high` and ever after; all
 * in ms since epoch.
 * @param likely where it may well be: tried first
 */
export function firstStart(
	holds: (start: number) => boolean,
	low: number,
	high: number,
	likely = high,
): number {
	let [before, after] = [Math.floor(low / MINUTE_MS), Math.ceil(high / MINUTE_MS)];
	const first = Math.ceil(likely / MINUTE_MS);
	if (before < first && first < after) {
		if (holds(first * MINUTE_MS)) after = first;
		else before = first;
	}
	// Often it is the last one: what waits for a minute goes out in it.
	if (!holds((after - 1) * MINUTE_MS)) return after * MINUTE_MS;
	while (after - before > 1) {
		const middle = Math.floor((before + after) / 2);
		if (holds(middle * MINUTE_MS)) after = middle;
		else before = middle;
	}
	return after * MINUTE_MS;
}

/**
 * The first start, not before `from`, that suits all; undefined where none does.
 * @param next the first start from another on that suits one of them
 */
export function firstForAll<T>(
	all: readonly T[],
	next: (one: T, start: number, order: number) => number | undefined,
	from: number,
): number | undefined {
	let start = from;
	// Once round since it moved last, it suits all of them.
	for (let [order, agreed] = [0, 0]; agreed < all.length; order = (order + 1) % all.length) {
		const one = all[order];
		const later = one === undefined ? start : next(one, start, order);
		if (later === undefined) return undefined;
		agreed = later === start ? agreed + 1 : 1;
		start = later;
	}
	return start;
}
