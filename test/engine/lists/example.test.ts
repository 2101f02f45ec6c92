import { readExample } from '../../../tools/demo/examples';
import { REPS, SEQUENCES } from '../../../tools/hubspot';
import { MemoryCredentials } from '../../support/n8n/credentials';
import { runWorkflow } from '../../support/n8n/engine';
import { byId, Stage } from '../../support/n8n/stage';

let stage: Stage;
beforeAll(async () => {
	stage = await Stage.open({ seed: 'account' });
});
afterAll(async () => await stage.close());

/** What a person chooses. */
const CHOICES = {
	sourceList: byId('6002'),
	sender: byId(REPS.ben.userId),
	sequence: byId(SEQUENCES.outbound),
};

it.each([
	['the dry run says what would happen', true, ['wouldEnroll', 'wouldEnroll', 'wouldSkip']],
	[
		'the first morning enrolls who is on the list and may be emailed',
		false,
		['enrolled', 'enrolled', 'skipped'],
	],
	['the second has nobody left', false, ['skipped', 'skipped', 'skipped']],
])('list-every-morning.json: %s', async (_, dryRun, outcomes) => {
	const { nodes, ...example } = readExample('list-every-morning.json');
	const enroll = 'Enroll in Sequence';
	const chosen = nodes.map((node) =>
		node.name === enroll
			? {
					...node,
					credentials: { hubspotEnrollmentOAuth2Api: { id: 'any', name: 'HubSpot' } },
					parameters: {
						...node.parameters,
						...CHOICES,
						...(!dryRun && { options: { ...(node.parameters.options as object), dryRun } }),
					},
				}
			: node,
	);
	const result = await runWorkflow({
		workflow: { ...example, nodes: chosen },
		pinData: { 'Every Morning': [{ json: {} }] },
		credentials: new MemoryCredentials(stage.serviceKey),
		dataTables: stage.dataTables,
	});
	expect(result.run.data.resultData.error).toBeUndefined();
	const answers = result.node(enroll).outputs.flat();
	expect(answers.map(({ json }) => json.outcome)).toEqual(outcomes);
});
