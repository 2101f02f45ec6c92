const MINUTE_MS = 60_000;

/**
 * The first full minute after `low` for which `holds`, given that it does for `high` and ever after; all
 * in ms since epoch.
 */
export function firstStart(holds: (start: number) => boolean, low: number, high: number): number {
	let [before, after] = [Math.floor(low / MINUTE_MS), Math.ceil(high / MINUTE_MS)];
	while (after - before > 1) {
		const middle = Math.floor((before + after) / 2);
		if (holds(middle * MINUTE_MS)) after = middle;
		else before = middle;
	}
	return after * MINUTE_MS;
}
