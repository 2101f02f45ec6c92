import type { INodeParameters } from 'n8n-workflow';

import { addEnrollment, addRep } from '../../../tools/hubspot';
import { byEmail, byId } from '../../support/n8n/stage';
import { Cast, closeCasts, DAY, limitOf, newAddress } from '../../support/cast';
import { PLAIN } from '../../support/hubspotSettings';
import { ENROLLED, FAILED, HELD, SKIPPED } from '../../support/outputs';

afterAll(closeCasts);

const ERROR_OUTPUT = { settings: { onError: 'continueErrorOutput' } } as const;
const TWO_EMAILS = [{}, { delayMillis: 4 * DAY }];

describe('A dry run', () => {
	it('says what would happen, writes nothing and takes no room', async () => {
		const cast = await Cast.open({ contacts: 2 });
		const optedOut = cast.addContact({ hs_email_optout: 'true' });
		const items = [...cast.items, ...cast.itemsOf(optedOut)];
		const parameters = limitOf(1);
		const run = await cast.enroll(items, { parameters, options: { dryRun: true } });

		expect([0, 1, 2].map((index) => run.of(index))).toMatchObject([
			{ output: ENROLLED, json: { outcome: 'wouldEnroll', sendLimit: { used: 1 } } },
			{ output: HELD, json: { outcome: 'wouldHold', reason: 'SEND_LIMIT' } },
			{ output: SKIPPED, json: { outcome: 'wouldSkip', reason: 'OPTED_OUT' } },
		]);
		expect(run.hints[0].message).toMatch(/^Dry run, nothing was written: 1 would be enrolled; /);
		const writes = cast.hubspot.requests.filter(
			({ method, path }) => method !== 'GET' && !/\/(batch\/read|search)$/.test(path),
		);
		expect(writes).toEqual([]);

		const real = await cast.enroll(items, { parameters });
		expect(real.of(0)).toMatchObject({ output: ENROLLED, json: { outcome: 'enrolled' } });
	});

	it('of a sender without a seat fails as the real one would', async () => {
		const cast = await Cast.open({ rep: { salesSeat: false } });
		const run = await cast.enroll(undefined, { options: { dryRun: true } });

		expect(run.error?.message).toBe('The sending user may not use sequences');
	});
});

describe('Confirm in HubSpot', () => {
	it('says that HubSpot holds the enrollment', async () => {
		const cast = await Cast.open({ contacts: 2 });
		const run = await cast.enroll(undefined, { options: { verify: true } });

		expect(run.json[ENROLLED]).toMatchObject([{ verified: true }, { verified: true }]);
	});

	it.each([
		{ name: 'does not', status: 404, verified: false },
		{ name: 'cannot be asked', status: 500, verified: null },
	])('says where HubSpot $name', async ({ status, verified }) => {
		const cast = await Cast.open();
		cast.hubspot.faults.add({ method: 'GET', path: /enrollments\/contact/, effect: { status } });
		const run = await cast.enroll(undefined, { options: { verify: true } });

		expect(run.json[ENROLLED]).toMatchObject([{ outcome: 'enrolled', verified }]);
	});

	it.each(['silent', 'delay'] as const)(
		'is not needed below the limit, where HubSpot handles mail beyond it in another way (%s)',
		async (overLimit) => {
			const cast = await Cast.open({
				contacts: 4,
				rep: { dailyLimit: 2 },
				settings: { ...PLAIN, overLimit },
			});
			const within = await cast.enroll(cast.items.slice(0, 3), {
				parameters: limitOf(2),
				options: { verify: true },
			});
			expect(within.json.map((items) => items.length)).toEqual([2, 1, 0]);
			expect(cast.account.overLimitSends).toEqual([]);

			// Without the guard HubSpot takes the contact in, and the mail is lost or late.
			const beyond = await cast.enroll(cast.items.slice(3), {
				parameters: { sendLimitMode: 'off' },
				options: { verify: true },
			});
			expect(beyond.json[ENROLLED]).toMatchObject([{ verified: true }]);
			expect(cast.account.overLimitSends).toHaveLength(1);
		},
	);
});

describe('Include Input Fields', () => {
	it('keeps the fields of the item under "input", whatever becomes of it', async () => {
		const cast = await Cast.open({ contacts: 2 });
		const optedOut = cast.addContact({ hs_email_optout: 'true' });
		const items = [...cast.items, ...cast.itemsOf(optedOut)].map((item, row) => ({ ...item, row }));
		const run = await cast.enroll(items, {
			parameters: limitOf(1),
			options: { includeInput: true },
		});

		expect([0, 1, 2].map((index) => run.of(index).json.input)).toEqual(items);
		const without = await cast.enroll(items, { options: { dryRun: true } });
		expect(without.of(2).json).not.toHaveProperty('input');
	});
});

describe('An error instead of a skip', () => {
	it.each<{ name: string; options: INodeParameters; reason: string }>([
		{ name: 'Already Enrolled', options: { alreadyEnrolled: 'fail' }, reason: 'ALREADY_ENROLLED' },
		{ name: 'Skip Ineligible', options: { skipIneligible: false }, reason: 'OPTED_OUT' },
		{ name: 'Skip Ineligible', options: { skipIneligible: false }, reason: 'BOUNCED' },
	])('comes from the option $name ($reason)', async ({ options, reason }) => {
		const cast = await Cast.open({ contacts: 1, steps: TWO_EMAILS });
		const enrolled = cast.addContact();
		const sequenceId = cast.sequence.id;
		addEnrollment(cast.account, { contactId: enrolled.id, sequenceId });
		const contacts = {
			ALREADY_ENROLLED: enrolled,
			OPTED_OUT: cast.addContact({ hs_email_optout: 'true' }),
			BOUNCED: cast.addContact({}, { hiddenBounce: true }),
		};
		const contact = contacts[reason as keyof typeof contacts];
		const run = await cast.enroll([...cast.itemsOf(contact), ...cast.items], {
			...ERROR_OUTPUT,
			options,
		});

		expect(run.of(0)).toMatchObject({
			output: FAILED,
			json: { reason, contactId: contact.id, sequenceId },
		});
		expect(run.of(1).output).toBe(ENROLLED);
	});
});

describe('The sender', () => {
	it('can be named by address', async () => {
		const cast = await Cast.open();
		const run = await cast.enroll(undefined, {
			parameters: { sender: byEmail(` ${cast.rep.email.toUpperCase()} `) },
		});

		expect(run.json[ENROLLED]).toMatchObject([
			{ sender: { userId: cast.rep.userId, email: cast.rep.email } },
		]);
	});

	it('can be the owner of the contact, or else the fallback', async () => {
		const cast = await Cast.open({ contacts: 0 });
		const owner = addRep(cast.account, { email: newAddress() });
		const gone = addRep(cast.account, { email: newAddress(), archived: true });
		const contacts = [owner.ownerId, null, gone.ownerId].map((ownerId) =>
			cast.addContact({ hubspot_owner_id: ownerId }),
		);
		const byOwner = { ...ERROR_OUTPUT, parameters: { senderMode: 'contactOwner' } };
		const without = await cast.enroll(cast.itemsOf(...contacts.slice(1)), byOwner);
		expect(without.json[FAILED].map(({ error }) => error)).toEqual([
			'The contact has no owner who could send',
			'HubSpot has no active user like this',
		]);

		const run = await cast.enroll(cast.itemsOf(...contacts), {
			...byOwner,
			options: { fallbackSender: byId(cast.rep.userId) },
		});
		expect(run.json[ENROLLED].map(({ sender }) => sender)).toEqual(
			[owner, cast.rep, cast.rep].map(({ userId, email }) => ({ userId, email })),
		);
	});

	it('can send from another inbox, which has room of its own, and under an alias', async () => {
		const [own, sales] = [newAddress(), newAddress()];
		const cast = await Cast.open({
			contacts: 3,
			rep: { email: own, inboxes: [own, sales], aliases: ['hello@fjordline.example'] },
		});
		const [one, two, three] = cast.items;
		await cast.enroll([one], { parameters: limitOf(1) });
		const run = await cast.enroll([two, three], {
			parameters: limitOf(1),
			options: { senderEmail: ` ${sales}`, senderAliasAddress: 'hello@fjordline.example' },
		});

		expect([run.of(0), run.of(1)]).toMatchObject([
			{ output: ENROLLED, json: { sender: { userId: cast.rep.userId, email: sales } } },
			{ output: HELD, json: { sender: { email: sales } } },
		]);
		expect(cast.enrollRequests().at(-1)?.body).toMatchObject({
			senderEmail: sales,
			senderAliasAddress: 'hello@fjordline.example',
		});
		expect(cast.enrollRequests()[0].body).not.toHaveProperty('senderAliasAddress');
	});
});
