import { sleep } from 'n8n-workflow';

import type { Steps } from '../quota/steps';
import { openStore } from '../stores';

/** All of n8n stands still while a node works: so long at most, then others have their turn. */
const SLICE_MS = 10;

/** Until when this process may go on before others have their turn, ms since epoch; it has one slice. */
const slices = openStore<number>('slice of work', 1);
const SLICE = 'now';

const isOver = () => Date.now() >= (slices.get(SLICE) ?? 0);

/** Gives others their turn, where this process has worked for long. */
export async function letOthersWork(): Promise<void> {
	if (!isOver()) return;
	await sleep(0);
	slices.set(SLICE, Date.now() + SLICE_MS);
}

/** Does long work, and gives others their turn in between. */
export async function inSlices<T>(steps: Steps<T>): Promise<T> {
	for (;;) {
		const { done, value } = steps.next();
		if (done) return value;
		if (isOver()) await letOthersWork();
	}
}
