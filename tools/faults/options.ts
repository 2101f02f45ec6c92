/* eslint-disable @n8n/community-nodes/no-restricted-imports -- asks the machine, outside n8n */
import { availableParallelism } from 'node:os';

import { range } from 'lodash';

import { countAfter, splitArguments } from '../e2e/arguments';

/** What a person can say after `npm run test:faults --`. */
export interface Request {
	/** `--seeds 300`: how many stories; `--from 1`: the first of them; `--only 17`: this one alone, told whole. */
	seeds: number[];
	/** Whether the stories are told with all that was requested and said. */
	toldWhole: boolean;
	/** `--jobs 2`: processes at once; as many as the machine has cores, unless given. */
	jobs: number;
}

const KNOWN = '--seeds, --from, --only, --jobs';

/** Reads the options. Throws on one it does not know or cannot read. */
export function readOptions(given: readonly string[]): Request {
	let [count, from, jobs] = [300, 1, availableParallelism()];
	let only: number | undefined;
	const rest = splitArguments(given);
	while (rest.length > 0) {
		const name = rest.shift();
		if (name === '--seeds') count = countAfter(name, rest);
		else if (name === '--from') from = countAfter(name, rest);
		else if (name === '--only') only = countAfter(name, rest);
		else if (name === '--jobs') jobs = countAfter(name, rest);
		else throw new Error(`Unknown option ${name}. Known: ${KNOWN}`);
	}
	const seeds = only === undefined ? range(from, from + count) : [only];
	return { seeds, toldWhole: only !== undefined, jobs };
}
