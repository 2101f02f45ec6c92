/* eslint-disable @n8n/community-nodes/no-restricted-globals -- the time of a process of its own, outside n8n */
import { skipWaiting } from '../../test/support/jest/waiting.js';

interface Wait {
	/** Ms since epoch. */
	at: number;
	run: () => void;
}

/**
 * The time of a whole process, for the nodes and the stand-in alike. It stands still while something
 * is done and goes on at once to the end of the next wait, so a slow machine sees the same month.
 */
export class TraceClock {
	private readonly waits = new Map<unknown, Wait>();

	/** @param at where it begins, ms since epoch */
	constructor(private at: number) {
		skipWaiting(this);
	}

	now(): number {
		return this.at;
	}

	/** Jumps ahead to an instant (ms since epoch); does nothing where that is past. */
	moveTo(at: number): void {
		this.at = Math.max(at, this.at);
	}

	/** Begins anew, at any instant (ms since epoch); nothing may be waited for. */
	startAt(at: number): void {
		this.at = at;
	}

	useFakeTimers(): void {
		const { setTimeout: realTimeout, clearTimeout: clearReal } = globalThis;
		const timeout = (callback: (...given: unknown[]) => void, ms = 0, ...given: unknown[]) => {
			// Node's own kind of handle, of a timer that does nothing.
			const handle = realTimeout(() => {}, 0);
			this.waits.set(handle, { at: this.at + Math.trunc(ms), run: () => callback(...given) });
			return handle;
		};
		Date.now = () => this.at;
		globalThis.setTimeout = Object.assign(timeout, realTimeout);
		globalThis.clearTimeout = (handle) => {
			if (!this.waits.delete(handle)) clearReal(handle);
		};
	}

	getTimerCount(): number {
		return this.waits.size;
	}

	advanceTimersToNextTimer(): void {
		const [handle, { at, run }] = [...this.waits].reduce((a, b) => (b[1].at < a[1].at ? b : a));
		this.waits.delete(handle);
		this.moveTo(at);
		run();
	}
}
