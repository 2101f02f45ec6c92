/** What sets the time of a process: jest's fake timers, or another one like them. */
interface Clock {
	/** From now on, `Date.now` and `setTimeout` are the clock's. */
	useFakeTimers(options: object): void;
	getTimerCount(): number;
	advanceTimersToNextTimer(): void;
}

export function skipWaiting(clock: Clock): () => void;
