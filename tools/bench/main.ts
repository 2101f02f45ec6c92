/* eslint-disable @n8n/community-nodes/no-restricted-globals -- measures its own process, outside n8n */
import '../../test/support/jest/userFolder.js';

import { runNode } from '../../test/support/n8n/runNode';
import { byEmail, byId } from '../../test/support/n8n/stage';
import { exit, print, printTable, Progress } from '../demo/terminal';
import { REPS, SEQUENCES } from '../hubspot';
import { enrollByHttpChain } from './httpChain';
import { bearer, cleanContacts, startSeparateHubspot, type SeparateHubspot } from './standIn';

const CONTACTS = 400;
/** Requests that HubSpot takes in ten seconds of an app, on Professional and Enterprise. */
const RATE = 190;
const SENDERS = {
	'room for all': { ...REPS.ben, email: 'ben@fjordline.example', plan: 'enterprise' },
	'room for 25': { ...REPS.ann, email: 'ann@fjordline.example', plan: 'professional' },
};
type Sender = (typeof SENDERS)[keyof typeof SENDERS];

async function byNode(hubspot: SeparateHubspot, emails: string[], sender: Sender): Promise<number> {
	const run = await runNode({
		type: 'hubspotSequence',
		items: emails.map((email) => ({ email })),
		credentials: { grantType: 'serviceKey', appToken: bearer, baseUrl: hubspot.url },
		settings: { onError: 'continueErrorOutput' },
		parameters: {
			operation: 'enroll',
			contact: byEmail('={{ $json.email }}'),
			sequence: byId(SEQUENCES.single),
			sender: byId(sender.userId),
			plan: sender.plan,
		},
	});
	return run.json[0].length;
}

const byChain = async (hubspot: SeparateHubspot, emails: string[], sender: Sender) =>
	await enrollByHttpChain({
		url: hubspot.url,
		emails,
		userId: sender.userId,
		senderEmail: sender.email,
		sequenceId: SEQUENCES.single,
	});

/** One row of the table: a way to enroll, measured from a fresh account on. */
async function measure(
	hubspot: SeparateHubspot,
	[label, enroll]: [string, typeof byNode],
	[room, sender]: [string, Sender],
): Promise<string[]> {
	// Beyond the limit HubSpot drops mail here without a word: what the guard is to prevent.
	await hubspot.reset({ overLimit: 'silent' });
	const emails = await cleanContacts(hubspot.url, CONTACTS);
	const before = (await hubspot.state()).requests;
	const cpu = process.cpuUsage();
	const start = performance.now();
	let peak = 0;
	const sample = setInterval(() => (peak = Math.max(peak, process.memoryUsage().heapUsed)), 50);
	const enrolled = await enroll(hubspot, emails, sender);
	clearInterval(sample);
	const seconds = (performance.now() - start) / 1000;
	const { user, system } = process.cpuUsage(cpu);
	const state = await hubspot.state();
	const requests = state.requests - before;
	// In a rolling window, a full burst fits at once, and the next one ten seconds later.
	const floor = Math.max(0, Math.floor((requests - 1) / RATE) * 10);
	return [
		label,
		room,
		String(enrolled),
		String(state.droppedSends),
		(requests / emails.length).toFixed(2),
		seconds.toFixed(1),
		floor.toFixed(1),
		((user + system) / 1000 / emails.length).toFixed(2),
		(peak / 1024 / 1024).toFixed(0),
	];
}

async function bench(): Promise<void> {
	const hubspot = await startSeparateHubspot();
	const progress = new Progress(4);
	try {
		const rows: string[][] = [];
		const ways: Array<[string, typeof byNode]> = [
			['HubSpot Sequence node', byNode],
			['chain of HTTP requests', byChain],
		];
		for (const sender of Object.entries(SENDERS)) {
			for (const way of ways) {
				progress.step(`${way[0]}, ${sender[0]}`);
				rows.push(await measure(hubspot, way, sender));
			}
		}
		progress.stop();
		print(
			`${CONTACTS} contacts by email into a sequence, HubSpot's rate of ${RATE} requests in 10 s`,
		);
		printTable(
			[
				'way',
				'sender',
				'enrolled',
				'mail lost',
				'requests per contact',
				'seconds',
				'rate floor, s',
				'CPU ms per contact',
				'peak heap, MB',
			],
			rows,
		);
	} finally {
		progress.stop();
		hubspot.stop();
	}
}

bench().then(
	() => exit(0),
	(error: Error) => {
		print(error.stack ?? error.message);
		exit(1);
	},
);
