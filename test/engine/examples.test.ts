import { demoContacts } from '../../tools/hubspot';
import { readContactList, readExample } from '../../tools/demo/examples';
import { LAGGING } from '../../tools/e2e/standIn';
import { MemoryCredentials } from '../support/n8n/credentials';
import { runWorkflow } from '../support/n8n/engine';
import { Stage } from '../support/n8n/stage';
import { ENROLLED } from '../support/outputs';

/** Each with the node that is to see every pinned item, and what it says of the first. */
const EXAMPLES: Array<[file: string, node: string, outcome: string]> = [
	['closed-won-out.json', 'Unenroll from Sequence', 'unenrolled'],
	['enroll-list-in-sequence.json', 'Enroll in Sequence', 'enrolled'],
	['enroll-list-in-workflow.json', 'Enroll in Workflow', 'enrolled'],
	['form-lead-to-owner.json', 'Enroll in Sequence', 'enrolled'],
	['sheet-to-team.json', 'Enroll in Sequence', 'enrolled'],
	['unenroll-from-sequence.json', 'Unenroll from Sequence', 'unenrolled'],
];

let stage: Stage;
beforeEach(async () => {
	stage = await Stage.open({ seed: 'account', settings: { bridgeDelayMs: 0, ...LAGGING } });
	// By then the properties show what the account began with.
	stage.hubspot.clock.advance(LAGGING.propertyLagMs + 1);
});
afterEach(async () => await stage.close());

it('contacts.csv holds the contacts of the demo account', () => {
	const emails = demoContacts(stage.hubspot.account).map(({ email }) => email);
	expect(readContactList().map(({ email }) => email)).toEqual(emails);
});

it.each(EXAMPLES)('%s: %s gives every pinned item once', async (file, node, outcome) => {
	const { pinData, ...workflow } = readExample(file);
	const result = await runWorkflow({
		workflow,
		pinData,
		credentials: new MemoryCredentials(stage.serviceKey),
	});
	expect(result.run.data.resultData.error).toBeUndefined();
	const outputs = result.node(node).outputs;
	expect(outputs.flat()).toHaveLength(Object.values(pinData).flat().length);
	expect(outputs[ENROLLED][0]?.json).toMatchObject({ outcome });
});

it('the status behind Enroll shows who was enrolled, though the properties lag', async () => {
	const { pinData, ...workflow } = readExample('enroll-list-in-sequence.json');
	const result = await runWorkflow({
		workflow,
		pinData,
		credentials: new MemoryCredentials(stage.serviceKey),
	});
	const [enrolled] = result.node('Enroll in Sequence').outputs;
	const [shown] = result.node('Get Status').outputs;
	expect(shown).toHaveLength(enrolled.length);
	expect(shown.map(({ json }) => json.enrolled)).toEqual(enrolled.map(() => true));
});
