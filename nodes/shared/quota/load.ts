const MINUTES = 60;

interface Hour {
	/** What all of its minutes have. */
	all: number;
	/** What each has beside that; missing where none has anything. */
	each?: Int32Array;
	/** The most that one has beside that. */
	most: number;
}

/**
 * A number for each minute from 0 on. It is kept by the hour: what is added and asked for is mostly a
 * day, which takes some dozens of steps then instead of 1,440.
 */
export class Load {
	private readonly hours: Hour[] = [];

	/** Adds to all minutes from the first to the last. */
	add(first: number, last: number, count: number): void {
		for (let from = first; from <= last; from = endOfHour(from) + 1) {
			const to = Math.min(last, endOfHour(from));
			const hour = this.hourOf(from);
			if (to - from === MINUTES - 1) hour.all += count;
			else addToSome(hour, from % MINUTES, to % MINUTES, count);
		}
	}

	/** The last of these minutes that has more than `bound`. */
	lastAbove(bound: number, first: number, last: number): number | undefined {
		let to = Math.min(last, this.hours.length * MINUTES - 1);
		for (; to >= first; to = startOfHour(to) - 1) {
			const { all, each, most } = this.hourOf(to);
			if (all + most <= bound) continue;
			const from = Math.max(first, startOfHour(to));
			for (let minute = to; minute >= from; minute--) {
				if (all + (each?.[minute % MINUTES] ?? 0) > bound) return minute;
			}
		}
		return undefined;
	}

	/** The most that one of these minutes has. */
	most(first: number, last: number): number {
		let most = 0;
		const end = Math.min(last, this.hours.length * MINUTES - 1);
		for (let from = first; from <= end; from = endOfHour(from) + 1) {
			const to = Math.min(end, endOfHour(from));
			const { all, each } = this.hourOf(from);
			most = Math.max(most, all + (each ? mostOf(each, from % MINUTES, to % MINUTES) : 0));
		}
		return most;
	}

	/** The last minute that has anything, or -1. */
	get last(): number {
		return this.lastAbove(0, 0, Infinity) ?? -1;
	}

	private hourOf(minute: number): Hour {
		for (;;) {
			const hour = this.hours[Math.floor(minute / MINUTES)];
			if (hour) return hour;
			this.hours.push({ all: 0, most: 0 });
		}
	}
}

const startOfHour = (minute: number) => minute - (minute % MINUTES);
const endOfHour = (minute: number) => startOfHour(minute) + MINUTES - 1;

function addToSome(hour: Hour, from: number, to: number, count: number): void {
	const each = (hour.each ??= new Int32Array(MINUTES));
	for (let minute = from; minute <= to; minute++) each[minute] = (each[minute] ?? 0) + count;
	hour.most = mostOf(each, 0, MINUTES - 1);
}

/** Not with `Math.max(...)`, which is several times slower. */
function mostOf(each: Int32Array, from: number, to: number): number {
	let most = each[from] ?? 0;
	for (let minute = from + 1; minute <= to; minute++) {
		const here = each[minute] ?? 0;
		if (here > most) most = here;
	}
	return most;
}
