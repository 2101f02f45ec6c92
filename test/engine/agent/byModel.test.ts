import type { INodeParameters } from 'n8n-workflow';

import { addList } from '../../../tools/hubspot';
import { askAgent, WAYS, type Ask } from '../../support/n8n/agent';
import { byEmail, byId } from '../../support/n8n/stage';
import { Cast, closeCasts } from '../../support/cast';
import { ENROLLED } from '../../support/outputs';
import { entered, newFlow, on } from '../workflow/support';

const SAID = "={{ $fromAI('it') }}";

/** Ways by which what a model says reaches a field. */
const BY_MODEL = [
	SAID,
	'={{ $json.it }}',
	'={{ $input.item.json.it }}',
	'={{ "" + $fromai("it") }}',
];

/** Settings that a model must not have, with a value that would be dangerous. */
const OF_SEQUENCE: Array<[path: string, value: string]> = [
	['sendLimitMode', 'off'],
	['plan', 'enterprise'],
	['senderMode', 'contactOwner'],
	['operation', 'unenroll'],
	['contactsFrom', 'list'],
	['options.reserve', '0'],
	['options.mailbox', 'standard'],
	['options.apiRoutes', 'crmObjects'],
	['options.ledgerUnavailable', 'useHubSpotCount'],
	['options.alreadyEnrolled', 'replace'],
	['options.maxPerRun', '0'],
	['options.maxPerDomain', '0'],
	['options.cooldownDays', '0'],
	['options.skipIneligible', 'false'],
	['options.senderEmail', 'boss@fjordline.example'],
];

const OF_WORKFLOW: Array<[path: string, value: string]> = [
	['sendLimitMode', 'off'],
	['method', 'property'],
	['contactsFrom', 'list'],
	['enrollmentsPerDay', '0'],
	['monthlyEmailLimit', '0'],
	['options.apiRoutes', 'crmObjects'],
	['options.requireMarketingContact', 'false'],
	['options.ifDisabled', 'warn'],
];

afterAll(closeCasts);

/** Parameters with a value at a path such as `options.reserve`. */
function withValue(path: string, value: INodeParameters[string]): INodeParameters {
	const [first, second] = path.split('.');
	return { [first]: second ? { [second]: value } : value };
}

const ofSequence = (cast: Cast, more: INodeParameters): Pick<Ask, 'type' | 'parameters'> => ({
	type: 'hubspotSequence',
	parameters: { sequence: byId(cast.sequence.id), sender: byId(cast.rep.userId), ...more },
});

describe('a model may not decide', () => {
	it.each(OF_SEQUENCE)('%s of a sequence tool', async (path, it) => {
		const cast = await Cast.open();
		const tool = ofSequence(cast, withValue(path, SAID));
		const says = { Contact: cast.contacts[0].id, it };
		const { answer } = await askAgent(cast.stage, { ...tool, says });
		expect(answer).toMatchObject([
			{ outcome: 'failed', error: expect.stringMatching(/^An agent may not decide /) },
		]);
		expect(cast.account.enrollments).toEqual([]);
	});

	it.each(OF_WORKFLOW)('%s of a workflow tool', async (path, it) => {
		const cast = await Cast.open();
		const flow = newFlow(cast.stage);
		const parameters = on('enroll', flow, withValue(path, SAID));
		const says = { Contact: cast.contacts[0].id, it };
		const ask: Ask = { type: 'hubspotWorkflow', parameters, says };
		const { answer } = await askAgent(cast.stage, ask);
		expect(answer).toMatchObject([
			{ outcome: 'failed', error: expect.stringMatching(/^An agent may not decide /) },
		]);
		expect(entered(cast.stage, flow)).toBe(0);
	});
});

it.each(WAYS.flatMap((way) => BY_MODEL.map((expression) => [way, expression] as const)))(
	'run by the %s, by whatever way it gets in: %s',
	async (way, expression) => {
		const cast = await Cast.open();
		const tool = ofSequence(cast, { sendLimitMode: expression });
		const says = { Contact: cast.contacts[0].id, it: 'off' };
		const { answer } = await askAgent(cast.stage, { ...tool, says, way });
		expect(answer).toMatchObject([
			{ error: "An agent may not decide 'When the Limit Is Reached'" },
		]);
		expect(cast.account.enrollments).toEqual([]);
	},
);

describe.each(['turnOff', 'archive'])('%s', (method) => {
	const consent = { method, affectEveryone: true };

	const theMethod = () => method;
	const yes = () => 'true';
	const theFlow = (flowId: string) => flowId;

	it.each<[string, (flowId: string) => INodeParameters, said: (flowId: string) => string]>([
		['how', (id) => ({ workflow: byId(id), ...consent, method: SAID }), theMethod],
		['whether', (id) => ({ workflow: byId(id), ...consent, affectEveryone: SAID }), yes],
		['which', () => ({ workflow: byId(SAID), ...consent }), theFlow],
		['which, by the item', () => ({ workflow: byId('={{ $json.it }}'), ...consent }), theFlow],
	])('is not done where a model decides %s', async (_, parametersOf, said) => {
		const cast = await Cast.open();
		const flow = newFlow(cast.stage);
		const parameters = { operation: 'unenroll', ...parametersOf(flow.id) };
		const { answer } = await askAgent(cast.stage, {
			type: 'hubspotWorkflow',
			parameters,
			says: { Contact: cast.contacts[0].id, it: said(flow.id) },
		});
		expect(answer).toMatchObject([{ outcome: 'failed' }]);
		expect(cast.account.flows).toContainEqual(expect.objectContaining({ id: flow.id }));
		expect(cast.hubspot.requests.filter(({ method: verb }) => verb !== 'GET')).toEqual([]);
	});

	it('is done where a person has set all of it', async () => {
		const cast = await Cast.open();
		const parameters = on('unenroll', newFlow(cast.stage), consent);
		const { answer } = await askAgent(cast.stage, { type: 'hubspotWorkflow', parameters });
		expect(answer).toMatchObject([{ outcome: 'unenrolled', affectsEveryone: true }]);
	});
});

it('a model may say whom, into what, by whom, and whether to try only', async () => {
	const cast = await Cast.open();
	const parameters = {
		contact: byEmail("={{ $fromAI('who') }}"),
		sequence: byId("={{ $fromAI('into') }}"),
		sender: byId("={{ $fromAI('by') }}"),
		options: { dryRun: "={{ $fromAI('only_try', '', 'boolean') }}" },
	};
	const says = {
		who: cast.contacts[0].id,
		into: cast.sequence.id,
		by: cast.rep.email,
		only_try: true,
	};
	const { answer } = await askAgent(cast.stage, { type: 'hubspotSequence', parameters, says });
	expect(answer).toMatchObject([{ outcome: 'wouldEnroll', sender: { email: cast.rep.email } }]);
});

it.each(BY_MODEL)('which list stays with a person: not by %s', async (expression) => {
	const cast = await Cast.open();
	const { listId } = addList(cast.account, { members: [cast.contacts[0].id] });
	const tool = ofSequence(cast, { contactsFrom: 'list', sourceList: byId(expression) });
	const { answer } = await askAgent(cast.stage, { ...tool, says: { it: listId } });
	expect(answer).toMatchObject([{ error: "An agent may not decide 'Contact List'" }]);
	expect(cast.account.enrollments).toEqual([]);
});

it('whom a person has put on a list is enrolled, and the model is asked for nobody', async () => {
	const cast = await Cast.open({ contacts: 2 });
	const { listId } = addList(cast.account, { members: cast.contacts.map(({ id }) => id) });
	const tool = ofSequence(cast, { contactsFrom: 'list', sourceList: byId(listId) });
	const { answer, takes } = await askAgent(cast.stage, tool);
	expect(takes).toEqual({});
	expect(answer.map(({ outcome }) => outcome)).toEqual(['enrolled', 'enrolled']);
	const empty = ofSequence(cast, {
		contactsFrom: 'list',
		sourceList: byId(addList(cast.account).listId),
	});
	expect((await askAgent(cast.stage, empty)).answer).toEqual([
		{ message: 'Nothing was done: nobody is there' },
	]);
});

it('what is neither an address nor an ID is said to the model', async () => {
	const cast = await Cast.open();
	const says = { Contact: 'Nathan' };
	const { answer } = await askAgent(cast.stage, { ...ofSequence(cast, {}), says });
	expect(answer).toMatchObject([
		{ error: 'The Contact is neither an email address nor a HubSpot contact ID' },
	]);
	expect(String(answer[0].message)).toContain('"Nathan" was given');
});

it('outside of an agent, an expression may give any setting', async () => {
	const cast = await Cast.open();
	const items = cast.items.map((item) => ({ ...item, mode: 'warn' }));
	const run = await cast.enroll(items, { parameters: { sendLimitMode: '={{ $json.mode }}' } });
	expect(run.json[ENROLLED]).toMatchObject([{ outcome: 'enrolled' }]);
});
