/** Numbers that look drawn, and are the same every time for one seed (mulberry32). */
export class Random {
	private state: number;

	/** @param seed any text; each topic gets one of its own, so that none shifts the draws of another */
	constructor(seed: string) {
		// FNV-1a
		let hash = 0x811c9dc5;
		for (const letter of seed) hash = Math.imul(hash ^ letter.charCodeAt(0), 0x01000193);
		this.state = hash >>> 0;
	}

	/** From 0 up to, and without, 1. */
	next(): number {
		this.state = (this.state + 0x6d2b79f5) >>> 0;
		let mixed = this.state;
		mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
		mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
		return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
	}

	/** A number between two, the second not included. */
	between(low: number, high: number): number {
		return low + this.next() * (high - low);
	}

	/** A whole number between two, both included. */
	whole(low: number, high: number): number {
		return Math.floor(this.between(low, high + 1));
	}

	chance(share: number): boolean {
		return this.next() < share;
	}

	pick<T>(list: readonly T[]): T {
		return list[this.whole(0, list.length - 1)];
	}
}
