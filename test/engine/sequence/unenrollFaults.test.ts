import { sleep } from 'n8n-workflow';

import { addFlow, addSequence, type HubspotServer } from '../../../tools/hubspot';
import { Cast, closeCasts, DAY, type CastOptions } from '../../support/cast';
import { byId } from '../../support/n8n/stage';
import { ERROR, RESULT } from '../../support/outputs';
import { enrollmentsOf } from '../guard/ledgerRows';
import {
	addBridge,
	armed,
	enrollIn,
	openWithEnrolled,
	sequenceOf,
	UNENROLLING,
} from './bridgeCast';

afterAll(closeCasts);

type Fault = Parameters<HubspotServer['faults']['add']>[0];

const READ = { method: 'POST', path: /contacts\/batch\/read$/ };
const UPDATE = { method: 'POST', path: /contacts\/batch\/update$/ };
const ACCOUNT = { method: 'GET', path: /account-info/ };
const DAILY = { policyName: 'DAILY', message: 'You have reached your daily limit.' };
const settings = { onError: 'continueErrorOutput' as const };
const RETRY = { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 };

/** Contacts that this node has enrolled, and a bridge that takes them out within a second. */
async function open(given: CastOptions = {}): Promise<Cast> {
	const steps = [{}, { delayMillis: 4 * DAY }];
	const cast = await Cast.open({ contacts: 2, steps, ...given, settings: { bridgeDelayMs: 500 } });
	addBridge(cast);
	await cast.enroll();
	cast.hubspot.requests.clear();
	return cast;
}

const leave = async (cast: Cast, options = {}) =>
	await cast.unenroll(undefined, {
		options: { pollSeconds: 1, waitSeconds: 20, ...options },
		settings,
	});
const outcomes = ({ json }: Awaited<ReturnType<typeof leave>>) =>
	json[RESULT].map(({ outcome }) => outcome);
const BOTH_LEFT = ['unenrolled', 'unenrolled'];
/** Whose follow-ups are still planned. */
const planned = (cast: Cast) =>
	enrollmentsOf(cast).flatMap(({ contactId, left }) => (left === undefined ? [contactId] : []));

describe('A contact that was seen to leave is unenrolled, and its room is free, although', () => {
	it.each<[string, Fault]>([
		['the first looks at it fail', { ...READ, skip: 1, times: 2, effect: { status: 500 } }],
		['HubSpot does not answer some looks', { ...READ, skip: 1, times: 4, effect: { status: 503 } }],
		['the account could not be looked up', { ...ACCOUNT, times: 1, effect: { status: 500 } }],
		['the answer to asking was lost', { ...UPDATE, times: 3, effect: { reset: 'after' as const } }],
		[
			'HubSpot had a fault as it was asked',
			{
				...UPDATE,
				times: 1,
				effect: {
					insteadAfter: {
						status: 207,
						body: { results: [], errors: [{ category: 'INTERNAL_ERROR' }] },
					},
				},
			},
		],
		...[500, 403, 429].map((status): [string, Fault] => [
			`the property cannot be cleared (${status})`,
			{ ...UPDATE, skip: 1, effect: { status, body: DAILY } },
		]),
	])('%s', async (_, fault) => {
		const cast = await open();
		cast.hubspot.faults.add(fault);
		const run = await leave(cast);
		expect(outcomes(run)).toEqual(BOTH_LEFT);
		expect(cast.contacts.map((contact) => sequenceOf(cast, contact))).toEqual([
			undefined,
			undefined,
		]);
		expect(planned(cast)).toEqual([]);
	});

	it('the account can never be looked up, which a hint says of the room', async () => {
		const cast = await open();
		cast.hubspot.faults.add({ ...ACCOUNT, effect: { status: 500 } });
		const run = await leave(cast);
		expect(outcomes(run)).toEqual(BOTH_LEFT);
		expect(run.hints).toMatchObject([
			{ message: expect.stringContaining('could not be given back') },
			{ message: '2 unenrolled' },
		]);
	});

	it('others are never seen: of those it is said why', async () => {
		const cast = await openWithEnrolled({ contacts: 130 });
		addBridge(cast);
		cast.hubspot.faults.add({
			...READ,
			skip: 2,
			effect: {
				rewrite: ({ body }) =>
					(body as { results: unknown[] }).results.length === 30 ? { results: 'none' } : body,
			},
		});
		const run = await leave(cast, { waitSeconds: 3 });
		expect(outcomes(run)).toEqual([...Array(100).fill('unenrolled'), ...Array(30).fill('pending')]);
		expect(run.json[RESULT].at(-1)?.message).toContain('The last look failed: The answer is not');
		expect(armed(cast)).toHaveLength(30);
	});

	it('others could not be asked for', async () => {
		const cast = await openWithEnrolled({ contacts: 130 });
		addBridge(cast);
		cast.hubspot.faults.add({ ...UPDATE, skip: 1, times: 1, effect: { status: 400 } });
		const run = await leave(cast);
		expect(outcomes(run)).toEqual(Array(100).fill('unenrolled'));
		expect(run.json[ERROR]).toHaveLength(30);
		expect(run.of(129).json.error).toBe('HubSpot rejected the request');
	});
});

describe('The property that could not be cleared', () => {
	it('is told of in a hint, and cleared by the next run', async () => {
		const cast = await open();
		cast.hubspot.faults.add({ ...UPDATE, skip: 1, times: 1, effect: { status: 500 } });
		const run = await leave(cast);
		expect(run.hints).toMatchObject([
			{ message: expect.stringMatching(/could not be cleared of 2 contacts: HubSpot did not/) },
			{ message: '2 unenrolled' },
		]);
		expect(armed(cast)).toHaveLength(2);

		expect(outcomes(await leave(cast, { dryRun: true }))).toEqual(['notEnrolled', 'notEnrolled']);
		expect(armed(cast)).toHaveLength(2);
		expect(outcomes(await leave(cast))).toEqual(['notEnrolled', 'notEnrolled']);
		expect(armed(cast)).toEqual([]);
	});
});

it('A contact that HubSpot has no more, or refuses, is an error of its own', async () => {
	const cast = await open({ contacts: 3 });
	const [gone, refused] = cast.contacts;
	const errors = [
		{ category: 'OBJECT_NOT_FOUND', context: { ids: [gone.id] } },
		{ category: 'VALIDATION_ERROR', message: 'A rule', context: { ids: [refused.id] } },
	];
	cast.hubspot.faults.add({
		...UPDATE,
		times: 1,
		effect: {
			rewrite: ({ body }) => {
				const { results } = body as { results: Array<{ id: string }> };
				return { results: results.slice(2), errors };
			},
		},
	});
	const run = await leave(cast);
	expect(run.json[ERROR]).toMatchObject([
		{ error: 'HubSpot has no such contact' },
		{ error: "HubSpot did not set the 'Trigger Property' of the contact" },
	]);
	expect(outcomes(run)).toEqual(['unenrolled']);
});

it('A contact of which nobody knows whether it was asked to leave, and that does not, is said to be so', async () => {
	const cast = await openWithEnrolled();
	addBridge(cast, { isEnabled: false });
	cast.hubspot.faults.add({ ...UPDATE, effect: { reset: 'after' } });
	const run = await leave(cast, { waitSeconds: 2 });
	expect(run.of(0)).toMatchObject({
		output: ERROR,
		json: { error: 'It is not known whether the contact leaves its sequence' },
	});
});

describe('Retry On Fail', () => {
	const byWorkflow = (cast: Cast) => ({
		bridgeTrigger: 'workflow',
		bridgeWorkflow: byId(addFlow(cast.account, { actions: UNENROLLING }).id),
	});
	const oneFails = (cast: Cast) =>
		cast.hubspot.faults.add({
			path: new RegExp(encodeURIComponent(String(cast.contacts[1].properties.email))),
			times: 1,
			effect: { status: 400 },
		});

	it.each([
		['was seen to leave', { waitSeconds: 20 }],
		['left after the first try', { waitSeconds: 0 }],
	])('says of a contact that %s that it is unenrolled', async (_, wait) => {
		const cast = await open();
		oneFails(cast);
		const run = await cast.unenroll(undefined, {
			options: { ...byWorkflow(cast), pollSeconds: 1, ...wait },
			settings: { ...RETRY, waitBetweenTries: 2_000 },
		});
		expect(run.of(0).json).toMatchObject({
			outcome: 'unenrolled',
			sequenceId: cast.sequence.id,
		});
		expect(planned(cast)).not.toContain(cast.contacts[0].id);
	});

	it('says so of one whose enrollment was deleted without an answer', async () => {
		const cast = await open();
		cast.hubspot.settings.recipeRoutes = true;
		const DELETE = { method: 'DELETE', path: /sequence_enrollments/ };
		cast.hubspot.faults.add({
			...DELETE,
			times: 1,
			effect: { insteadAfter: { status: 500, body: {} } },
		});
		cast.hubspot.faults.add({
			path: /associations\/sequences/,
			skip: 1,
			times: 1,
			effect: { status: 500 },
		});
		const run = await cast.unenroll(undefined, {
			parameters: { unenrollMethod: 'deleteEnrollment' },
			options: { apiRoutes: 'crmObjects', concurrency: 1 },
			settings: RETRY,
		});
		expect(outcomes(run)).toEqual(BOTH_LEFT);
	});
});

describe('An enrollment that is made while a contact leaves keeps its room', () => {
	it.each(['in another sequence', 'in the same one'])('%s', async (where) => {
		const cast = await open({ contacts: 1 });
		const other = addSequence(cast.account, { steps: [{}, { delayMillis: 9 * DAY }] });
		const next = where === 'in the same one' ? cast.sequence : other;
		// It has been seen to leave, and the answer to tidying up is long in coming.
		cast.hubspot.faults.add({ ...UPDATE, skip: 1, effect: { latencyMs: 20_000 } });
		const leaving = leave(cast);
		while (cast.hubspot.requests.count(UPDATE) < 2) await sleep(10);
		const meanwhile = await cast.enroll(undefined, { parameters: { sequence: byId(next.id) } });
		expect(meanwhile.json[RESULT]).toMatchObject([{ outcome: 'enrolled' }]);

		expect(outcomes(await leaving)).toEqual(['unenrolled']);
		const made = enrollmentsOf(cast).map(({ targetId, left }) => [targetId, left !== undefined]);
		expect(made).toEqual(
			expect.arrayContaining([
				[cast.sequence.id, true],
				[next.id, false],
			]),
		);
		expect(made).toHaveLength(2);
	});
});

it('A contact that leaves and is enrolled again between two looks has left', async () => {
	const cast = await openWithEnrolled({ settings: { bridgeDelayMs: 500 } });
	addBridge(cast);
	const [contact] = cast.contacts;
	const other = addSequence(cast.account, { steps: [{}, { delayMillis: 9 * DAY }] });
	const leaving = leave(cast, { pollSeconds: 60, waitSeconds: 180 });
	while (sequenceOf(cast, contact)) {
		await sleep(100);
		cast.hubspot.clock.runDue();
	}
	enrollIn(cast, contact.id, other.id);
	expect(outcomes(await leaving)).toEqual(['unenrolled']);
});
