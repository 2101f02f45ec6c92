/* eslint-disable @n8n/community-nodes/no-restricted-imports -- reads a command line, outside n8n */
import { availableParallelism } from 'node:os';
import { parseArgs } from 'node:util';

export interface Request {
	/** A part of parts.mjs, `quota` or `outcomes`; all where it is missing. */
	part: string | undefined;
	/** Of these files alone: what their paths contain. */
	only: string;
	/** Files at once. */
	jobs: number;
	/** Also of files whose code is as it was: their tests have changed. */
	again: boolean;
}

/** @throws TypeError for an option that there is none of */
export function readOptions(args: string[]): Request {
	const { values } = parseArgs({
		args,
		options: {
			part: { type: 'string' },
			only: { type: 'string', default: '' },
			again: { type: 'boolean', default: false },
			jobs: { type: 'string', default: String(availableParallelism()) },
		},
	});
	return { ...values, part: values.part, jobs: Number(values.jobs) };
}
