import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { askAgent, WAYS } from '../../support/n8n/agent';
import { byId } from '../../support/n8n/stage';
import { Cast, closeCasts, limitOf } from '../../support/cast';
import { entered, newFlow, on } from '../workflow/support';

/** Who is asked for, by what the row is about. */
type Who = (cast: Cast) => string;

const someone: Who = ({ contacts }) => contacts[0].id;
const byAddress: Who = ({ contacts }) => String(contacts[0].properties.email);
const withoutEmail: Who = (cast) => cast.addContact({ email: null }).id;
const nobody: Who = () => 'nobody@nowhere.example';

const ROWS: Array<[outcome: string, who: Who, more: INodeParameters, answer: IDataObject]> = [
	['enrolled', someone, {}, { outcome: 'enrolled' }],
	['enrolled, by address', byAddress, {}, { outcome: 'enrolled' }],
	['skipped', withoutEmail, {}, { outcome: 'skipped', reason: 'NO_EMAIL' }],
	['a dry run', someone, { options: { dryRun: true } }, { outcome: 'wouldEnroll' }],
	['failed', nobody, {}, { outcome: 'failed', error: 'HubSpot has no such contact' }],
];

afterAll(closeCasts);

const inSequence = (cast: Cast, more: INodeParameters = {}) => ({
	type: 'hubspotSequence' as const,
	parameters: { sequence: byId(cast.sequence.id), sender: byId(cast.rep.userId), ...more },
});

const inWorkflow = (cast: Cast, more: INodeParameters = {}) => ({
	type: 'hubspotWorkflow' as const,
	parameters: on('enroll', newFlow(cast.stage), more),
});

describe.each(WAYS)('run by the %s', (way) => {
	it.each(ROWS)('%s: the model of a sequence tool is told', async (_, who, more, answer) => {
		const cast = await Cast.open();
		const says = { Contact: who(cast) };
		const asked = await askAgent(cast.stage, { ...inSequence(cast, more), says, way });
		expect(asked.answer).toMatchObject([answer]);
		expect(cast.account.enrollments).toHaveLength(answer.outcome === 'enrolled' ? 1 : 0);
	});

	it.each(ROWS)('%s: the model of a workflow tool is told', async (_, who, more, answer) => {
		const cast = await Cast.open();
		const flow = newFlow(cast.stage);
		const parameters = on('enroll', flow, more);
		const says = { Contact: who(cast) };
		const asked = await askAgent(cast.stage, { type: 'hubspotWorkflow', parameters, says, way });
		expect(asked.answer).toMatchObject([answer]);
		expect(entered(cast.stage, flow)).toBe(answer.outcome === 'enrolled' ? 1 : 0);
	});

	it.each([
		['sequence', inSequence, limitOf(1), 'SEND_LIMIT'],
		['workflow', inWorkflow, { enrollmentsPerDay: 1 }, 'DAILY_ENROLLMENT_CAP'],
	])('held: the model of a %s tool is told why, and until when', async (_, tool, more, reason) => {
		const cast = await Cast.open({ contacts: 2 });
		const ask = { ...tool(cast, more), way };
		const [first, second] = cast.contacts;
		await askAgent(cast.stage, { ...ask, says: { Contact: first.id } });
		const { answer } = await askAgent(cast.stage, { ...ask, says: { Contact: second.id } });
		expect(answer).toMatchObject([
			{ outcome: 'held', reason, message: expect.any(String), retryAt: expect.any(String) },
		]);
	});

	it('a failure says what to do, and nothing that is for support', async () => {
		const cast = await Cast.open({ rep: { inboxes: [] } });
		const says = { Contact: cast.contacts[0].id };
		const { answer, result } = await askAgent(cast.stage, { ...inSequence(cast), says, way });
		expect(result.run.data.resultData.error).toBeUndefined();
		expect(answer).toHaveLength(1);
		const [{ message, error, contactId }] = answer;
		expect(String(message).startsWith(`${String(error)}. `)).toBe(true);
		expect(String(message).length).toBeGreaterThan(String(error).length + 20);
		expect(contactId).toBe(says.Contact);
		expect(Object.keys(answer[0])).not.toEqual(
			expect.arrayContaining([expect.stringMatching(/httpStatus|correlationId|request|category/)]),
		);
	});

	it('a failure stops the agent where a person has chosen that', async () => {
		const cast = await Cast.open();
		const settings = { onError: 'stopWorkflow' as const };
		const says = { Contact: 'nobody@nowhere.example' };
		const ask = { ...inSequence(cast), says, settings, way };
		const { result } = await askAgent(cast.stage, ask);
		expect(result.run.data.resultData.error?.message).toContain('HubSpot has no such contact');
	});
});

it('nothing is done where n8n would lose the answer', async () => {
	const cast = await Cast.open();
	const settings = { onError: 'continueErrorOutput' as const };
	const ask = { ...inSequence(cast), says: { Contact: cast.contacts[0].id }, settings };
	expect((await askAgent(cast.stage, ask)).answer).toEqual([
		{ error: expect.stringMatching(/^Nothing was done.*On Error to "Continue"$/) },
	]);
	expect(cast.account.enrollments).toEqual([]);
	const { answer } = await askAgent(cast.stage, { ...ask, way: 'agent' });
	expect(answer).toMatchObject([{ outcome: 'enrolled' }]);
});

it('Check Sending Limit leaves out what only builders use', async () => {
	const cast = await Cast.open();
	const { answer } = await askAgent(
		cast.stage,
		inSequence(cast, { operation: 'checkSendLimit', options: { includeChart: true } }),
	);
	expect(answer).toMatchObject([{ remaining: 500, level: 'open' }]);
	const [{ forecast, sequence, ...rest }] = answer;
	expect(Object.keys((forecast as IDataObject[])[0])).toEqual(['date', 'remaining']);
	expect(Object.keys(sequence as IDataObject)).not.toContain('steps');
	expect(Object.keys(rest)).not.toContain('readings');
});

it('the input of the agent is not in the answer', async () => {
	const cast = await Cast.open();
	const says = { Contact: cast.contacts[0].id };
	const ask = { ...inSequence(cast, { options: { includeInput: true } }), says };
	expect(Object.keys((await askAgent(cast.stage, ask)).answer[0])).not.toContain('input');
});
