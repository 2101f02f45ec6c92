import { NodeHelpers, type INode, type INodeParameters } from 'n8n-workflow';

import { NodeTypes, PACKAGE } from '../../support/n8n/nodeTypes';
import { byEmail } from '../../support/n8n/stage';
import { Cast, closeCasts } from '../../support/cast';
import { ENROLLED } from '../../support/outputs';

const NODES = ['hubspotSequence', 'hubspotWorkflow'];

/** As workflows hold it that were saved before there was a resource, which nobody sees. */
const SAVED: INodeParameters[] = [
	{ contact: byEmail('={{ $json.email }}') },
	{ operation: 'status', contact: byEmail('={{ $json.email }}') },
	{ operation: 'unenroll', contact: byEmail('nathan@example.com') },
	{ operation: 'checkSendLimit', contactsToEnroll: 60 },
];

afterAll(closeCasts);

/** What the editor makes of saved parameters when it opens (`true`) and when it saves. */
function inEditor(name: string, parameters: INodeParameters, opens: boolean) {
	const { description } = new NodeTypes().getByName(`${PACKAGE}.${name}`);
	const node: INode = {
		...{ id: 'n', name: 'n', type: `${PACKAGE}.${name}`, typeVersion: 1, position: [0, 0] },
		parameters,
	};
	return NodeHelpers.getNodeParameters(
		description.properties,
		parameters,
		opens,
		false,
		node,
		description,
	);
}

describe.each(NODES)('%s, saved without a resource', (name) => {
	it.each(SAVED)('opens with what was saved: %j', (saved) => {
		expect(inEditor(name, saved, true)).toMatchObject({ operation: 'enroll', ...saved });
	});

	it.each(SAVED)('is saved again as it was: %j', (saved) => {
		const opened = inEditor(name, saved, true);
		const again = inEditor(name, opened ?? {}, false);
		expect(again).toMatchObject(saved);
		expect(again).not.toHaveProperty('resource');
	});
});

it('enrolls where neither resource nor operation was saved', async () => {
	const cast = await Cast.open();
	const run = await cast.enroll(cast.items, { parameters: { operation: undefined } });
	expect(run.json[ENROLLED]).toMatchObject([{ outcome: 'enrolled' }]);
});

it.each(NODES)('%s: no field of a form that people see has a value for the tool', (name) => {
	const opened = inEditor(name, {}, true);
	expect(opened).toMatchObject({ contact: { mode: 'email', value: '' }, resource: 'enrollment' });
});
