import { addEnrollment, addSequence, type Contact } from '../../../tools/hubspot';
import { byEmail } from '../../support/n8n/stage';
import {
	Cast,
	closeCasts,
	DAY,
	HOUR,
	type CastOptions,
	type RunOptions,
	enrolledBefore,
} from '../../support/cast';
import { ENROLLED, SKIPPED } from '../../support/outputs';

afterAll(closeCasts);

const TWO_EMAILS = [{}, { delayMillis: 4 * DAY }];

/** What every skipped item says. */
const about = (cast: Cast, { id, properties }: Contact) => ({
	contactId: id,
	email: properties.email,
	sequenceId: cast.sequence.id,
});

interface Row {
	reason: string;
	message: string;
	arrange: (cast: Cast) => Contact;
	given?: RunOptions;
}

const withProperty = (name: string, value: string | null) => (cast: Cast) =>
	cast.addContact({ [name]: value });

const enrolledIn = (cast: Cast, sequenceId = cast.sequence.id) => {
	const contact = cast.addContact();
	addEnrollment(cast.account, { contactId: contact.id, sequenceId });
	return contact;
};

/** A contact whose only enrollment began so long ago, and has ended. */
const other = (cast: Cast) => addSequence(cast.account, { steps: TWO_EMAILS }).id;

const OPTED_OUT =
	'The contact has opted out of email, or has no legal basis for it in an account that requires one';
const BAD_ADDRESS = 'HubSpot does not send to this address';
const ALREADY = 'The contact is already enrolled here';
const IN_OTHER = 'The contact is in another sequence; HubSpot allows one at a time';

const KNOWN_BEFORE: Row[] = [
	{ reason: 'ALREADY_ENROLLED', message: ALREADY, arrange: (cast) => enrolledIn(cast) },
	{
		reason: 'IN_OTHER_SEQUENCE',
		message: IN_OTHER,
		arrange: (cast) => enrolledIn(cast, other(cast)),
	},
	{
		reason: 'NO_EMAIL',
		message: 'The contact has no email address',
		arrange: withProperty('email', null),
	},
	{ reason: 'OPTED_OUT', message: OPTED_OUT, arrange: withProperty('hs_email_optout', 'true') },
	{
		reason: 'BOUNCED',
		message: 'Mail to this address bounced before',
		arrange: withProperty('hs_email_hard_bounce_reason_enum', 'UNKNOWN_USER'),
	},
	{
		reason: 'QUARANTINED',
		message: 'HubSpot has quarantined the address',
		arrange: withProperty('hs_email_quarantined', 'true'),
	},
	{
		reason: 'BAD_ADDRESS',
		message: BAD_ADDRESS,
		arrange: withProperty('hs_email_bad_address', 'true'),
	},
	{
		reason: 'BAD_ADDRESS',
		message: BAD_ADDRESS,
		arrange: withProperty('hs_email_is_ineligible', 'true'),
	},
	{
		reason: 'COOLDOWN',
		message: 'The last enrollment of the contact is too recent',
		arrange: (cast) => enrolledBefore(cast, 9 * DAY),
		given: { options: { cooldownDays: 10 } },
	},
];

describe('Enroll skips, without asking HubSpot to enroll,', () => {
	it.each(KNOWN_BEFORE)('$reason: $message', async ({ reason, message, arrange, given }) => {
		const cast = await Cast.open({ contacts: 0, steps: TWO_EMAILS });
		const contact = arrange(cast);
		const run = await cast.enroll(cast.itemsOf(contact), given);

		expect(run.json).toEqual([
			[],
			[],
			[{ outcome: 'skipped', reason, message, ...about(cast, contact) }],
		]);
		expect(cast.enrollRequests()).toHaveLength(0);
	});

	it('the same contact a second time (DUPLICATE_IN_RUN), however its address is written', async () => {
		const cast = await Cast.open();
		const [{ id, properties }] = cast.contacts;
		const address = properties.email ?? '';
		const run = await cast.enroll([{ email: address }, { email: ` ${address.toUpperCase()} ` }], {
			parameters: { contact: byEmail('={{ $json.email }}') },
		});

		expect(run.of(0).output).toBe(ENROLLED);
		expect(run.of(1)).toEqual({
			output: SKIPPED,
			json: {
				outcome: 'skipped',
				reason: 'DUPLICATE_IN_RUN',
				message: 'The same contact came earlier in this run',
				contactId: id,
				email: address,
				sequenceId: cast.sequence.id,
				sequenceName: cast.sequence.name,
			},
		});
		expect(cast.enrollRequests()).toHaveLength(1);
	});

	it('nobody whose last enrollment is older than the cooldown', async () => {
		const cast = await Cast.open({ contacts: 0 });
		const contact = enrolledBefore(cast, 11 * DAY);
		const run = await cast.enroll(cast.itemsOf(contact), { options: { cooldownDays: 10 } });

		expect(run.of(0).output).toBe(ENROLLED);
	});
});

/** HubSpot refuses what no property showed. */
const REFUSED: Row[] = [
	{ reason: 'ALREADY_ENROLLED', message: ALREADY, arrange: (cast) => enrolledIn(cast) },
	{
		reason: 'IN_OTHER_SEQUENCE',
		message: IN_OTHER,
		arrange: (cast) => enrolledIn(cast, other(cast)),
	},
	{
		reason: 'BOUNCED',
		message: 'HubSpot knows that mail to this address bounced before',
		arrange: (cast) => cast.addContact({}, { hiddenBounce: true }),
	},
	{
		reason: 'BAD_ADDRESS',
		message: BAD_ADDRESS,
		arrange: (cast) => cast.addContact({ email: cast.rep.email }),
	},
];
const FIELDS = ['subCategory', 'errorType', 'errorsSubCategory', 'message'] as const;

describe.each(FIELDS)('Enroll skips what HubSpot refuses with its code in %s:', (field) => {
	it.each(REFUSED)('$reason', async ({ reason, message, arrange }) => {
		const settings: CastOptions['settings'] = {
			sequenceErrorField: field,
			propertyLagMs: HOUR,
		};
		const cast = await Cast.open({ contacts: 1, steps: TWO_EMAILS, settings });
		const contact = arrange(cast);
		const run = await cast.enroll([...cast.itemsOf(contact), ...cast.items]);

		expect(run.of(0)).toMatchObject({
			output: SKIPPED,
			json: { outcome: 'skipped', reason, message, contactId: contact.id },
		});
		expect(run.of(1).output).toBe(ENROLLED);
	});
});

it('Enroll skips who is in some sequence, where HubSpot does not tell in which', async () => {
	const cast = await Cast.open();
	const already = { status: 400, body: { message: 'Contact already enrolled in a sequence' } };
	cast.hubspot.faults.add({ method: 'POST', path: /enrollments$/, effect: already });
	cast.hubspot.faults.add({ path: /enrollments\/contact/, effect: { status: 404 } });
	const run = await cast.enroll();
	expect(run.json[SKIPPED]).toMatchObject([{ reason: 'IN_OTHER_SEQUENCE', message: IN_OTHER }]);
});

describe('Enroll understands', () => {
	it.each([
		['UNSUBSCRIBED', 'OPTED_OUT'],
		['UNSUBSCRIBED_PERSONAL', 'OPTED_OUT'],
		['RECIPIENT_PREVIOUSLY_BOUNCED_GLOBALLY', 'BOUNCED'],
		['BLOCKED_DOMAIN', 'BAD_ADDRESS'],
		['GLOBALLY_BLOCKED_RECIPIENT_ADDRESS', 'BAD_ADDRESS'],
		['MISSING_EMAIL_ADDRESS', 'NO_EMAIL'],
	])("HubSpot's refusal %s as %s", async (code, reason) => {
		const cast = await Cast.open();
		cast.hubspot.faults.add({
			method: 'POST',
			path: /enrollments$/,
			effect: { status: 400, body: { message: 'No', subCategory: `SequenceError.${code}` } },
		});
		const run = await cast.enroll();

		expect(run.json[SKIPPED]).toMatchObject([{ reason, message: expect.stringMatching(/^\w/) }]);
	});
});
