/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a process of its own, outside n8n */
import '../../test/support/jest/userFolder.js';

import { exit, print } from '../demo/terminal';
import { drawStory } from './drawStory';
import { judge } from './judge';
import { openMachine, type Machine } from './machine';
import { play } from './play';
import type { Played } from './played';
import type { Story } from './story';
import { tell } from './tell';
import { transcript } from './transcript';
import type { Order, Outcome } from './tasks';

/** On a busy machine n8n may break off an expression in which a run is to begin, so it begins anew. */
async function playOut(story: Story, machine: Machine): Promise<Played> {
	try {
		return await play(story, machine);
	} catch {
		return await play(story, machine);
	}
}

/** Plays the seeds that its parent sends, one after the other. */
async function serve(machine: Machine, { seed, toldWhole }: Order): Promise<Outcome> {
	const story = drawStory(seed);
	const told = tell(story);
	try {
		const played = await playOut(story, machine);
		const { hits } = played;
		const findings = judge(played);
		return { seed, findings, hits, told: toldWhole ? [...told, ...transcript(played)] : told };
	} catch (error) {
		const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
		const findings = [{ kind: 'the story cannot be played', detail }];
		return { seed, findings, hits: [], told };
	}
}

process.once('disconnect', () => exit(1));

openMachine().then(
	(machine) => {
		process.on('message', (order: Order) => {
			void serve(machine, order).then((outcome) => process.send?.(outcome));
		});
		process.send?.('ready');
	},
	(error: Error) => {
		print(error.stack ?? error.message);
		exit(1);
	},
);
