import '../../test/support/jest/userFolder.js';

import { upperFirst } from 'lodash';
import type { INodeParameters } from 'n8n-workflow';

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

async function measure({ title, node, route, prepare }: Job): Promise<string[]> {
	const stage = await Stage.open();
	const { account } = stage.hubspot;
	const ways: Way[] = [];
	const subject = watch(await loadNode(`Hubspot${upperFirst(node)}`), {
		isAsked: (method, url) => method === 'POST' && route.test(url),
		tell: (way) => ways.push(way),
	});
	const contacts = Array.from({ length: 3 }, () => ({ id: addContact(account).id }));
	const request = {
		nodeTypes: { [`${PACKAGE}.hubspot${upperFirst(node)}`]: subject },
		parameters: { operation: 'enroll', contact: byId('={{ $json.id }}'), ...prepare(account) },
	};
	const run = async (items: typeof contacts) =>
		await callsIn(async () => {
			const { json } = await stage[node](items, request);
			if (json[0].length !== items.length) throw new Error('A contact was not enrolled');
		});
	const [one, two] = [await run(contacts.slice(0, 1)), await run(contacts.slice(1))];
	await stage.close();
	const [longest] = ways.sort((a, b) => b.length - a.length);
	printTitle(`${title}: from the node to the request that enrolls`);
	for (const frame of longest) print(frame);
	const [inAll, again] = [filesOf(one), filesOf(two, one)];
	printTitle(`${title}: the files that run (* again for each contact)`);
	for (const file of inAll) print(`${again.includes(file) ? '*' : ' '} ${file}`);
	return [title, String(longest.length), String(inAll.length), String(again.length)];
}

async function bench(): Promise<void> {
	const rows: string[][] = [];
	for (const job of JOBS) rows.push(await measure(job));
	printTitle('One contact enrolled by ID');
	printTable(['node', 'frames to the request', 'files that run', 'again for each contact'], rows);
}

bench().then(
	() => exit(0),
	(error: Error) => {
		print(error.stack ?? error.message);
		exit(1);
	},
);
