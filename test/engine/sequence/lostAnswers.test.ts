import { startEnrollment, type FaultEffect } from '../../../tools/hubspot';
import { Cast, closeCasts, DAY, limitOf, type CastOptions } from '../../support/cast';
import { ENROLLED, FAILED, SKIPPED } from '../../support/outputs';
import { tellReading } from '../../support/readings';

afterAll(closeCasts);

const ENROLL = { method: 'POST', path: /enrollments$/ };
const READ_BACK = { method: 'GET', path: /enrollments\/contact/ };
const ERROR_OUTPUT = { settings: { onError: 'continueErrorOutput' } } as const;
const UNKNOWN = 'It is not known whether HubSpot enrolled the contact';
const TWO_EMAILS = [{}, { delayMillis: 4 * DAY }];
const LATE: FaultEffect = { lateMs: 1_000, meanwhile: { status: 504 } };

/** The one email goes out at once, and HubSpot shows no enrollment that is over. */
const OVER_AT_ONCE: CastOptions = { settings: { endedEnrollmentAnswer: 'gone' } };

const LOSSES: Array<[name: string, effect: FaultEffect]> = [
	['the connection breaks after the effect', { reset: 'after' }],
	['no answer comes after the effect', { timeout: 'after', ms: 200 }],
	['the connection breaks in the body', { brokenOff: 'reset' }],
	['the body ends too soon', { brokenOff: 'end' }],
	['a login page comes', { insteadAfter: { status: 200, body: '<html>Log in</html>' } }],
	['a 504 comes, and the effect is late', { lateMs: 5_000, meanwhile: { status: 504 } }],
];

describe.each([0, 6_000])('Nobody is enrolled twice, properties lag by %d ms, and', (lag) => {
	it.each(LOSSES)('%s', async (_name, effect) => {
		const cast = await Cast.open({ settings: { ...OVER_AT_ONCE.settings, propertyLagMs: lag } });
		cast.hubspot.faults.add({ ...ENROLL, times: 1, effect });
		const run = await cast.enroll();

		expect(cast.enrollments(cast.contacts[0])).toBe(1);
		expect(cast.enrollRequests()).toHaveLength(1);
		expect(run.json[ENROLLED]).toMatchObject([
			{ outcome: 'enrolled', enrolledAt: expect.any(String), sendLimit: { used: 1 } },
		]);
	});
});

describe('HubSpot is asked what came of it', () => {
	const looks = (cast: Cast) => cast.hubspot.requests.count(READ_BACK);

	it.each<[string, FaultEffect, CastOptions, number]>([
		['once, where it shows at once', { reset: 'after' }, { steps: TWO_EMAILS }, 1],
		['once before it is asked again', { reset: 'before' }, { steps: TWO_EMAILS }, 1],
		['again and again, where nothing shows what may be over', { reset: 'before' }, OVER_AT_ONCE, 5],
	])('%s', async (_, effect, options, expected) => {
		const cast = await Cast.open(options);
		cast.hubspot.faults.add({ ...ENROLL, times: 1, effect });
		const run = await cast.enroll();
		expect(run.json[ENROLLED]).toHaveLength(1);
		expect(looks(cast)).toBe(expected);
	});

	it('and knows an enrollment by the address of the sender as well', async () => {
		const cast = await Cast.open({ steps: TWO_EMAILS });
		cast.hubspot.faults.add({ ...ENROLL, times: 1, effect: { reset: 'after' } });
		cast.hubspot.faults.add({
			...READ_BACK,
			effect: { rewrite: ({ body }) => ({ ...(body as object), enrolledBy: '1' }) },
		});
		const run = await cast.enroll();
		expect(run.json[ENROLLED]).toMatchObject([{ enrollmentId: cast.account.enrollments[0].id }]);
	});
});

describe('A broken body', () => {
	it.each(['reset', 'end'] as const)('of a read is read again (%s)', async (brokenOff) => {
		const cast = await Cast.open({ contacts: 2 });
		cast.hubspot.faults.add({ path: '/batch/read', times: 1, effect: { brokenOff } });
		const run = await cast.enroll();

		expect(run.json[ENROLLED]).toHaveLength(2);
		expect(cast.hubspot.requests.count({ path: '/batch/read' })).toBe(2);
	});
});

describe('After a lost answer a definite refusal settles nothing:', () => {
	const REFUSALS = [429, 401, 403, 400, 423].map((status) => ({ status }));

	it.each(REFUSALS)('$status, and the first took effect late', async ({ status }) => {
		const cast = await Cast.open({ steps: TWO_EMAILS });
		// HubSpot shows it after the request was repeated.
		cast.hubspot.faults.add({
			...ENROLL,
			times: 1,
			effect: { lateMs: 4_000, meanwhile: { status: 504 } },
		});
		cast.hubspot.faults.add({ ...ENROLL, effect: { status } });
		const run = await cast.enroll(undefined, ERROR_OUTPUT);

		expect(run.json[ENROLLED]).toMatchObject([
			{ enrollmentId: cast.account.enrollments[0].id, sendLimit: { used: 1 } },
		]);
		expect(cast.enrollments(cast.contacts[0])).toBe(1);
	});

	it.each(REFUSALS)('$status, and nothing can be read back', async ({ status }) => {
		const cast = await Cast.open({ contacts: 2, steps: TWO_EMAILS });
		tellReading(cast.stage);
		const [first, second] = cast.items;
		cast.hubspot.faults.add({ ...ENROLL, times: 1, effect: LATE });
		cast.hubspot.faults.add({ ...ENROLL, effect: { status } });
		cast.hubspot.faults.add({ ...READ_BACK, times: 1, effect: { status: 404 } });
		cast.hubspot.faults.add({ ...READ_BACK, effect: { status: 500 } });
		cast.hubspot.settings.propertyLagMs = DAY;
		const run = await cast.enroll([first], { ...ERROR_OUTPUT, parameters: limitOf(1) });
		expect(run.json[FAILED]).toMatchObject([
			{
				error: UNKNOWN,
				description: expect.stringContaining('Look at the contact in HubSpot before'),
				contactId: cast.contacts[0].id,
				sequenceId: cast.sequence.id,
			},
		]);

		// The place stays.
		cast.hubspot.faults.clear();
		const next = await cast.enroll([second], { parameters: limitOf(1) });
		expect(next.json[ENROLLED]).toEqual([]);
	});
});

describe('An enrollment of somebody else', () => {
	it.each([
		{ name: 'in the same sequence', isSame: true, reason: 'ALREADY_ENROLLED' },
		{ name: 'in another sequence', isSame: false, reason: 'IN_OTHER_SEQUENCE' },
	])('$name is not taken for ours', async ({ isSame, reason }) => {
		const cast = await Cast.open({ steps: TWO_EMAILS });
		const other = await Cast.open({ stage: cast.stage, steps: TWO_EMAILS });
		const [contact] = cast.contacts;
		tellReading(cast.stage);
		const byOther = cast.account.repByUser(other.rep.userId);
		cast.hubspot.faults.add({ ...ENROLL, times: 1, effect: { status: 504 } });
		cast.hubspot.faults.add({
			...READ_BACK,
			times: 1,
			effect: {
				rewrite: () => {
					startEnrollment(cast.account, {
						contactId: contact.id,
						sequenceId: (isSame ? cast : other).sequence.id,
						userId: other.rep.userId,
						senderEmail: other.rep.email,
					});
					return {};
				},
			},
		});
		const run = await cast.enroll(undefined, { parameters: limitOf(1) });

		expect(run.json[SKIPPED]).toMatchObject([
			{ reason, message: expect.stringContaining(`; it was enrolled by ${byOther?.email}`) },
		]);
		expect(cast.enrollments(contact)).toBe(1);
		// What was reserved for it is free again.
		const next = await cast.enroll(cast.itemsOf(cast.addContact()), { parameters: limitOf(1) });
		expect(next.json[ENROLLED]).toHaveLength(1);
	});
});
