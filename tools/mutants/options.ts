/* eslint-disable @n8n/community-nodes/no-restricted-imports -- asks the machine, outside n8n */
import { availableParallelism } from 'node:os';

import { countAfter, splitArguments, valueAfter } from '../e2e/arguments';

/** What a person can say after `npm run test:mutants --`. */
export interface Request {
	/** `--part quota`: this part of `parts.ts` alone. */
	part: string;
	/** `--only learning`: files alone whose paths contain this. */
	only: string;
	/** `--again`: also files whose code is as it was, as their tests have changed. */
	again: boolean;
	/** `--jobs 2`: files at once; as many as the machine has cores, unless given. */
	jobs: number;
}

/** Reads the options. Throws on one it does not know or cannot read. */
export function readOptions(given: readonly string[]): Request {
	const request = { part: '', only: '', again: false, jobs: availableParallelism() };
	const rest = splitArguments(given);
	while (rest.length > 0) {
		const name = rest.shift();
		if (name === '--part') request.part = valueAfter(name, rest);
		else if (name === '--only') request.only = valueAfter(name, rest);
		else if (name === '--again') request.again = true;
		else if (name === '--jobs') request.jobs = countAfter(name, rest);
		else throw new Error(`Unknown option ${name}. Known: --part, --only, --again, --jobs`);
	}
	return request;
}
