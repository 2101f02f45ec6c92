/** One inbox of an account in which HubSpot follows a reading, for as long as one likes. */
import { sortedIndexBy } from 'lodash';

import {
	BEFORE_ALL,
	plannersUnder,
	type EmailPlanner,
} from '../../../nodes/shared/quota/emailsOwed';
import type { LoggedEmail } from '../../../nodes/shared/quota/look';
import type { Reading } from '../../../nodes/shared/quota/readings';
import type { Schedule } from '../../../nodes/shared/quota/schedule';
import { exactly } from '../../../nodes/shared/quota/window';

/** From 0 to 1, the same row of numbers for the same seed. */
export function draws(seed: number): () => number {
	let state = seed;
	return () => (state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32) / 2 ** 32;
}

interface Enrollment {
	contact: string;
	source: string;
	schedule: Schedule;
	enrolledAt: number;
	sent: number[];
	/** When its next email joins the queue. */
	due: number;
}

interface Customs {
	reading: Reading;
	/** Ms from one email to the next at least. */
	pace?: number;
	/** Share of emails that are answered: then no more go out. */
	replies?: number;
	seed?: number;
}

export class Inbox {
	readonly log: LoggedEmail[] = [];
	/** Contacts that are in no sequence any more. */
	readonly left = new Set<string>();
	private readonly queue: Enrollment[] = [];
	private readonly plannersOf: (schedule: Schedule) => EmailPlanner[];
	private readonly draw: () => number;
	private free = 0;

	constructor(private readonly customs: Customs) {
		this.plannersOf = plannersUnder([customs.reading]);
		this.draw = draws(customs.seed ?? 1);
	}

	enroll(contact: string, source: string, schedule: Schedule, at: number): void {
		this.plan({ contact, source, schedule, enrolledAt: at, sent: [], due: at });
	}

	/** Sends what goes out until then, that instant included. */
	runUntil(now: number): void {
		for (;;) {
			const [next] = this.queue;
			if (!next) return;
			const at = Math.max(next.due, this.free);
			if (at > now) return;
			this.queue.shift();
			this.send(next, at);
		}
	}

	private send(enrollment: Enrollment, at: number): void {
		const { contact, source, sent } = enrollment;
		const { pace = 0, replies = 0 } = this.customs;
		this.free = at + pace;
		sent.push(at);
		const to = `${contact}@example.com`;
		this.log.push({ id: `${contact} ${sent.length}`, at, to, sequenceId: source });
		if (this.draw() < replies) this.left.add(contact);
		else this.plan(enrollment);
	}

	private plan(enrollment: Enrollment): void {
		const { contact, schedule, enrolledAt, sent } = enrollment;
		const last = sent.at(-1);
		const progress = {
			enrolled: exactly(enrolledAt),
			seen: sent.length,
			last: last === undefined ? undefined : exactly(last),
		};
		const [next] = this.plannersOf(schedule).flatMap((planner) => planner(progress, BEFORE_ALL));
		if (!next) {
			this.left.add(contact);
			return;
		}
		const { from, until } = next;
		const due = from + Math.floor(this.draw() * (until - from + 1));
		const planned = { ...enrollment, due };
		this.queue.splice(sortedIndexBy(this.queue, planned, 'due'), 0, planned);
	}
}
