import { addEnrollment, type FaultEffect } from '../../../tools/hubspot';
import { Cast, closeCasts, DAY, limitOf, sideBySide, type CastOptions } from '../../support/cast';
import { ENROLLED, FAILED, HELD, SKIPPED } from '../../support/outputs';
import { tellReading } from '../../support/readings';

// Each test waits seconds for what a lost answer leaves open, so they wait together.
afterAll(closeCasts);

const TWO_EMAILS = [{}, { delayMillis: 4 * DAY }];
let account = 100;

/** In an account of its own: what one has learnt is known to all who run at the same time. */
async function openTold(given: CastOptions): Promise<Cast> {
	const cast = await Cast.open(given);
	Object.assign(cast.account, { portalId: account++ });
	tellReading(cast.stage);
	return cast;
}

const ENROLL = { method: 'POST', path: /enrollments$/ };
const READ_BACK = { method: 'GET', path: /enrollments\/contact/ };
const cut = (reset: 'before' | 'after') => ({ ...ENROLL, times: 1, effect: { reset } });

interface Row {
	name: string;
	effect: FaultEffect;
	/** Requests to enroll the first contact. */
	tries: number;
}

const LOST_ANSWERS: Row[] = [
	{ name: 'the connection breaks after', effect: { reset: 'after' }, tries: 1 },
	{ name: 'the connection breaks before', effect: { reset: 'before' }, tries: 2 },
	{ name: 'no answer comes after', effect: { timeout: 'after', ms: 200 }, tries: 1 },
	{ name: 'no answer comes before', effect: { timeout: 'before', ms: 200 }, tries: 2 },
	{ name: 'a 500 comes before', effect: { status: 500 }, tries: 2 },
	{ name: 'a 502 comes before', effect: { status: 502 }, tries: 2 },
	{ name: 'a 504 comes before', effect: { status: 504 }, tries: 2 },
];

/** With an enrollment in the same sequence that has ended, which HubSpot shows like any other. */
const FORMER = [
	{ reset: 'before', tries: 2 },
	{ reset: 'after', tries: 1 },
] as const;

const NO_ENROLLMENT = ['notFound', 'noContent', 'empty', 'null', 'emptyObject'] as const;

describe('A contact is enrolled exactly once when', () => {
	const scenario = sideBySide(LOST_ANSWERS, async ({ effect }) => {
		const cast = await Cast.open({ contacts: 3 });
		cast.hubspot.faults.add({ ...ENROLL, times: 1, effect });
		return { cast, run: await cast.enroll(undefined, { options: { concurrency: 1 } }) };
	});

	it.each(LOST_ANSWERS)('$name the enrollment', (row) => {
		const { cast, run } = scenario(row);
		expect(run.error).toBeUndefined();
		expect(run.json[ENROLLED].map(({ enrollmentId }) => enrollmentId)).toEqual(
			cast.contacts.map(
				({ id }) => cast.account.enrollments.find(({ contactId }) => contactId === id)?.id,
			),
		);
		expect(cast.contacts.map((contact) => cast.enrollments(contact))).toEqual([1, 1, 1]);
		expect(cast.enrollRequests()).toHaveLength(row.tries + 2);
		// The room of the three is taken once.
		expect(run.json[ENROLLED].at(-1)).toMatchObject({ sendLimit: { used: 3 } });
	});

	const former = sideBySide(FORMER, async ({ reset }) => {
		const cast = await Cast.open();
		addEnrollment(cast.account, {
			contactId: cast.contacts[0].id,
			sequenceId: cast.sequence.id,
		});
		cast.hubspot.faults.add(cut(reset));
		return { cast, run: await cast.enroll() };
	});

	it.each(FORMER)('an ended enrollment is in the way, too (reset $reset)', (row) => {
		const { cast, run } = former(row);
		const [before, after] = cast.account.enrollments;

		expect(before.sequenceId).toBe(after.sequenceId);
		expect(run.json[ENROLLED]).toMatchObject([{ enrollmentId: after.id }]);
		expect(cast.account.enrollments).toHaveLength(2);
		expect(cast.enrollRequests()).toHaveLength(row.tries);
	});

	const none = sideBySide(NO_ENROLLMENT, async (noEnrollmentAnswer) => {
		const cast = await Cast.open({ settings: { noEnrollmentAnswer } });
		cast.hubspot.faults.add(cut('before'));
		return { cast, run: await cast.enroll() };
	});

	it.each(NO_ENROLLMENT)('HubSpot says "%s" of a contact without an enrollment', (answer) => {
		const { cast, run } = none(answer);

		expect(run.json[ENROLLED]).toHaveLength(1);
		expect(cast.enrollments(cast.contacts[0])).toBe(1);
	});

	it.concurrent('HubSpot does not show the enrollment at once', async () => {
		const cast = await Cast.open({ steps: TWO_EMAILS });
		cast.hubspot.faults.add(cut('after'));
		cast.hubspot.faults.add({ ...READ_BACK, times: 1, effect: { status: 404 } });
		const run = await cast.enroll();

		expect(cast.enrollRequests()).toHaveLength(1);
		expect(run.json[ENROLLED]).toMatchObject([
			{ outcome: 'enrolled', enrollmentId: cast.account.enrollments[0].id },
		]);
		expect(cast.enrollments(cast.contacts[0])).toBe(1);
	});
});

describe('When nobody can say whether a contact was enrolled,', () => {
	it.concurrent('the item is an error, keeps its room, and can be run again', async () => {
		const cast = await openTold({ contacts: 2, steps: TWO_EMAILS });
		const [first, second] = cast.items;
		cast.hubspot.faults.add(cut('after'));
		cast.hubspot.faults.add({ ...READ_BACK, times: 1, effect: { status: 500 } });
		const run = await cast.enroll([first], {
			parameters: limitOf(1),
			settings: { onError: 'continueErrorOutput' },
		});

		expect(run.json[ENROLLED]).toEqual([]);
		expect(run.json[FAILED]).toMatchObject([
			{
				error: 'It is not known whether HubSpot enrolled the contact',
				description: expect.stringContaining('before you run the item again'),
				contactId: first.id,
				sequenceId: cast.sequence.id,
				details: { httpStatus: 500, correlationId: expect.stringMatching(/^00000000-/) },
			},
		]);
		expect(cast.enrollRequests()).toHaveLength(1);

		const next = await cast.enroll([first, second], { parameters: limitOf(1) });
		expect([next.of(0), next.of(1)]).toMatchObject([
			{ output: SKIPPED, json: { reason: 'ALREADY_ENROLLED' } },
			{ output: HELD, json: { reason: 'SEND_LIMIT' } },
		]);
		expect(cast.enrollments(cast.contacts[0])).toBe(1);
	});

	it.concurrent(
		'it is tried three times at most',
		async () => {
			const cast = await Cast.open();
			cast.hubspot.faults.add({ ...ENROLL, effect: { status: 502 } });
			const run = await cast.enroll();

			expect(run.error?.message).toBe('It is not known whether HubSpot enrolled the contact');
			expect(cast.enrollRequests()).toHaveLength(3);
		},
		15_000,
	);
});

const RETRY = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };
const rejectSecond = (times: number) => ({ ...ENROLL, skip: 1, times, effect: { status: 409 } });

describe('Retry On Fail', () => {
	it.concurrent('enrolls nobody twice, and gives all that were enrolled', async () => {
		const cast = await Cast.open({ contacts: 4 });
		cast.hubspot.faults.add(rejectSecond(1));
		const run = await cast.enroll(undefined, {
			options: { concurrency: 1 },
			settings: RETRY,
			parameters: limitOf(4),
		});

		expect(run.error).toBeUndefined();
		expect(run.json[ENROLLED].map(({ contactId }) => contactId)).toEqual(
			cast.contacts.map(({ id }) => id),
		);
		expect(run.json[ENROLLED].map(({ enrollmentId }) => enrollmentId)).not.toContain(undefined);
		expect(cast.enrollRequests()).toHaveLength(5);
		expect(cast.contacts.map((contact) => cast.enrollments(contact))).toEqual([1, 1, 1, 1]);
	});

	it.concurrent('that fails each time still enrolls the others once', async () => {
		const cast = await Cast.open({ contacts: 2 });
		cast.hubspot.faults.add(rejectSecond(3));
		const run = await cast.enroll(undefined, { options: { concurrency: 1 }, settings: RETRY });

		expect(run.error).toMatchObject({
			message: 'HubSpot rejected the request',
			context: { itemIndex: 1 },
		});
		expect(cast.enrollRequests()).toHaveLength(4);
		expect(cast.account.enrollments).toHaveLength(1);
	});

	it.concurrent.each([
		{ name: 'is in the sequence', steps: TWO_EMAILS },
		{ name: 'has passed through the sequence', steps: [{}] },
	])('does not enroll again who may have been enrolled and $name', async ({ steps }) => {
		const cast = await openTold({ steps });
		cast.hubspot.faults.add(cut('after'));
		cast.hubspot.faults.add({ ...READ_BACK, times: 1, effect: { status: 500 } });
		const run = await cast.enroll(undefined, { settings: RETRY, parameters: limitOf(1) });

		const [{ id }] = cast.account.enrollments;
		expect(run.json[ENROLLED]).toMatchObject([
			{ enrollmentId: id, sender: { email: cast.rep.email }, sendLimit: { used: 1 } },
		]);
		expect(cast.enrollments(cast.contacts[0])).toBe(1);
		expect(cast.enrollRequests()).toHaveLength(1);
	});

	it.concurrent('enrolls who turns out not to have been enrolled', async () => {
		const cast = await Cast.open();
		cast.hubspot.faults.add(cut('before'));
		cast.hubspot.faults.add({ ...READ_BACK, times: 1, effect: { status: 500 } });
		const run = await cast.enroll(undefined, { settings: RETRY });

		expect(run.json[ENROLLED]).toHaveLength(1);
		expect(cast.enrollments(cast.contacts[0])).toBe(1);
	});

	it.concurrent('is not set off by a failed item among those passed on', async () => {
		const cast = await Cast.open({ contacts: 2 });
		const run = await cast.enroll([{ id: 'ann' }, ...cast.items], {
			settings: { ...RETRY, onError: 'continueRegularOutput' },
		});

		expect(run.json.map((items) => items.length)).toEqual([2, 0, 1]);
		expect(cast.enrollRequests()).toHaveLength(2);
	});

	it.concurrent('repeats Get Enrollment Status until it has an answer', async () => {
		const cast = await Cast.open();
		cast.hubspot.faults.add({ path: '/batch/read', times: 1, effect: { status: 400 } });
		const run = await cast.status(undefined, {
			settings: { ...RETRY, onError: 'continueRegularOutput' },
		});

		expect(run.json).toMatchObject([[{ contactId: cast.contacts[0].id, enrolled: false }]]);
		expect(cast.hubspot.requests.count({ path: '/batch/read' })).toBe(2);
	});

	it.concurrent('of one execution does not hide what another one finds', async () => {
		const cast = await openTold({ steps: TWO_EMAILS });
		await cast.enroll();
		cast.account.unenroll(cast.contacts[0].id);
		const run = await cast.enroll();

		expect(run.json[ENROLLED]).toHaveLength(1);
		expect(cast.enrollments(cast.contacts[0])).toBe(2);
	});
});
