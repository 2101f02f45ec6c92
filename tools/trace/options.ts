/* eslint-disable @n8n/community-nodes/no-restricted-imports -- asks the machine, outside n8n */
import { availableParallelism } from 'node:os';

import { countAfter, splitArguments, valueAfter } from '../e2e/arguments';
import type { Settings } from '../hubspot';

/** What is traced: two guards over one month, or the node over several. */
export type View = 'guards' | 'matrix' | 'corners' | 'told';

/** The days that are traced. */
export interface TraceOptions {
	days: number;
	/** The same number, the same month. */
	seed: number;
	/** With forty new contacts a day each, and limits that an admin has set, which count all their mail. */
	reps: number;
	/** One rep instead, with as many contacts as five: with the limit of a seat, which counts sequence mail alone. */
	seat: boolean;
	/** Settings of the stand-in, see tools/hubspot/settings.ts. */
	hubspot: Partial<Settings>;
}

/** What a person can say after `npm run trace --`. */
export interface Request {
	/** `--matrix`, `--corners` or `--told`, see cells.ts. */
	view: View;
	/** `--only <text>`: only cells whose name contains the text. */
	only: string;
	/** `--jobs 2`: processes at once; as many as the machine has cores, unless given. */
	jobs: number;
	/** `--days 30`, `--seed 1`, `--reps 5`, `--seat`, `--hubspot '{"overLimit":"refuse"}'`: for all that is traced. */
	given: Partial<TraceOptions>;
}

/** HubSpot's likely reading, and three emails a minute (hubspot-api.md 2.8). */
export const LIKELY: Partial<Settings> = {
	delays: 'weekdaysFromStep',
	firstStep: 'atOnce',
	instant: 'anywhere',
	pace: { everySeconds: 20 },
};

/** The month that is traced unless something else is asked for. */
export const MONTH: TraceOptions = { days: 30, seed: 1, reps: 5, seat: false, hubspot: LIKELY };

const KNOWN =
	'--matrix, --corners, --told, --only, --jobs, --days, --seed, --reps, --seat, --hubspot';

/** Reads the options. Throws on one it does not know or cannot read. */
export function readOptions(given: readonly string[]): Request {
	const request: Request = { view: 'guards', only: '', jobs: availableParallelism(), given: {} };
	const rest = splitArguments(given);
	while (rest.length > 0) {
		const name = rest.shift();
		if (name === '--matrix') request.view = 'matrix';
		else if (name === '--corners') request.view = 'corners';
		else if (name === '--told') request.view = 'told';
		else if (name === '--only') request.only = valueAfter(name, rest);
		else if (name === '--jobs') request.jobs = countAfter(name, rest);
		else if (name === '--days') request.given.days = countAfter(name, rest);
		else if (name === '--seed') request.given.seed = countAfter(name, rest);
		else if (name === '--reps') request.given.reps = countAfter(name, rest);
		else if (name === '--seat') request.given.seat = true;
		else if (name === '--hubspot') request.given.hubspot = settingsFrom(valueAfter(name, rest));
		else throw new Error(`Unknown option ${name}. Known: ${KNOWN}`);
	}
	return request;
}

/** Days as asked for on the command line, and as they are meant to be where nothing was asked. */
export const asGiven = (meant: TraceOptions, { given }: Pick<Request, 'given'>): TraceOptions => ({
	...meant,
	...given,
	hubspot: { ...meant.hubspot, ...given.hubspot },
});

function settingsFrom(text: string): Partial<Settings> {
	const settings: unknown = JSON.parse(text);
	if (typeof settings === 'object' && settings !== null && !Array.isArray(settings))
		return settings;
	throw new Error('--hubspot needs settings as a JSON object');
}
