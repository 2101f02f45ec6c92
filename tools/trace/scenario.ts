import { range } from 'lodash';

import { byHandOf, type ByHand } from './byHand';
import { personOf, type Person } from './person';
import type { TraceOptions } from './options';
import { Random } from './random';
import { DAY, HOUR, MINUTE, START } from './time';

export interface TraceRep {
	ownerId: string;
	userId: string;
	email: string;
	/** Whose limit it is, as the node is told. */
	plan: 'custom' | 'professional';
	/** Emails that HubSpot lets the rep send in any 24 hours. */
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

type Limit = Pick<TraceRep, 'plan' | 'limit' | 'reserve'>;

const LIMITS = [80, 95, 110, 130, 150].map(
	(limit): Limit => ({ plan: 'custom', limit, reserve: 15 }),
);
/** Of Sales Hub Professional (hubspot-api.md 8.1); as much is kept free as five reps keep: as many tasks are late. */
const SEAT: Limit = { plan: 'professional', limit: 500, reserve: 75 };
const CONTACTS_PER_REP = 40;
const BATCHES = 10;
const FIRST_BATCH = 8 * HOUR + 5 * MINUTE;

export function drawScenario(options: TraceOptions): Scenario {
	const { days, seed } = options;
	const reps = options.seat
		? [repOf(0, SEAT)]
		: range(options.reps).map((order) => repOf(order, LIMITS[order % LIMITS.length]));
	const perBatch = (CONTACTS_PER_REP * (options.seat ? LIMITS.length : reps.length)) / BATCHES;
	const random = new Random(`${seed} contacts`);
	const arrivals = Array.from({ length: days * BATCHES }, (_, order) => {
		const day = Math.floor(order / BATCHES);
		const at = START + day * DAY + FIRST_BATCH + (order % BATCHES) * HOUR;
		const people = range(perBatch).map((place) =>
			personOf(`51${order * perBatch + place + 1}`, place % reps.length, random),
		);
		return { at, people };
	});
	const byHand = reps.flatMap((_, rep) => byHandOf(rep, days, new Random(`${seed} rep ${rep}`)));
	return { options, reps, arrivals, byHand, end: START + days * DAY };
}

const repOf = (order: number, limit: Limit): TraceRep => ({
	ownerId: `71${order + 1}`,
	userId: `81${order + 1}`,
	email: `rep-${order + 1}@fjordline.example`,
	...limit,
});
