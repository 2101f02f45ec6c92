import { readExample } from '../../../tools/demo/examples';
import { askAgent } from '../../support/n8n/agent';
import { PACKAGE } from '../../support/n8n/nodeTypes';
import { Stage } from '../../support/n8n/stage';

const tools = readExample('agent.json').nodes.filter(({ type }) => type.startsWith(PACKAGE));

const ANSWERS: Record<string, object> = {
	'Enroll in Sequence': { outcome: 'wouldEnroll' },
	'Sequence Status': { enrolled: false },
	'Sending Limit': { level: 'close' },
	'Enroll in Workflow': { outcome: 'wouldEnroll' },
};

let stage: Stage;
beforeAll(async () => {
	stage = await Stage.open({ seed: 'account' });
});
afterAll(async () => await stage.close());

it.each(tools.map((tool) => [tool.name, tool] as const))(
	'%s of agent.json answers the model, and writes nothing',
	async (name, { type, parameters }) => {
		const node = type.endsWith('hubspotSequenceTool') ? 'hubspotSequence' : 'hubspotWorkflow';
		const says = { Contact: 'amara.almeida@brightwater-energy.example' };
		const { answer } = await askAgent(stage, { type: node, parameters, says });
		expect(answer).toMatchObject([ANSWERS[name]]);
		const writes = stage.hubspot.requests.filter(({ path }) => path.endsWith('/enrollments'));
		expect(writes).toEqual([]);
	},
);
