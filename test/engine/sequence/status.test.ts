import { addEnrollment, addSequence } from '../../../tools/hubspot';
import { byEmail } from '../../support/n8n/stage';
import { Cast, closeCasts, DAY } from '../../support/cast';
import { ERROR, RESULT } from '../../support/outputs';

afterAll(closeCasts);

const TWO_EMAILS = [{}, { delayMillis: 4 * DAY }];
const NEVER = {
	sequenceId: null,
	enrolledAt: null,
	endedAt: null,
	finishedAt: null,
	unenrolledAt: null,
};
const readBacks = (cast: Cast) => cast.hubspot.requests.count({ path: /enrollments\/contact/ });

describe('Get Enrollment Status', () => {
	it('gives the enrollment of a contact that is in a sequence', async () => {
		const cast = await Cast.open({ steps: TWO_EMAILS });
		const [contact] = cast.contacts;
		const enrollment = addEnrollment(cast.account, {
			contactId: contact.id,
			sequenceId: cast.sequence.id,
		});
		const run = await cast.status();

		const enrolledAt = new Date(enrollment.enrolledAt).toISOString();
		expect(run.json).toEqual([
			[
				{
					contactId: contact.id,
					email: contact.properties.email,
					enrolled: true,
					enrollment: {
						id: enrollment.id,
						sequenceId: cast.sequence.id,
						sequenceName: 'Outbound intro',
						enrolledAt,
						enrolledBy: cast.rep.userId,
						enrolledByEmail: cast.rep.email,
						toEmail: contact.properties.email,
						updatedAt: enrolledAt,
					},
					counts: { active: 1, total: 1 },
					latest: { ...NEVER, sequenceId: cast.sequence.id, enrolledAt },
				},
			],
		]);
	});

	it('asks for no enrollment of a contact that is in none', async () => {
		const cast = await Cast.open();
		const run = await cast.status();

		expect(run.json[RESULT]).toMatchObject([
			{ enrolled: false, enrollment: null, counts: { active: 0, total: 0 }, latest: NEVER },
		]);
		expect(readBacks(cast)).toBe(0);
	});

	it.each(['returned', 'gone'] as const)(
		'does not take an enrollment that has ended for one that goes on (%s)',
		async (endedEnrollmentAnswer) => {
			const cast = await Cast.open({
				contacts: 2,
				steps: TWO_EMAILS,
				settings: { endedEnrollmentAnswer },
			});
			const [finished, unenrolled] = cast.contacts;
			const single = addSequence(cast.account);
			addEnrollment(cast.account, { contactId: finished.id, sequenceId: single.id });
			addEnrollment(cast.account, { contactId: unenrolled.id, sequenceId: cast.sequence.id });
			cast.account.reply(unenrolled.id);
			const run = await cast.status();

			const instant = expect.stringMatching(/^\d{4}-\d\d-\d\dT/);
			const ended = { enrolled: false, enrollment: null, counts: { active: 0, total: 1 } };
			expect(run.json[RESULT]).toMatchObject([
				{
					...ended,
					latest: {
						sequenceId: single.id,
						endedAt: instant,
						finishedAt: instant,
						unenrolledAt: null,
					},
				},
				{
					...ended,
					latest: {
						sequenceId: cast.sequence.id,
						endedAt: instant,
						finishedAt: null,
						unenrolledAt: instant,
					},
				},
			]);
		},
	);

	it.each(['notFound', 'noContent', 'empty', 'null', 'emptyObject'] as const)(
		'understands every way HubSpot may say that there is no enrollment (%s)',
		async (noEnrollmentAnswer) => {
			const cast = await Cast.open({
				settings: { noEnrollmentAnswer, endedEnrollmentAnswer: 'gone' },
			});
			// The property says so still, the enrollment is over already.
			const contact = cast.addContact({ hs_sequences_is_enrolled: 'true' });
			const run = await cast.status(cast.itemsOf(contact));

			expect(run.error).toBeUndefined();
			expect(run.json[RESULT]).toMatchObject([{ enrolled: true, enrollment: null }]);
			expect(readBacks(cast)).toBe(1);
		},
	);

	it('reads many contacts in batches, answers each in its place and keeps the input', async () => {
		const cast = await Cast.open({ contacts: 150 });
		const items = [...cast.items, cast.items[0]];
		const run = await cast.status(items, {
			parameters: { contact: byEmail('={{ $json.email }}') },
			options: { includeInput: true },
		});

		expect(run.json[RESULT].map(({ contactId }) => contactId)).toEqual(items.map(({ id }) => id));
		expect(run.json[RESULT].map(({ input }) => input)).toEqual(items);
		expect(run.outputs[RESULT].map(({ pairedItem }) => pairedItem)).toEqual(
			items.map((_, item) => ({ item })),
		);
		// Two batches, and the account for the ledger.
		expect(cast.hubspot.requests.count()).toBe(3);
	});

	it('fails for an unknown contact only', async () => {
		const cast = await Cast.open();
		const run = await cast.status([{ id: '999999999' }, ...cast.items], {
			settings: { onError: 'continueErrorOutput' },
		});

		expect(run.of(0)).toMatchObject({
			output: ERROR,
			json: { error: 'HubSpot has no such contact' },
		});
		expect(run.of(1)).toMatchObject({ output: RESULT, json: { enrolled: false } });
	});
});
