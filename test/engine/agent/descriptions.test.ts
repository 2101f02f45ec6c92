import type { NodeRunOptions } from '../../support/n8n/runNode';
import { askAgent } from '../../support/n8n/agent';
import { byEmail, Stage } from '../../support/n8n/stage';

/** What OpenAI takes of a function. */
const LONGEST = 1024;

const SEQUENCE = 'hubspotSequence';
const WORKFLOW = 'hubspotWorkflow';

const TOOLS: Array<[NodeRunOptions['type'], operation: string, does: string, name: string]> = [
	[SEQUENCE, 'enroll', 'Puts one contact into a HubSpot sequence', 'Enroll Contact'],
	[SEQUENCE, 'unenroll', 'Takes one contact out of the HubSpot sequence', 'Unenroll Contact'],
	[SEQUENCE, 'status', 'Says whether one contact is in a HubSpot', 'Get Enrollment Status'],
	[SEQUENCE, 'checkSendLimit', 'Says how many more sequence emails', 'Check Sending Limit'],
	[WORKFLOW, 'enroll', 'Puts one contact into a HubSpot workflow', 'Enroll Contact'],
	[WORKFLOW, 'unenroll', 'Takes one contact out of a HubSpot workflow', 'Unenroll Contact'],
	[WORKFLOW, 'status', 'Says which HubSpot workflows one contact is in', 'Get Enrollment Status'],
	[WORKFLOW, 'checkSendLimit', 'Says how many more contacts', 'Check Sending Limit'],
];

let stage: Stage;
beforeAll(async () => {
	stage = await Stage.open();
});
afterAll(async () => await stage.close());

describe.each(TOOLS)('%s, %s, as a model gets it', (type, operation, does, name) => {
	const [own, other] = type === SEQUENCE ? ['Sequence', 'Workflow'] : ['Workflow', 'Sequence'];

	it('says what it does, when to use it, when the other node, and what the fields take', async () => {
		const { description, takes } = await askAgent(stage, { type, parameters: { operation } });
		expect(description.startsWith(does)).toBe(true);
		expect(description).toMatch(/ Use it (only when|for|before) /);
		expect(description).toContain(`use a HubSpot ${other} tool`);
		expect(description).toContain(' Answer: ');
		expect(description.endsWith(`Operation: ${name} in HubSpot ${own}`)).toBe(true);
		expect(description.length).toBeLessThanOrEqual(LONGEST);
		if (operation === 'checkSendLimit') {
			expect(takes).toEqual({});
		} else {
			expect(description).toContain('an email address or a contact ID (digits only)');
			expect(takes).toEqual({
				Contact: 'Email address or HubSpot contact ID (digits only) of the contact',
			});
		}
	});

	it('takes no contact of the model where a person has set one', async () => {
		const contact = byEmail('nathan@example.com');
		const parameters = { operation, contact };
		expect((await askAgent(stage, { type, parameters })).takes).toEqual({});
	});

	it('says what a person wrote instead', async () => {
		const toolDescription = 'Ours';
		const parameters = { operation, descriptionType: 'manual', toolDescription };
		expect((await askAgent(stage, { type, parameters })).description).toBe('Ours');
	});
});
