import { sortedIndexBy } from 'lodash';

interface Entry {
	at: number;
	run: () => void | Promise<void>;
}

/** What is to happen, in the order of time; those of one instant in the order they were noted in. */
export class Agenda {
	private readonly entries: Entry[] = [];

	/** @param at ms since epoch */
	note(at: number, run: Entry['run']): void {
		let place = sortedIndexBy(this.entries, { at, run }, 'at');
		while (this.entries[place]?.at === at) place++;
		this.entries.splice(place, 0, { at, run });
	}

	/** Takes off what comes next, if it comes before `end`. */
	next(end: number): Entry | undefined {
		return this.entries[0] && this.entries[0].at < end ? this.entries.shift() : undefined;
	}
}
