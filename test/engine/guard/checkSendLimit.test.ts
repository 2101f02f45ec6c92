import { ALL_SCOPES } from '../../../tools/hubspot';
import { byId } from '../../support/n8n/stage';
import {
	Cast,
	closeCasts,
	DAY,
	HOUR,
	limitOf,
	newAddress,
	nextWeek,
	timeMachine,
} from '../../support/cast';
import { LEDGER } from './ledgerRows';
import { addReps, rotate, sentBefore } from './rotation';
import { PLAIN } from '../../support/hubspotSettings';
import { ERROR, RESULT } from '../../support/outputs';

afterAll(closeCasts);
afterEach(() => jest.restoreAllMocks());

describe('Check Sending Limit of several users', () => {
	it('gives one item for each of them, in their order', async () => {
		const cast = await Cast.open();
		const [second, third] = addReps(cast, {}, {});
		sentBefore(cast, cast.rep, 5);
		sentBefore(cast, third, 2);
		const run = await cast.checkSendLimit(undefined, {
			parameters: {
				...rotate(second, third, cast.rep),
				...limitOf(5),
				contactsToEnroll: 4,
				sequence: byId(cast.sequence.id),
			},
		});

		expect(run.json[RESULT]).toMatchObject([
			{ sender: { userId: second.userId, email: second.email }, sent: 0, remaining: 5, fits: 4 },
			{ sender: { email: third.email }, sent: 2, remaining: 3, fits: 3, wouldHold: 1 },
			{ sender: { email: cast.rep.email }, sent: 5, remaining: 0, level: 'full', fits: 0 },
		]);
		expect(run.outputs[RESULT].map(({ pairedItem }) => pairedItem)).toEqual(
			Array(3).fill({ item: 0 }),
		);
	});

	it('shows what each of them has planned', async () => {
		const steps = [{}, { delayMillis: 2 * DAY }];
		const cast = await Cast.open({ contacts: 3, steps, settings: PLAIN });
		const [second] = addReps(cast, {});
		const turns = rotate(cast.rep, second);
		await cast.enroll(undefined, { parameters: turns });
		const run = await cast.checkSendLimit(undefined, { parameters: turns });
		expect(run.json[RESULT]).toMatchObject([
			{ sent: 2, forecast: [{ total: 2 }, { total: 0 }, { planned: 2 }] },
			{ sent: 1, forecast: [{ total: 1 }, { total: 0 }, { planned: 1 }] },
		]);
	});

	it('answers items that ask the same together', async () => {
		const cast = await Cast.open();
		const [second] = addReps(cast, {});
		const both = `${cast.rep.userId}, ${second.userId}`;
		const items = [{ users: both }, { users: second.email }, { users: both }];
		const run = await cast.checkSendLimit(items, {
			parameters: { senderMode: 'rotate', senders: '={{ $json.users }}' },
		});

		expect(run.outputs[RESULT].map(({ json, pairedItem }) => [json.sender, pairedItem])).toEqual([
			[{ userId: cast.rep.userId, email: cast.rep.email }, [{ item: 0 }, { item: 2 }]],
			[{ userId: second.userId, email: second.email }, [{ item: 0 }, { item: 2 }]],
			[{ userId: second.userId, email: second.email }, { item: 1 }],
		]);
	});

	it.each([
		{ name: 'nobody', users: '', error: 'The Senders of this item are empty' },
		{ name: 'a stranger', users: newAddress(), error: 'HubSpot has no active user like this' },
	])('is an error of the item that names $name', async ({ users, error }) => {
		const cast = await Cast.open();
		const items = [{ users }, { users: cast.rep.userId }];
		const run = await cast.checkSendLimit(items, {
			parameters: { senderMode: 'rotate', senders: '={{ $json.users }}' },
			settings: { onError: 'continueErrorOutput' },
		});
		expect(run.of(0)).toMatchObject({ output: ERROR, json: { error } });
		expect(run.of(1)).toMatchObject({
			output: RESULT,
			json: { sender: { email: cast.rep.email } },
		});
	});

	it('says once what it cannot see', async () => {
		const grantedScopes = ALL_SCOPES.filter((scope) => scope !== 'sales-email-read');
		const cast = await Cast.open({ settings: { grantedScopes } });
		const [second] = addReps(cast, {});
		cast.stage.dataTables.disabled = true;
		const run = await cast.checkSendLimit(undefined, { parameters: rotate(cast.rep, second) });

		expect(run.json[RESULT]).toHaveLength(2);
		expect(run.hints.map(({ message }) => message).sort()).toEqual([
			expect.stringContaining('scope sales-email-read'),
			expect.stringContaining(`The Data Table "${LEDGER}" cannot be reached`),
		]);
	});
});

describe('Include Chart', () => {
	const CHART = { options: { includeChart: true } };
	const text = (data = '') => Buffer.from(data, 'base64').toString('utf8');

	it('gives each item its picture, and one that the editor shows', async () => {
		const cast = await Cast.open({ contacts: 4, steps: [{}, { delayMillis: 2 * DAY }] });
		const [second] = addReps(cast, {});
		const parameters = { ...rotate(cast.rep, second), ...limitOf(9) };
		await cast.enroll(undefined, { parameters });
		const run = await cast.checkSendLimit(undefined, { parameters, ...CHART });

		expect(run.outputs[RESULT]).toHaveLength(2);
		for (const { json, binary } of run.outputs[RESULT]) {
			const email = String(Object(json.sender).email);
			expect(binary?.chart).toMatchObject({
				mimeType: 'image/svg+xml',
				fileName: `send-limit-${email.replace('@', '.')}.svg`,
				fileExtension: 'svg',
			});
			expect(text(binary?.chart.data)).toMatch(/^<svg [\s\S]*<\/svg>\s*$/);
			expect(text(binary?.chart.data)).toContain(`Sequence emails of ${email}`);
			expect(binary?.chartPreview).toMatchObject({ mimeType: 'text/plain', fileType: 'html' });
			expect(text(binary?.chartPreview.data)).toContain(email);
		}
	});

	it('tells of a full sender what the figures tell, though today has few emails', async () => {
		timeMachine().advanceTo(nextWeek(3, 9));
		const cast = await Cast.open();
		sentBefore(cast, cast.rep, 6, 20 * HOUR);
		sentBefore(cast, cast.rep, 4, HOUR);
		const { json, outputs } = await cast.checkSendLimit(undefined, {
			parameters: limitOf(12),
			options: { reserve: 2, includeChart: true },
		});
		expect(json[RESULT]).toMatchObject([
			{
				limit: 12,
				reserve: 2,
				sent: 10,
				sentBeforeToday: 6,
				remaining: 0,
				level: 'full',
				forecast: [{ sent: 4, planned: 0, total: 4, limit: 12, remaining: 0 }],
			},
		]);
		const time = String(json[RESULT][0].nextAvailableAt).slice(11, 16);
		const svg = text(outputs[RESULT][0].binary?.chart.data);
		expect(svg).toContain(`10 of 12 in the last 24 hours, room again at ${time}`);
		expect(svg).toContain('2 kept free');
		expect(svg).toMatch(/Tue \d+ \w+ \d{4}, 6 emails sent in the last 24 hours/);
	});

	it('gives no file where it is off', async () => {
		const cast = await Cast.open();
		const run = await cast.checkSendLimit();
		expect(run.outputs[RESULT]).toHaveLength(1);
		expect(run.outputs[RESULT][0].binary).toBeUndefined();
	});
});
