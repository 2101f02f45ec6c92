import { byHandOf, type ByHand } from './byHand';
import { personOf, type Person } from './person';
import type { TraceOptions } from './options';
import { Random } from './random';
import { DAY, HOUR, MINUTE, START } from './time';

export interface TraceRep {
	ownerId: string;
	userId: string;
	email: string;
	/** Sequence emails that HubSpot lets the rep send in any 24 hours. */
	limit: number;
	/** Of these, kept free for what the rep sends without n8n, and for email that a late task holds up. */
	reserve: number;
}

/** What is going to happen, whoever guards the limit: drawn before anything is enrolled. */
export interface Scenario {
	options: TraceOptions;
	reps: TraceRep[];
	/** New contacts, by the batch in which they arrive. */
	arrivals: Array<{ at: number; people: Person[] }>;
	/** What the reps do in HubSpot itself. */
	byHand: ByHand[];
	/** When the trace ends, ms since epoch. */
	end: number;
}

const LIMITS = [80, 95, 110, 130, 150];
const RESERVE = 15;
/** 200 a day for five reps. */
const CONTACTS_PER_REP = 40;
const BATCHES = 10;
const FIRST_BATCH = 8 * HOUR + 5 * MINUTE;

export function drawScenario(options: TraceOptions): Scenario {
	const { days, seed } = options;
	const reps = Array.from({ length: options.reps }, (_, order) => repOf(order));
	const random = new Random(`${seed} contacts`);
	const arrivals = Array.from({ length: days * BATCHES }, (_, order) => {
		const day = Math.floor(order / BATCHES);
		const at = START + day * DAY + FIRST_BATCH + (order % BATCHES) * HOUR;
		const count = (CONTACTS_PER_REP * reps.length) / BATCHES;
		const people = Array.from({ length: count }, (__, place) =>
			personOf(`51${order * count + place + 1}`, place % reps.length, random),
		);
		return { at, people };
	});
	const byHand = reps.flatMap((_, rep) => byHandOf(rep, days, new Random(`${seed} rep ${rep}`)));
	return { options, reps, arrivals, byHand, end: START + days * DAY };
}

const repOf = (order: number): TraceRep => ({
	ownerId: `71${order + 1}`,
	userId: `81${order + 1}`,
	email: `rep-${order + 1}@fjordline.example`,
	limit: LIMITS[order % LIMITS.length],
	reserve: RESERVE,
});
