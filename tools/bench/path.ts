import '../../test/support/jest/userFolder.js';

import { upperFirst } from 'lodash';
import type { INodeParameters } from 'n8n-workflow';

import { ENROLLED } from '../../test/support/outputs';
import { PACKAGE } from '../../test/support/n8n/nodeTypes';
import { byId, Stage } from '../../test/support/n8n/stage';
import { exit, print, printTable, printTitle } from '../demo/terminal';
import { addContact, addFlow, addRep, addSequence, type Account } from '../hubspot';
import { callsIn, filesOf, loadNode, watch, type Way } from './watch';

/** One contact enrolled by ID, all options as they are. */
interface Job {
	title: string;
	node: 'sequence' | 'workflow';
	/** The request that enrolls. */
	route: RegExp;
	prepare(account: Account): INodeParameters;
}

const JOBS: Job[] = [
	{
		title: 'HubSpot Sequence',
		node: 'sequence',
		route: /\/sequences\/.*enrollments$/,
		prepare: (account) => ({
			sequence: byId(addSequence(account).id),
			sender: byId(addRep(account, { email: 'rep@fjordline.example' }).userId),
		}),
	},
	{
		title: 'HubSpot Workflow, Method Direct',
		node: 'workflow',
		route: /\/enrollments\/contacts\//,
		prepare: (account) => ({ workflow: byId(addFlow(account).id) }),
	},
];

/** So many contacts more tell what runs for each of them from what runs once. */
const MORE = 20;

/** Enrolls contacts in an account of their own: the ways to the request, and what was called. */
async function enroll({ node, route, prepare }: Job, count: number) {
	const stage = await Stage.open();
	const { account } = stage.hubspot;
	const ways: Way[] = [];
	const subject = watch(await loadNode(`Hubspot${upperFirst(node)}`), {
		isAsked: (method, url) => method === 'POST' && route.test(url),
		tell: (way) => ways.push(way),
	});
	const contacts = Array.from({ length: count }, () => ({ id: addContact(account).id }));
	const request = {
		nodeTypes: { [`${PACKAGE}.hubspot${upperFirst(node)}`]: subject },
		parameters: { operation: 'enroll', contact: byId('={{ $json.id }}'), ...prepare(account) },
	};
	const calls = await callsIn(async () => {
		const { json } = await stage[node](contacts, request);
		if (json[ENROLLED].length !== count) throw new Error('A contact was not enrolled');
	});
	await stage.close();
	return { ways, calls };
}

async function measure(job: Job): Promise<string[]> {
	const { title } = job;
	const { ways, calls } = await enroll(job, 1);
	const [longest] = ways.sort((a, b) => b.length - a.length);
	printTitle(`${title}: from the node to the request that enrolls`);
	for (const frame of longest) print(frame);
	const forEach = filesOf((await enroll(job, 1 + MORE)).calls, calls, MORE);
	const inAll = filesOf(calls);
	printTitle(`${title}: the files that run (* for each contact)`);
	for (const file of inAll) print(`${forEach.includes(file) ? '*' : ' '} ${file}`);
	return [title, String(longest.length), String(inAll.length), String(forEach.length)];
}

async function bench(): Promise<void> {
	const rows: string[][] = [];
	for (const job of JOBS) rows.push(await measure(job));
	printTitle('One contact enrolled by ID');
	printTable(['node', 'frames to the request', 'files that run', 'for each contact'], rows);
}

bench().then(
	() => exit(0),
	(error: Error) => {
		print(error.stack ?? error.message);
		exit(1);
	},
);
