/* eslint-disable @n8n/community-nodes/no-restricted-globals -- a process of its own, outside n8n: its CPU is not the node's */
import '../../test/support/jest/userFolder.js';

import { PLAIN } from '../../test/support/hubspotSettings';
import { Stage } from '../../test/support/n8n/stage';
import { exit, print } from '../demo/terminal';
import { JOBS } from './jobs';
import type { Opened } from './prepared';
import { RATE, type Ask, type Seen, type Task } from './task';

let stage: Stage | undefined;
/** When it was opened, ms since epoch. */
let began = 0;

async function open({ job, size, latencyMs, speed }: Task): Promise<Opened> {
	await stage?.close();
	const perTenSeconds = RATE.requests * speed;
	stage = await Stage.open({
		settings: {
			...PLAIN,
			// Beyond the limit HubSpot sends, so that what a way does to the sender can be counted.
			overLimit: 'allow',
			rateLimit: { perTenSeconds, daily: 1_000_000_000, searchPerSecond: 5 * speed },
			latencyMs: latencyMs / speed,
			bridgeDelayMs: 0,
		},
	});
	began = Date.now();
	return { url: stage.hubspot.url, plan: await JOBS[job].prepare(stage, size) };
}

function count(job: keyof typeof JOBS): Seen {
	if (!stage) throw new Error('There is no HubSpot to count in');
	const { account, requests } = stage.hubspot;
	const isUnfit = 'isUnfit' in JOBS[job] ? JOBS[job].isUnfit : undefined;
	// Whom the bench itself has put into a sequence was in it days before.
	const enrolled = [...account.enrollments, ...account.flowEnrollments].filter(
		({ enrolledAt }) => enrolledAt >= began,
	);
	const contacts = enrolled.map(({ contactId }) => account.contacts.get(contactId));
	return {
		requests: requests.count(),
		tooMany: requests.count({ status: 429 }),
		enrolled: enrolled.length,
		beyondLimit: account.overLimitSends.length,
		unfit: contacts.filter((contact) => contact && isUnfit?.(contact)).length,
	};
}

process.once('disconnect', () => exit(1));
process.on('message', (ask: Ask) => {
	const answer = 'open' in ask ? open(ask.open) : Promise.resolve(count(ask.count));
	answer.then(
		(told) => process.send?.(told),
		(error: Error) => {
			print(error.stack ?? error.message);
			exit(1);
		},
	);
});
