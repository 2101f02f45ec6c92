import { demoContacts } from '../../tools/hubspot';
import { readContactList, readExample } from '../../tools/demo/examples';
import { LAGGING } from '../../tools/e2e/standIn';
import { MemoryCredentials } from '../support/n8n/credentials';
import { runWorkflow } from '../support/n8n/engine';
import { Stage } from '../support/n8n/stage';
import { ENROLLED } from '../support/outputs';

const EXAMPLES = [
	'enroll-list-in-sequence.json',
	'enroll-list-in-workflow.json',
	'held-back-loop.json',
	'unenroll-from-sequence.json',
];

let stage: Stage;
beforeEach(async () => {
	stage = await Stage.open({ seed: 'account', settings: { bridgeDelayMs: 0, ...LAGGING } });
});
afterEach(async () => await stage.close());

it('contacts.csv holds the contacts of the demo account', () => {
	const emails = demoContacts(stage.hubspot.account).map(({ email }) => email);
	expect(readContactList().map(({ email }) => email)).toEqual(emails);
});

it.each(EXAMPLES)('%s runs as imported, and every pinned contact comes out once', async (file) => {
	const { pinData, ...workflow } = readExample(file);
	const result = await runWorkflow({
		workflow,
		pinData,
		credentials: new MemoryCredentials(stage.serviceKey),
	});
	expect(result.run.data.resultData.error).toBeUndefined();
	const main = workflow.nodes.find(({ name }) => name.includes('nroll'))?.name ?? '';
	const outputs = result.node(main).outputs;
	expect(outputs.flat()).toHaveLength(pinData.Contacts.length);
	expect(outputs[ENROLLED].length).toBeGreaterThan(0);
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

it.each(EXAMPLES)('%s names no credential but the one to be replaced', (file) => {
	const names = readExample(file).nodes.flatMap(({ credentials = {} }) =>
		Object.values(credentials).map(({ name }) => name),
	);
	expect(new Set(names)).toEqual(new Set(['HubSpot (stand-in)']));
});
