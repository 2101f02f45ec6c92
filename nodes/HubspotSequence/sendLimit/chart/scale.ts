/** Room above the highest value, as a share of it, so that its label has a place. */
const HEADROOM = 1.05;
const MOST_STEPS = 5;

/** Ticks of the axis, ascending from 0: full steps of 1, 2 or 5 times a power of ten. */
export function niceTicks(highest: number): number[] {
	const least = Math.max(1, (highest * HEADROOM) / MOST_STEPS);
	const power = 10 ** Math.floor(Math.log10(least));
	const step = [power, 2 * power, 5 * power].find((size) => size >= least) ?? 10 * power;
	const steps = Math.max(1, Math.ceil((highest * HEADROOM) / step));
	return Array.from({ length: steps + 1 }, (_, index) => index * step);
}

/** Up to a week apart as close as fits; beyond, by full weeks, so that the weekday stays the same. */
export function labelEvery(pitch: number, width: number): number {
	const apart = Math.max(1, Math.ceil(width / pitch));
	return apart <= 4 ? apart : Math.ceil(apart / 7) * 7;
}

/** A label above a bar. Pixels; `top` is where the bar ends. */
export interface LabelPlace {
	center: number;
	top: number;
	width: number;
	/** Places first come to the highest rank. */
	rank: number;
}

const LABEL_HEIGHT = 14;

/** Which labels have room: none on another label, none across a bar beside its own. */
export function placeLabels(places: readonly LabelPlace[], barWidth: number): Set<number> {
	const placed = new Set<number>();
	const ranked = [...places.entries()].sort(
		([a, { rank }], [b, other]) => other.rank - rank || a - b,
	);
	for (const [index, own] of ranked) {
		const meets = (other: LabelPlace, width: number) =>
			Math.abs(other.center - own.center) < (own.width + width) / 2;
		const isFree = places.every((other, place) => {
			if (other === own) return true;
			if (other.top < own.top && meets(other, barWidth)) return false;
			const isNear = Math.abs(other.top - own.top) < LABEL_HEIGHT;
			return !(placed.has(place) && isNear && meets(other, other.width));
		});
		if (isFree) placed.add(index);
	}
	return placed;
}
