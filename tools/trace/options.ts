import { valueAfter } from '../e2e/arguments';
import type { Settings } from '../hubspot';

/** What a person can say after `npm run trace --`. */
export interface TraceOptions {
	/** `--days 30`. */
	days: number;
	/** `--seed 1`: the same number, the same month. */
	seed: number;
	/** `--reps 5`: with forty new contacts a day each. */
	reps: number;
	/** `--hubspot '{"overLimit":"refuse"}'`: settings of the stand-in, see tools/hubspot/settings.ts. */
	hubspot: Partial<Settings>;
}

/** Reads the options. Throws on one it does not know or cannot read. */
export function readOptions(given: readonly string[]): TraceOptions {
	const options: TraceOptions = { days: 30, seed: 1, reps: 5, hubspot: {} };
	const rest = given.flatMap((argument) => argument.split(/=(.*)/s).filter(Boolean));
	while (rest.length > 0) {
		const name = rest.shift();
		if (name === '--days') options.days = countFrom(name, valueAfter(name, rest));
		else if (name === '--seed') options.seed = countFrom(name, valueAfter(name, rest));
		else if (name === '--reps') options.reps = countFrom(name, valueAfter(name, rest));
		else if (name === '--hubspot') options.hubspot = settingsFrom(valueAfter(name, rest));
		else throw new Error(`Unknown option ${name}. Known: --days, --seed, --reps, --hubspot`);
	}
	return options;
}

function countFrom(name: string, value: string): number {
	const count = Number(value);
	if (Number.isInteger(count) && count > 0) return count;
	throw new Error(`${name} needs a whole number above 0`);
}

function settingsFrom(text: string): Partial<Settings> {
	const settings: unknown = JSON.parse(text);
	if (typeof settings === 'object' && settings !== null && !Array.isArray(settings))
		return settings;
	throw new Error('--hubspot needs settings as a JSON object');
}
