import { sortedIndexBy } from 'lodash';

interface Task {
	at: number;
	run: () => void;
}

/**
 * Time as the stand-in sees it: a base clock plus whatever `advance` added.
 * All instants are epoch milliseconds.
 */
export class VirtualClock {
	private offset = 0;
	private running?: number;
	private queue: Task[] = [];

	constructor(private readonly base: () => number = Date.now) {}

	now(): number {
		return this.running ?? this.base() + this.offset;
	}

	/** Runs `run` once the clock has reached `time`; tasks of one instant keep their order. */
	at(time: number, run: () => void): void {
		let index = sortedIndexBy<{ at: number }>(this.queue, { at: time }, 'at');
		while (index < this.queue.length && this.queue[index].at === time) index++;
		this.queue.splice(index, 0, { at: time, run });
	}

	/** Runs everything due up to `until`, each task seeing its own due time as now. */
	runDue(until = this.now()): void {
		if (this.running !== undefined) return;
		try {
			let reached = -Infinity;
			while (this.queue.length > 0 && this.queue[0].at <= until) {
				const task = this.queue.shift() as Task;
				reached = Math.max(reached, task.at);
				this.running = reached;
				task.run();
			}
		} finally {
			this.running = undefined;
		}
	}

	/** Moves time forward by `ms`, running everything due in between, in order. */
	advance(ms: number): void {
		this.runDue(this.now() + ms);
		this.offset += ms;
	}

	/** Forgets pending tasks and every advance. */
	reset(): void {
		this.queue = [];
		this.offset = 0;
	}
}
