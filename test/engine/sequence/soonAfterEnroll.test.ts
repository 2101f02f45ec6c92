import { Cast, closeCasts, DAY, HOUR, timeMachine } from '../../support/cast';
import { ALL_SCOPES, type Settings } from '../../../tools/hubspot';
import { rowOf } from '../guard/ledgerRows';
import { addBridge } from './bridgeCast';
import type { NodeRun } from '../../support/n8n/runNode';
import { ERROR, RESULT } from '../../support/outputs';

afterAll(closeCasts);
afterEach(() => jest.restoreAllMocks());

/** Contact properties that show nothing of what happens in the next minute. */
const LAGGING = { contacts: 2, steps: [{}, { delayMillis: 4 * DAY }] };
const LAG = { propertyLagMs: 60_000, bridgeDelayMs: 0 };
const readBacks = (cast: Cast) => cast.hubspot.requests.count({ path: /enrollments\/contact/ });

async function openLagging(settings: Partial<Settings> = LAG): Promise<Cast> {
	const cast = await Cast.open({ ...LAGGING, settings });
	await cast.enroll(cast.items.slice(0, 1));
	cast.hubspot.requests.clear();
	return cast;
}

describe('The status of a contact that this n8n has enrolled a moment ago', () => {
	it('is its enrollment, where its properties do not show it yet', async () => {
		const cast = await openLagging();
		const [first, second] = cast.contacts;
		expect(first.properties.hs_sequences_is_enrolled).not.toBe('true');
		const { id: sequenceId } = cast.sequence;
		const run = await cast.status();

		const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);
		expect(run.json[RESULT]).toMatchObject([
			{
				contactId: first.id,
				enrolled: true,
				enrollment: { sequenceId, sequenceName: 'Outbound intro', enrolledAt: instant },
				counts: { active: 1, total: 1 },
				latest: { sequenceId, enrolledAt: instant, endedAt: null },
			},
			{ contactId: second.id, enrolled: false, enrollment: null, counts: { total: 0 } },
		]);
		// The contacts, the account for the ledger, and the enrollment of the one that is in it.
		expect(readBacks(cast)).toBe(1);
		expect(cast.hubspot.requests.count()).toBe(3);
		expect(run.hints).toMatchObject([{ message: '1 of 2 enrolled' }]);
	});

	it('counts on from what it had before', async () => {
		const cast = await Cast.open(LAGGING);
		await cast.enroll(cast.items.slice(0, 1));
		const [contact] = cast.contacts;
		cast.account.reply(contact.id);
		const machine = timeMachine();
		machine.advanceTo(Date.now() + DAY);
		cast.hubspot.settings.propertyLagMs = HOUR;
		await cast.enroll(cast.items.slice(0, 1));
		const run = await cast.status(cast.items.slice(0, 1));
		expect(run.json[RESULT]).toMatchObject([
			{ enrolled: true, counts: { active: 1, total: 2 }, latest: { endedAt: null } },
		]);
	});

	it.each(['returned', 'gone'] as const)(
		'is that it has left, where it has (%s)',
		async (endedEnrollmentAnswer) => {
			const cast = await Cast.open({ ...LAGGING, settings: { endedEnrollmentAnswer } });
			await cast.enroll();
			cast.account.reply(cast.contacts[0].id);
			const run = await cast.status(cast.items.slice(0, 1));
			expect(run.json[RESULT]).toMatchObject([
				{ enrolled: false, enrollment: null, counts: { active: 0, total: 1 } },
			]);
		},
	);

	it('goes by the properties alone from two hours later on', async () => {
		const cast = await openLagging();
		timeMachine().advanceTo(Date.now() + 2 * HOUR);
		cast.hubspot.clock.runDue();
		cast.hubspot.settings.propertyLagMs = 0;
		cast.account.reply(cast.contacts[0].id);
		await cast.status();
		expect(readBacks(cast)).toBe(0);
	});

	it('is known to the process where the Data Tables cannot be reached', async () => {
		const cast = await Cast.open({ ...LAGGING, settings: LAG });
		cast.stage.dataTables.disabled = true;
		await cast.enroll(cast.items.slice(0, 1), {
			options: { ledgerUnavailable: 'useHubSpotCount' },
		});
		const run = await cast.status();
		expect(run.json[RESULT]).toMatchObject([{ enrolled: true }, { enrolled: false }]);
	});

	it.each<[string, (cast: Cast) => void]>([
		['the ledger is damaged', (cast) => Object.assign(rowOf(cast), { enrollments: '{' })],
		[
			'HubSpot does not tell the account',
			({ hubspot }) => void hubspot.faults.add({ path: '/account-info/', effect: { status: 403 } }),
		],
	])('is by the properties where %s, which a hint says', async (_, harm) => {
		const cast = await openLagging();
		harm(cast);
		const run = await cast.status();
		expect(run.json[RESULT]).toMatchObject([{ enrolled: false }, { enrolled: false }]);
		expect(run.hints).toMatchObject([
			{ message: expect.stringMatching(/^Contacts that were enrolled a moment ago may show/) },
			{ message: '0 of 2 enrolled' },
		]);
	});
});

describe('Unenroll of a contact that this n8n has enrolled a moment ago', () => {
	async function openFor(settings: Partial<Settings> = {}) {
		const cast = await openLagging({ ...LAG, propertyLagMs: 4_000, ...settings });
		addBridge(cast);
		return cast;
	}
	const outcomes = (run: NodeRun) => run.json[RESULT].map(({ outcome }) => outcome);

	it('waits until its properties show it, and takes it out', async () => {
		const cast = await openFor();
		const run = await cast.unenroll(undefined, { options: { waitSeconds: 60, pollSeconds: 1 } });
		expect(outcomes(run)).toEqual(['unenrolled', 'notEnrolled']);
		expect(cast.account.openEnrollment(cast.contacts[0].id)).toBeUndefined();
		expect(readBacks(cast)).toBe(1);
	});

	it('says so of one whose properties do not show it in time', async () => {
		const cast = await openFor({ propertyLagMs: HOUR });
		const run = await cast.unenroll(undefined, { settings: { onError: 'continueErrorOutput' } });
		expect(run.of(0)).toMatchObject({
			output: ERROR,
			json: { error: 'HubSpot does not show yet that the contact is in a sequence' },
		});
		expect(run.of(1).json).toMatchObject({ outcome: 'notEnrolled' });
		expect(cast.account.openEnrollment(cast.contacts[0].id)).toBeDefined();
	});

	it('that HubSpot does not show for a fault says so, and of it alone', async () => {
		const cast = await openFor();
		await cast.enroll(cast.items.slice(1));
		const [first] = cast.contacts;
		cast.hubspot.faults.add({
			path: new RegExp(`/enrollments/contact/${first.id}$`),
			effect: { status: 500 },
		});
		const run = await cast.unenroll(undefined, {
			options: { waitSeconds: 60, pollSeconds: 1 },
			settings: { onError: 'continueErrorOutput' },
		});
		expect(run.of(0)).toMatchObject({
			output: ERROR,
			json: { error: 'HubSpot did not process the request', contactId: first.id },
		});
		expect(outcomes(run)).toEqual(['unenrolled']);
	});

	it('waits on where a look at its properties fails', async () => {
		const cast = await openFor();
		cast.hubspot.faults.add({ path: /batch\/read$/, skip: 1, times: 1, effect: { status: 500 } });
		const run = await cast.unenroll(undefined, { options: { waitSeconds: 60, pollSeconds: 1 } });
		expect(outcomes(run)).toEqual(['unenrolled', 'notEnrolled']);
	});

	it('needs no look in the second try of a Retry On Fail, which knows of the first', async () => {
		const cast = await openFor({ propertyLagMs: 0 });
		const run = await cast.unenroll([...cast.items, { id: '404' }], {
			options: { waitSeconds: 60, pollSeconds: 1 },
			settings: { retryOnFail: true, maxTries: 2, waitBetweenTries: 0 },
		});
		expect(run.error?.message).toBe('HubSpot has no such contact');
		expect(cast.account.openEnrollment(cast.contacts[0].id)).toBeUndefined();
		expect(readBacks(cast)).toBe(0);
	});

	it('goes by the properties where the key may not see enrollments', async () => {
		const cast = await openFor();
		cast.hubspot.settings.grantedScopes = ALL_SCOPES.filter(
			(scope) => scope !== 'automation.sequences.read',
		);
		expect(outcomes(await cast.unenroll())).toEqual(['notEnrolled', 'notEnrolled']);
	});

	it('waits for none that has left since', async () => {
		const cast = await openFor({ propertyLagMs: 0 });
		cast.account.reply(cast.contacts[0].id);
		cast.hubspot.requests.clear();
		expect(outcomes(await cast.unenroll())).toEqual(['notEnrolled', 'notEnrolled']);
		// The contacts, the account and the enrollment of the one.
		expect(cast.hubspot.requests.count({ path: '/batch/read' })).toBe(1);
	});
});
