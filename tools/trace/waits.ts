import type { Person } from './person';

/** A contact that was held back. */
export interface Wait {
	rep: number;
	contactId: string;
	sequenceId: string;
	/** When it was held first, ms since epoch. */
	from: number;
	/** When it was enrolled; Infinity for one that still waits at the end. */
	until: number;
}

/** The contacts that wait for their `retryAt`, and for how long each of them did. */
export class Waits {
	private readonly waiting = new Map<Person, Wait & { retryAt: number }>();
	readonly all: Wait[] = [];

	hold(person: Person, retryAt: number, now: number): void {
		const known = this.waiting.get(person);
		if (known) {
			known.retryAt = retryAt;
			return;
		}
		const { id: contactId, rep, sequenceId } = person;
		const wait = { rep, contactId, sequenceId, from: now, until: Infinity, retryAt };
		this.waiting.set(person, wait);
		this.all.push(wait);
	}

	end(person: Person, now: number): void {
		const wait = this.waiting.get(person);
		if (wait) wait.until = now;
		this.waiting.delete(person);
	}

	/** Those whose `retryAt` has come, who came first first. */
	due(now: number): Person[] {
		return [...this.waiting].flatMap(([person, { retryAt }]) => (retryAt <= now ? [person] : []));
	}
}
