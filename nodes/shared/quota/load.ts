/** Minutes of a half hour: send windows of all time zones open and close on those, but for a few by a quarter. */
export const STEP_MINUTES = 30;

/**
 * A number for each minute from 0 on. It is kept by the half hour: what is added and asked for is mostly a
 * day, which takes some dozens of steps then instead of 1,440.
 */
export class Load {
	/** What all minutes of a half hour have. */
	private all = new Int32Array(128);
	/** The most that one of its minutes has. */
	private fullest = new Int32Array(128);
	/** What each has beside what all have; missing where none has anything. */
	private readonly each: Array<Int32Array | undefined> = [];

	/** Adds to all minutes from the first to the last; to none where the last comes before. */
	add(first: number, last: number, count: number): void {
		if (last < first) return;
		const from = placeOf(first);
		const to = placeOf(last);
		this.reach(to + 1);
		const head = first - from * STEP_MINUTES;
		const tail = last - to * STEP_MINUTES;
		if (from === to) return this.addTo(from, head, tail, count);
		this.addTo(from, head, STEP_MINUTES - 1, count);
		for (let place = from + 1; place < to; place++) this.addToAll(place, count);
		this.addTo(to, 0, tail, count);
	}

	/** The last of these minutes that has more than `bound`. */
	lastAbove(bound: number, first: number, last: number): number | undefined {
		for (let place = placeOf(last); place >= placeOf(first); place--) {
			if ((this.fullest[place] ?? 0) <= bound) continue;
			const minute = this.lastAboveIn(place, bound, first, last);
			if (minute !== undefined) return minute;
		}
		return undefined;
	}

	/** The last of these minutes that has more than its half hour may have. */
	lastAboveEach(bounds: Float64Array, first: number, last: number): number | undefined {
		const { fullest } = this;
		const end = placeOf(first);
		// What nothing was added to has nothing, and is above a bound below 0 only.
		for (let place = placeOf(last); place >= end; place--) {
			const bound = bounds[place] ?? 0;
			if ((fullest[place] ?? 0) <= bound) continue;
			const minute = this.lastAboveIn(place, bound, first, last);
			if (minute !== undefined) return minute;
		}
		return undefined;
	}

	/** The most that one of these minutes has. */
	most(first: number, last: number): number {
		let most = 0;
		const end = placeOf(last);
		for (let place = placeOf(first); place <= end; place++) {
			if ((this.fullest[place] ?? 0) <= most) continue;
			const start = place * STEP_MINUTES;
			const each = this.each[place];
			const head = Math.max(first - start, 0);
			const tail = Math.min(last - start, STEP_MINUTES - 1);
			most = Math.max(most, (this.all[place] ?? 0) + (each ? mostOf(each, head, tail) : 0));
		}
		return most;
	}

	private lastAboveIn(
		place: number,
		bound: number,
		first: number,
		last: number,
	): number | undefined {
		const start = place * STEP_MINUTES;
		const all = this.all[place] ?? 0;
		const each = this.each[place];
		const from = Math.max(first, start);
		for (let minute = Math.min(last, start + STEP_MINUTES - 1); minute >= from; minute--) {
			if (all + (each?.[minute - start] ?? 0) > bound) return minute;
		}
		return undefined;
	}

	private addToAll(place: number, count: number): void {
		this.all[place] = (this.all[place] ?? 0) + count;
		this.fullest[place] = (this.fullest[place] ?? 0) + count;
	}

	private addTo(place: number, head: number, tail: number, count: number): void {
		if (tail - head === STEP_MINUTES - 1) return this.addToAll(place, count);
		const each = (this.each[place] ??= new Int32Array(STEP_MINUTES));
		for (let minute = head; minute <= tail; minute++) each[minute] = (each[minute] ?? 0) + count;
		this.fullest[place] = (this.all[place] ?? 0) + mostOf(each, 0, STEP_MINUTES - 1);
	}

	private reach(places: number): void {
		if (places <= this.all.length) return;
		const grown = (values: Int32Array) => {
			const more = new Int32Array(2 * places);
			more.set(values);
			return more;
		};
		[this.all, this.fullest] = [grown(this.all), grown(this.fullest)];
	}
}

/** The half hour that a minute is in. */
export const placeOf = (minute: number): number => Math.floor(minute / STEP_MINUTES);

/** Not with `Math.max(...)`, which is several times slower. */
function mostOf(each: Int32Array, from: number, to: number): number {
	let most = each[from] ?? 0;
	for (let minute = from + 1; minute <= to; minute++) {
		const here = each[minute] ?? 0;
		if (here > most) most = here;
	}
	return most;
}
