import '../../test/support/jest/userFolder.js';

import type { IDataObject } from 'n8n-workflow';

import { ACCEPTED_BEARER, maxRollingSends, startHubspot } from '../hubspot';
import { MemoryCredentials } from '../../test/support/n8n/credentials';
import { DataTables } from '../../test/support/n8n/dataTables';
import { runWorkflow, type EngineResult } from '../../test/support/n8n/engine';
import { readContactList, readExample } from './examples';
import { LEDGER, plannedSends } from './ledger';
import { printOutcomes, printRequests, printRoom, printStatus, printUnenrolled } from './report';
import { exit, print, printTitle, Progress } from './terminal';

/** HubSpot needs some milliseconds for a request, and about 80 seconds for the helper workflow. */
const HUBSPOT = { latencyMs: 25, bridgeDelayMs: 3_000 };
const REPLIED_BY_PHONE = 5;
const DAY = 24 * 3600 * 1000;

async function demo(): Promise<void> {
	const contacts = readContactList();
	const hubspot = await startHubspot({ settings: HUBSPOT });
	print(
		`${contacts.length} contacts, the two nodes in n8n's engine, a stand-in HubSpot on ${hubspot.url}`,
	);
	const progress = new Progress(8);
	const credentials = new MemoryCredentials({
		grantType: 'serviceKey',
		appToken: ACCEPTED_BEARER,
		baseUrl: hubspot.url,
	});
	const dataTables = new DataTables();
	const spent: Array<[string, number]> = [];
	async function run(file: string, items: IDataObject[]): Promise<EngineResult> {
		hubspot.requests.clear();
		const example = readExample(file);
		const result = await runWorkflow({
			workflow: example,
			pinData: { Contacts: items.map((json) => ({ json })) },
			credentials,
			dataTables,
			onNodeDone: (name) => {
				if (/Sending Limit|Enroll|Status/.test(name)) progress.step(`${example.name}: ${name}`);
			},
		});
		const { error } = result.run.data.resultData;
		if (error) throw error;
		spent.push([example.name ?? file, hubspot.requests.count()]);
		return result;
	}
	try {
		const sequence = await run('enroll-list-in-sequence.json', contacts);
		const [enrolled] = sequence.node('Enroll in Sequence').outputs;
		const replied = enrolled.slice(0, REPLIED_BY_PHONE).map(({ json }) => ({ email: json.email }));
		const planned = plannedSends(dataTables);
		const bridge = await run('unenroll-from-sequence.json', replied);
		const left = plannedSends(dataTables);
		const workflow = await run('enroll-list-in-workflow.json', contacts);
		progress.stop();

		printTitle(
			`1. How many of ${contacts.length} contacts may Ann send a sequence to? (Check Sending Limit)`,
		);
		printRoom(sequence.node('Check Sending Limit').outputs[0][0].json);
		printTitle(`2. Enroll ${contacts.length} contacts in her sequence (HubSpot Sequence)`);
		printOutcomes(sequence.node('Enroll in Sequence'));
		printTitle('3. Where do the enrolled ones stand? (Get Enrollment Status)');
		printStatus(sequence.node('Get Status').outputs[0]);
		printTitle(`4. ${REPLIED_BY_PHONE} of them called: take them out (Unenroll)`);
		printUnenrolled(bridge.node('Unenroll from Sequence').outputs[0]);
		print(
			`Follow-ups planned in the Data Table "${LEDGER}": ${planned}, and ${left} without them.`,
		);
		printTitle(
			`5. The same ${contacts.length} contacts into a workflow, 40 a day (HubSpot Workflow)`,
		);
		printOutcomes(workflow.node('Enroll in Workflow'));
		printTitle('6. What it cost');
		printRequests(spent, contacts.length);
		// HubSpot sends three emails a minute, so that most of these are still to come.
		hubspot.clock.advance(DAY);
		const most = maxRollingSends(hubspot.account, 'ann@fjordline.example');
		print(
			`A day later: most emails of Ann in any 24 hours, by the count of HubSpot: ${most} of 500; over the limit: ${hubspot.account.overLimitSends.length}.`,
		);
		print(
			'\nThe workflows are in examples/, to import in n8n. "npm run n8n" opens them in a real one.',
		);
	} finally {
		progress.stop();
		await hubspot.close();
	}
}

demo().then(
	() => exit(0),
	(error: Error) => {
		print(error.stack ?? error.message);
		exit(1);
	},
);
