/* eslint-disable @n8n/community-nodes/no-restricted-globals -- times a script of its own, outside n8n */

/**
 * The time of a whole process: once made, `Date.now()` tells its time, to the nodes and to the
 * stand-in alike. It goes on as the real one does, and `moveTo` jumps.
 */
export class TraceClock {
	private readonly realNow = () => performance.now();
	private since = this.realNow();
	private speed = 1;

	/** @param at where it begins, ms since epoch */
	constructor(private at: number) {
		Date.now = () => this.now();
	}

	now(): number {
		return Math.floor(this.at + (this.realNow() - this.since) * this.speed);
	}

	/** Jumps ahead to an instant (ms since epoch); does nothing where that is past. */
	moveTo(at: number): void {
		this.at = Math.max(at, this.now());
		this.since = this.realNow();
	}

	/** Runs something that waits, while time goes `speed` times as fast, timers included. */
	async faster<T>(speed: number, run: () => Promise<T>): Promise<T> {
		const realTimeout = globalThis.setTimeout;
		const timeout = (callback: () => void, ms = 0) => realTimeout(callback, ms / speed);
		globalThis.setTimeout = Object.assign(timeout, realTimeout);
		this.moveTo(this.now());
		this.speed = speed;
		try {
			return await run();
		} finally {
			this.moveTo(this.now());
			this.speed = 1;
			globalThis.setTimeout = realTimeout;
		}
	}
}
