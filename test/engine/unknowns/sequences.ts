import { addEnrollment, addRep } from '../../../tools/hubspot';
import { byId } from '../../support/n8n/stage';
import { addBridge, openWithEnrolled } from '../sequence/bridgeCast';
import { Cast, closeCasts, DAY, HOUR, limitOf } from '../../support/cast';
import { newFlow } from '../workflow/support';
import { ENROLLED, FAILED, HELD, RESULT, SKIPPED } from '../../support/outputs';

/**
 * What nobody outside HubSpot knows about the sequences API, each conceivable answer a row: the node
 * does the right thing with every one of them.
 */
afterAll(closeCasts);

const settings = { onError: 'continueErrorOutput' as const };
const STEPS = [{}, { delayMillis: 4 * DAY }];
const lost = (effect: 'before' | 'after') => ({
	method: 'POST',
	path: /\/enrollments$/,
	times: 1,
	effect: { reset: effect },
});

describe('the status of a contact that was never enrolled', () => {
	const answers = ['notFound', 'noContent', 'empty', 'null', 'emptyObject'] as const;

	it.each(answers)('%s: a request that got lost is repeated, once', async (noEnrollmentAnswer) => {
		const cast = await Cast.open({ steps: STEPS, settings: { noEnrollmentAnswer } });
		cast.hubspot.faults.add(lost('before'));
		const run = await cast.enroll();

		expect(run.of(0)).toMatchObject({ output: ENROLLED, json: { outcome: 'enrolled' } });
		expect(cast.enrollments(cast.contacts[0])).toBe(1);
	});

	it.each(answers)('%s: Get Enrollment Status shows no enrollment', async (noEnrollmentAnswer) => {
		const cast = await Cast.open({ settings: { noEnrollmentAnswer } });
		// The property is ahead of the enrollment, or behind its end.
		cast.contacts[0].properties.hs_sequences_is_enrolled = 'true';
		const run = await cast.status();

		expect(run.json[RESULT]).toMatchObject([{ enrollment: null }]);
	});
});

describe('the status of a contact whose enrollment has ended', () => {
	it.each([
		['returned', 'before'],
		['returned', 'after'],
		['gone', 'before'],
		['gone', 'after'],
	] as const)('%s: a request lost %s its effect enrolls once', async (answer, effect) => {
		const cast = await Cast.open({ steps: STEPS, settings: { endedEnrollmentAnswer: answer } });
		const [{ id: contactId }] = cast.contacts;
		const enrolledAt = Date.now() - DAY;
		addEnrollment(cast.account, { contactId, sequenceId: cast.sequence.id, enrolledAt });
		cast.account.unenroll(contactId);
		cast.hubspot.faults.add(lost(effect));
		const run = await cast.enroll();

		expect(run.of(0)).toMatchObject({ output: ENROLLED, json: { outcome: 'enrolled' } });
		expect(cast.enrollments(cast.contacts[0])).toBe(2);
		expect(Date.parse(String(run.of(0).json.enrolledAt))).toBeGreaterThan(enrolledAt + HOUR);
	});
});

describe('the field of an error code of sequences', () => {
	it.each(['subCategory', 'errorType', 'errorsSubCategory', 'message'] as const)(
		'%s: the refused contact is skipped, the other enrolled',
		async (sequenceErrorField) => {
			const cast = await Cast.open({ settings: { sequenceErrorField } });
			const bounced = cast.addContact({}, { hiddenBounce: true });
			const run = await cast.enroll(cast.itemsOf(bounced, ...cast.contacts));

			expect(run.of(0)).toMatchObject({ output: SKIPPED, json: { reason: 'BOUNCED' } });
			expect(run.of(1).output).toBe(ENROLLED);
		},
	);
});

describe('what happens to email beyond the limit', () => {
	const handlings = ['refuse', 'silent', 'delay'] as const;

	it.each(handlings)('%s: the guard lets nothing come to it', async (overLimit) => {
		const cast = await Cast.open({
			contacts: 5,
			rep: { dailyLimit: 3 },
			settings: { overLimit },
		});
		const run = await cast.enroll(undefined, { parameters: limitOf(3) });

		expect(run.json.map((items) => items.length)).toEqual([3, 2, 0]);
		expect(cast.account.overLimitSends).toEqual([]);
	});

	it.each([
		['refuse', [3, 2, 0]],
		['silent', [5, 0, 0]],
		['delay', [5, 0, 0]],
	] as const)('%s: where the limit is set too high, no item is lost', async (overLimit, counts) => {
		const cast = await Cast.open({ contacts: 5, rep: { dailyLimit: 3 }, settings: { overLimit } });
		const run = await cast.enroll(undefined, { options: { concurrency: 1 } });

		expect(run.json.map((items) => items.length)).toEqual(counts);
		expect(run.json[HELD].map(({ reason }) => reason)).toEqual(
			run.json[HELD].map(() => 'HUBSPOT_SEND_LIMIT'),
		);
		expect(cast.account.enrollments).toHaveLength(counts[0]);
	});
});

describe('whether a user other than that of the key may send', () => {
	it.each([
		['may', true, ENROLLED, { outcome: 'enrolled' }],
		['may not', false, FAILED, { error: 'The sending user may not use sequences' }],
	])('%s', async (_, usersOtherThanToken, output, json) => {
		const cast = await Cast.open({ settings: { usersOtherThanToken } });
		const other = addRep(cast.account);
		const run = await cast.enroll(undefined, {
			parameters: { sender: byId(other.userId) },
			settings,
		});

		expect(run.of(0)).toMatchObject({ output, json });
	});
});

describe('whether 429 comes with Retry-After', () => {
	it.each([true, false])('%s: the request is repeated after a second', async (retryAfter) => {
		const cast = await Cast.open({
			settings: {
				retryAfter,
				rateLimit: { perTenSeconds: 1000, daily: 10_000, searchPerSecond: 1 },
			},
		});
		const other = addRep(cast.account);
		const contacts = [cast.rep, other].map(({ ownerId }) =>
			cast.addContact({ hubspot_owner_id: ownerId }),
		);
		const run = await cast.enroll(cast.itemsOf(...contacts), {
			parameters: { senderMode: 'contactOwner' },
		});

		expect(run.json[ENROLLED]).toHaveLength(2);
		expect(cast.hubspot.requests.count({ status: 429 })).toBeGreaterThan(0);
	});
});

describe('how long contact properties lag behind an enrollment', () => {
	it.each([0, HOUR])('%i ms: a contact in another sequence is skipped', async (propertyLagMs) => {
		const cast = await Cast.open({ contacts: 0, steps: STEPS, settings: { propertyLagMs } });
		const contact = cast.addContact();
		addEnrollment(cast.account, { contactId: contact.id, sequenceId: cast.sequence.id });
		const run = await cast.enroll(cast.itemsOf(contact));

		expect(run.of(0)).toMatchObject({ output: SKIPPED, json: { reason: 'ALREADY_ENROLLED' } });
		expect(cast.enrollments(contact)).toBe(1);
	});
});

describe('whether DELETE on an enrollment exists', () => {
	it.each([
		['yes: the contact leaves', true, 0, { outcome: 'unenrolled' }],
		['no: the error names the setting', false, 1, { error: 'HubSpot does not offer this route' }],
	])('%s', async (_, recipeRoutes, output, json) => {
		const cast = await openWithEnrolled({ contacts: 1, settings: { recipeRoutes } });
		const run = await cast.unenroll(undefined, {
			parameters: { unenrollMethod: 'deleteEnrollment' },
			options: { apiRoutes: 'crmObjects' },
			settings,
		});

		expect(run.of(0)).toMatchObject({ output, json });
	});
});

describe('whether the plan lets a workflow unenroll from sequences', () => {
	it.each([
		['yes: the contact leaves', true, 'unenrolled'],
		['no: the item says that it is still waited for', false, 'pending'],
	])('%s', async (_, acts, outcome) => {
		const cast = await openWithEnrolled({ contacts: 1 });
		if (acts) addBridge(cast);
		else addBridge(cast, { actions: [] });
		newFlow(cast.stage);
		const run = await cast.unenroll(undefined, { options: { waitSeconds: 2, pollSeconds: 1 } });

		expect(run.json[RESULT]).toMatchObject([{ outcome }]);
	});
});
