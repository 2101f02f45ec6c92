import type { JobName } from './jobs';
import type { Prepared } from './prepared';
import type { Shares } from './profile';
import type { WayName } from './ways';

/** One measurement. */
export interface Task {
	job: JobName;
	way: WayName;
	/** Contacts. */
	size: number;
	/** HubSpot's time for an answer, ms. */
	latencyMs: number;
	/** So many times as fast as real time runs HubSpot's clock: its rate is higher, its answers come sooner. */
	speed: number;
}

/** HubSpot's rate for an app of a Professional or Enterprise account (hubspot-api.md 9.1). */
export const RATE = { requests: 190, seconds: 10 };

/** What the process of the stand-in is asked for; it answers `Opened`, and `Seen`. */
export type Ask = { open: Task } | { count: JobName };

/** What HubSpot has seen, and what it did to the sender. */
export interface Seen {
	requests: number;
	/** Answers that say "too many requests". */
	tooMany: number;
	enrolled: number;
	/** Mail beyond the sending limit, which HubSpot drops, delays or refuses. */
	beyondLimit: number;
	/** Enrollments of contacts that should not be. */
	unfit: number;
}

/** What the process of a way is asked for; `profile`: the file for one, see profile.ts. */
export type Measure = { way: WayName; opened: Prepared; profile?: string };

/** What a way has cost. */
export interface Cost {
	seconds: number;
	cpuMs: number;
	/** The most of the heap that was in use once garbage was collected, beyond what was before, bytes. */
	peakBytes: number;
	/** Longest time for which n8n's process stood still, ms. */
	blockMs: number;
	/** Where a profile was asked for. */
	shares?: Shares;
}

export interface Measured extends Seen, Cost {
	task: Task;
	/** The least that HubSpot's rate allows for so many requests, seconds of its clock. */
	floor: number;
}
