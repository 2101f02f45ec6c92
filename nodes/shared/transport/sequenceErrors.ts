import { says, saysAnyhow, type ErrorEntry } from './errorEntry';
import type { FailureDetails } from './failure';
import { isInboxLimit, isSendLimit } from './limits';

const ofSequence = ({ status, isHtml, request }: FailureDetails) =>
	status === 404 && !isHtml && /^GET .*\/sequences\/[^/]+\/\d+$/.test(request);

/**
 * What HubSpot's sequences API refuses. Its codes are looked for in the whole body, because in what
 * field HubSpot puts a `SequenceError.…` is not documented (hubspot-api.md 2.7).
 */
export const SEQUENCE_ERRORS: ErrorEntry[] = [
	{
		matches: says(/already enrolled|CONTACT_ALREADY_ENROLLED|\bALREADY_ENROLLED/i),
		message: 'The contact is already enrolled in a sequence',
		description: 'HubSpot allows one sequence at a time per contact. Unenroll the contact first.',
		refusal: 'ALREADY_ENROLLED',
	},
	{
		matches: says(/\bUNSUBSCRIBED|CANNOT_COMMUNICATE/),
		message:
			'The contact has opted out, or the account requires a legal basis for one-to-one email and the contact has none',
		description:
			'In accounts with data privacy settings (EU), record a legal basis for the One to One subscription of the contact.',
		refusal: 'OPTED_OUT',
	},
	{
		matches: says(/BOUNCED/),
		message: 'HubSpot knows that mail to this address bounced before',
		description: 'Correct the address of the contact in HubSpot.',
		refusal: 'BOUNCED',
	},
	{
		matches: says(/BLOCKED_(ADDRESS|DOMAIN)|GLOBALLY_BLOCKED|INVALID_EMAIL_ADDRESS/),
		message: 'HubSpot does not send to this address',
		description: 'The address or its domain is blocked or invalid. Correct it in HubSpot.',
		refusal: 'BAD_ADDRESS',
	},
	{
		matches: says(/MISSING_EMAIL_ADDRESS/),
		message: 'The contact has no email address',
		description: 'Add an address to the contact in HubSpot.',
		refusal: 'NO_EMAIL',
	},
	{
		matches: saysAnyhow(/no connected inboxes for specified user email/i),
		reason: 'NO_INBOX',
		message: 'The sender address is not an inbox of the sending user',
		description:
			'Connect that inbox in HubSpot (Settings, General, Email) for this user, or change the Sender Email option of this node.',
		scope: 'sender',
	},
	{
		matches: saysAnyhow(/PUBLIC_ENROLL_NO_CONNECTED_EMAILS|no connected inbox/i),
		reason: 'NO_INBOX',
		message: 'The sending user has no connected inbox',
		description:
			'A sequence is sent from the inbox of a rep. The user connects it in HubSpot (Settings, General, Email). For email that needs no inbox, use the HubSpot Workflow node.',
		scope: 'sender',
	},
	{
		matches: isInboxLimit,
		message: "HubSpot's API takes no more enrollments for this inbox today",
		description:
			'HubSpot takes 1,000 enrollments of an inbox in a day by its API. Enroll the others tomorrow, or from another inbox.',
		refusal: 'HUBSPOT_SEND_LIMIT',
	},
	{
		matches: isSendLimit,
		message: 'HubSpot refused: the sender has reached the sending limit',
		description: 'Enroll again once sends of the last 24 hours have left the window.',
		refusal: 'HUBSPOT_SEND_LIMIT',
	},
	{
		matches: (failure) =>
			failure.status === 403 && /Permission Denied|seat|sequences permission/i.test(failure.text),
		reason: 'NO_SEAT',
		message: 'The sending user may not use sequences',
		description:
			'The user needs an assigned Sales or Service Hub seat (Professional or higher) and the Sequences permission. An admin sets both under Settings, Users & Teams. For automation without a seat, use the HubSpot Workflow node.',
		scope: 'sender',
	},
	{
		matches: (failure) => ofSequence(failure) || says(/sequence ID provided is invalid/i)(failure),
		reason: 'SEQUENCE_NOT_FOUND',
		message: 'There is no such sequence',
		description: 'Choose the sequence from the list, or check the ID.',
	},
];
