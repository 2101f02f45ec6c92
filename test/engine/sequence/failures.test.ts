import type { IDataObject } from 'n8n-workflow';

import type { FailedReason } from '../../../nodes/shared/reasons';
import { ALL_SCOPES } from '../../../tools/hubspot';
import { byEmail, byId } from '../../support/n8n/stage';
import { Cast, closeCasts, limitOf, type CastOptions, type RunOptions } from '../../support/cast';
import { ENROLLED, FAILED } from '../../support/outputs';

afterAll(closeCasts);

const ERROR_OUTPUT: RunOptions = { settings: { onError: 'continueErrorOutput' } };

interface Row extends CastOptions {
	name: string;
	arrange?: (cast: Cast) => void;
	given?: RunOptions;
	error: string;
	description: string;
	reason: FailedReason;
	/** Beside those of the contact. */
	ids?: IDataObject;
	details?: IDataObject;
	/** Requests that try to enroll. */
	tries: number;
}

const withoutScope = (scope: string): Row['settings'] => ({
	grantedScopes: ALL_SCOPES.filter(
		(granted) => granted !== scope && (scope !== OWNERS || granted !== 'automation'),
	),
});
const OWNERS = 'crm.objects.owners.read';
/** What is missing, with what it is for. */
const MISSING: Record<string, string> = {
	'crm.objects.contacts.read': 'Missing: crm.objects.contacts.read (everything).',
	'automation.sequences.read': 'Missing: automation.sequences.read (sequences).',
	'automation.sequences.enrollments.write':
		'Missing: automation.sequences.enrollments.write (enrolling in sequences).',
	[OWNERS]:
		'HubSpot asks for one or more of: crm.objects.owners.read (senders), automation (workflows).',
};

const CORRELATION_ID = expect.stringMatching(/^00000000-/);
const NO_INBOX = {
	reason: 'NO_INBOX' as const,
	error: 'The sending user has no connected inbox',
	description:
		'A sequence is sent from the inbox of a rep. The user connects it in HubSpot (Settings, General, Email). For email that needs no inbox, use the HubSpot Workflow node.',
	// One request of 20 at a time: the first refusal stops the sender.
	tries: 1,
};
const INBOX_TEXT =
	'User 1 for Portal 2 has no connected inboxes. A connected inbox is required to enroll from the public API';

const ROWS: Row[] = [
	{
		name: 'an unknown contact',
		given: { parameters: { contact: byId('999999999') } },
		error: 'HubSpot has no such contact',
		description:
			'No contact with the ID 999999999. Create it in HubSpot, or check the spelling. Else it was deleted or merged, or it belongs to another HubSpot account than the credential.',
		reason: 'CONTACT_NOT_FOUND',
		ids: { contactId: '999999999' },
		tries: 0,
	},
	{
		name: 'an unknown address',
		given: { parameters: { contact: byEmail('nobody@customer.example') } },
		error: 'HubSpot has no such contact',
		description:
			'No contact with the address nobody@customer.example. Create it in HubSpot, or check the spelling. Else it was deleted or merged, or it belongs to another HubSpot account than the credential.',
		reason: 'CONTACT_NOT_FOUND',
		ids: { email: 'nobody@customer.example' },
		tries: 0,
	},
	{
		name: 'an unknown sequence',
		given: { parameters: { sequence: byId('999999999') } },
		reason: 'SEQUENCE_NOT_FOUND',
		error: 'There is no such sequence',
		description: 'Choose the sequence from the list, or check the ID.',
		details: {
			httpStatus: 404,
			category: 'OBJECT_NOT_FOUND',
			hubspotMessage: 'Sequence 999999999 not found',
			correlationId: CORRELATION_ID,
			request: 'GET /automation/sequences/2026-09/999999999',
		},
		tries: 0,
	},
	{
		name: 'an unknown user ID',
		given: { parameters: { sender: byId('999999999') } },
		error: 'HubSpot has no active user like this',
		description:
			'No active user with the user ID 999999999. Choose the sender from the list. A user ID is not the same number as an owner ID.',
		reason: 'SENDER_NOT_FOUND',
		tries: 0,
	},
	{
		name: 'an unknown address of a user',
		given: { parameters: { sender: byEmail('nobody@fjordline.example') } },
		error: 'HubSpot has no active user like this',
		description:
			'No active user with the address nobody@fjordline.example. Choose the sender from the list. A user ID is not the same number as an owner ID.',
		reason: 'SENDER_NOT_FOUND',
		tries: 0,
	},
	{
		name: 'a user without an inbox',
		rep: { inboxes: [] },
		...NO_INBOX,
		details: {
			httpStatus: 400,
			hubspotMessage: expect.stringContaining('has no connected inboxes.'),
			category: 'VALIDATION_ERROR',
			correlationId: CORRELATION_ID,
		},
	},
	{
		name: 'a user without an inbox, answered as a failure of HubSpot',
		arrange: ({ hubspot }) =>
			hubspot.faults.add({
				method: 'POST',
				path: /enrollments$/,
				effect: { status: 500, body: { message: INBOX_TEXT, correlationId: '00000000-5' } },
			}),
		...NO_INBOX,
		details: { httpStatus: 500, hubspotMessage: INBOX_TEXT, correlationId: CORRELATION_ID },
	},
	{
		name: 'a sender address that is no inbox of the user',
		given: { options: { senderEmail: 'sales@fjordline.example' } },
		reason: 'NO_INBOX',
		error: 'The sender address is not an inbox of the sending user',
		description:
			'Connect that inbox in HubSpot (Settings, General, Email) for this user, or change the Sender Email option of this node.',
		details: { httpStatus: 400 },
		tries: 1,
	},
	{
		name: 'a user without a seat',
		rep: { salesSeat: false },
		reason: 'NO_SEAT',
		error: 'The sending user may not use sequences',
		description:
			'The user needs an assigned Sales or Service Hub seat (Professional or higher) and the Sequences permission. An admin sets both under Settings, Users & Teams. For automation without a seat, use the HubSpot Workflow node.',
		details: { httpStatus: 403, category: 'FORBIDDEN', correlationId: CORRELATION_ID },
		tries: 0,
	},
	...[
		{ scope: 'crm.objects.contacts.read', tries: 0 },
		{ scope: 'automation.sequences.read', tries: 0 },
		{ scope: 'automation.sequences.enrollments.write', tries: 1 },
		{ scope: OWNERS, tries: 0 },
	].map(({ scope, tries }) => ({
		name: `a credential without the scope ${scope}`,
		settings: withoutScope(scope),
		reason: 'MISSING_SCOPE' as const,
		error: 'The HubSpot credential lacks a scope for this',
		description: `Add the scope to the service key or app in HubSpot, then update or reconnect the credential. ${MISSING[scope]}`,
		details: {
			httpStatus: 403,
			category: 'MISSING_SCOPES',
			correlationId: CORRELATION_ID,
			requiredScopes: expect.arrayContaining([scope]),
		},
		tries,
	})),
	{
		name: 'HubSpot moving the account',
		arrange: ({ hubspot }) => hubspot.faults.add({ path: 'enrollments', effect: { status: 477 } }),
		reason: 'HUBSPOT_UNAVAILABLE',
		error: 'HubSpot is moving this account to another data centre',
		description: 'This takes up to 24 hours. Run the items again after that.',
		details: { httpStatus: 477 },
		tries: 1,
	},
	{
		name: "the account's API requests of the day used up",
		arrange: ({ hubspot }) =>
			hubspot.faults.add({
				path: 'enrollments',
				effect: { status: 429, body: { message: 'No more', policyName: 'DAILY' } },
			}),
		reason: 'DAILY_API_LIMIT',
		error: "The HubSpot account has used up today's API requests",
		description:
			'The daily number is shared by all apps of the account and starts again at midnight, account time. Run the remaining items after that.',
		details: { httpStatus: 429, hubspotMessage: 'No more' },
		tries: 1,
	},
];

describe('Every item fails, and HubSpot is not asked again and again, for', () => {
	it.each(ROWS)('$name', async (row) => {
		const { arrange, given, error, reason, description, ids, details, tries } = row;
		const cast = await Cast.open({ contacts: 20, ...row });
		arrange?.(cast);
		const run = await cast.enroll(undefined, {
			...ERROR_OUTPUT,
			...given,
			options: { concurrency: 1, ...given?.options },
			parameters: { ...limitOf(20), ...given?.parameters },
		});

		const isUnknown = given?.parameters?.contact !== undefined;
		expect(run.json[FAILED]).toHaveLength(20);
		for (const json of run.json[FAILED]) expect(json).toMatchObject({ error });
		const said = { outcome: 'failed', reason, message: error, description };
		const more = { ...ids, ...(details && { details }) };
		expect(run.json[FAILED][19]).toMatchObject({ ...said, ...more });
		expect(cast.enrollRequests()).toHaveLength(tries);
		expect(cast.hubspot.requests.count()).toBeLessThanOrEqual(isUnknown ? 1 : 5 + tries);

		// What was reserved for them is free again.
		cast.hubspot.faults.clear();
		Object.assign(cast.rep, { inboxes: [cast.rep.email], salesSeat: true });
		cast.hubspot.settings.grantedScopes = [...ALL_SCOPES];
		const again = await cast.enroll(undefined, { parameters: limitOf(20) });
		expect(again.json[ENROLLED]).toHaveLength(20);
	});

	it('a wrong key, which is asked about once', async () => {
		const cast = await Cast.open({ contacts: 20 });
		const run = await cast.enroll(undefined, {
			...ERROR_OUTPUT,
			credentials: { ...cast.stage.serviceKey, appToken: 'pat-na1-wrong' },
		});

		expect(run.json[FAILED]).toHaveLength(20);
		expect(run.json[FAILED][19]).toMatchObject({
			error: 'HubSpot does not accept the credential',
			description:
				'The service key or login has expired, was revoked or was mistyped. Open the credential of this node, enter a valid key or connect again, and run the items again.',
			details: {
				httpStatus: 401,
				category: 'INVALID_AUTHENTICATION',
				correlationId: CORRELATION_ID,
				hubspotMessage: expect.stringContaining('Authentication credentials not found'),
			},
		});
		expect(cast.hubspot.requests.count()).toBe(1);
	});
});

describe('A credential that may not read sent mail', () => {
	it('enrolls by what n8n knows, and says so', async () => {
		const cast = await Cast.open({ contacts: 3, settings: withoutScope('sales-email-read') });
		const run = await cast.enroll(undefined, { parameters: limitOf(2) });

		expect(run.json.map((items) => items.length)).toEqual([2, 1, 0]);
		expect(run.hints).toContainEqual({
			type: 'warning',
			location: 'outputPane',
			message: expect.stringContaining('scope sales-email-read'),
		});
	});
});

describe('A node that stops on errors', () => {
	it('names the item, the cause and what became of the others', async () => {
		const cast = await Cast.open({ contacts: 3 });
		const [one, two, three] = cast.items;
		const run = await cast.enroll([one, two, { id: 'ann' }, three, { id: '999999999' }]);

		expect(run.result.run.status).toBe('error');
		expect(run.error).toMatchObject({
			message: 'The Contact of this item is not a HubSpot contact ID',
			context: { itemIndex: 2 },
			description: expect.stringContaining(
				'(3 other items were processed, 1 more failed; to pass those on, set On Error to "Continue (using error output)" in the settings of this node.)',
			),
		});
		expect(run.outputs).toEqual([]);
		expect(cast.account.enrollments).toHaveLength(3);
	});

	it('passes the words of HubSpot on', async () => {
		const cast = await Cast.open({ rep: { salesSeat: false } });
		const run = await cast.enroll();

		expect(run.error).toMatchObject({
			message: 'The sending user may not use sequences',
			httpCode: '403',
			description: expect.stringContaining('HubSpot: "Permission Denied: user'),
		});
	});
});
