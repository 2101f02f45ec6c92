import { DAY, MINUTE } from './time';

const MINUTES_OF_DAY = DAY / MINUTE;

/** For every minute, how many emails the 24 hours that end in it hold. */
export class RollingLoad {
	private readonly load: Int32Array;

	/** @param span instants from `start` until `end` (ms) are looked at; emails after it count for nothing */
	constructor(
		private readonly span: { start: number; end: number },
		sends: readonly number[] = [],
	) {
		this.load = new Int32Array(Math.ceil((span.end - span.start) / MINUTE));
		for (const at of sends) this.add(at);
	}

	copy(): RollingLoad {
		const copy = new RollingLoad(this.span);
		copy.load.set(this.load);
		return copy;
	}

	add(at: number, count = 1): void {
		const [first, last] = this.minutesOf(at);
		for (let minute = first; minute < last; minute++) this.load[minute] += count;
	}

	/** Adds emails at these instants, if then no 24 hours that hold one of them have more than `capacity`. */
	tryAdd(plan: readonly number[], capacity: number): boolean {
		for (const at of plan) this.add(at);
		const fits = plan.every((at) => this.fullest(at) <= capacity);
		if (!fits) for (const at of plan) this.add(at, -1);
		return fits;
	}

	/** Most emails in any 24 hours that hold this instant. */
	fullest(at: number): number {
		const [first, last] = this.minutesOf(at);
		let fullest = 0;
		for (let minute = first; minute < last; minute++) {
			if (this.load[minute] > fullest) fullest = this.load[minute];
		}
		return fullest;
	}

	private minutesOf(at: number): [first: number, last: number] {
		const first = Math.floor((at - this.span.start) / MINUTE);
		return [Math.max(0, first), Math.min(this.load.length, first + MINUTES_OF_DAY)];
	}
}
