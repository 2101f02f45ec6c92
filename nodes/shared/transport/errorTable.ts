import { NEW_PAGE } from './answer';
import { HubspotFailure, type FailureDetails } from './failure';

/** How far a failure reaches: the item, everything of this sender, or every request of the run. */
export type FailureScope = 'item' | 'sender' | 'run';

/** HubSpot's refusals that are an outcome of the item rather than an error. */
export type RefusalCode =
	| 'ALREADY_ENROLLED'
	| 'OPTED_OUT'
	| 'BOUNCED'
	| 'BAD_ADDRESS'
	| 'NO_EMAIL'
	| 'HUBSPOT_SEND_LIMIT';

export interface ErrorEntry {
	matches: (failure: FailureDetails) => boolean;
	/** What happened, one sentence. Holds no HubSpot text: n8n rewrites messages with an error code in them. */
	message: string;
	/** Whose setting it is and what to do next. */
	description: string;
	scope?: FailureScope;
	refusal?: RefusalCode;
}

const on = (status: number, pattern?: RegExp) => (failure: FailureDetails) =>
	failure.status === status && (!pattern || pattern.test(failure.text));
const says = (pattern: RegExp) => (failure: FailureDetails) =>
	failure.status !== undefined && failure.status < 500 && pattern.test(failure.text);
/** For texts that can mean nothing else, whatever the status: a missing inbox also came as a 500. */
const saysAnyhow = (pattern: RegExp) => (failure: FailureDetails) =>
	failure.status !== undefined && pattern.test(failure.text);
const ofSequence = ({ status, isHtml, request }: FailureDetails) =>
	status === 404 && !isHtml && /^GET .*\/sequences\/[^/]+\/\d+$/.test(request);
/**
 * The routes of the recipe, which HubSpot has not published: an unknown path, an unknown method, or an
 * object type that the CRM does not know.
 */
const notPublished = ({ status, isHtml, text, request }: FailureDetails) =>
	/ \/crm\/v3\/objects\/(contacts\/[^/]+\/(associations\/)?sequences|sequence_enrollments\/[^/]+)$| \/automation\/v4\/flows\/[^/]+\/enrollments\/contacts$/.test(
		request,
	) &&
	(status === 405 || (status === 404 && isHtml) || (status === 400 && /object type/i.test(text)));

/**
 * First match decides. Codes of the sequences API are looked for in the whole body, because in what
 * field HubSpot puts a `SequenceError.…` is not documented.
 */
export const ERROR_TABLE: ErrorEntry[] = [
	{
		matches: ({ lacks, isHtml }) => lacks !== undefined && isHtml,
		message: 'Something between n8n and HubSpot answered instead of HubSpot',
		description:
			'It sent a web page, as a proxy, a firewall or a login page does. Check the network of this n8n and the API Base URL in the credential, and run the items again.',
		scope: 'run',
	},
	{
		matches: ({ lacks }) => lacks === NEW_PAGE,
		message: 'HubSpot gave the same page of a list again, so reading it would never end',
		description:
			'A proxy may answer from its memory. Check the network of this n8n, and run the item again.',
	},
	{
		matches: ({ lacks }) => lacks !== undefined,
		message: 'The answer is not what HubSpot answers to this request',
		description:
			'The details name the request and what the answer lacks. A proxy may have changed it, or HubSpot its API. Check the network of this n8n, and run the item again.',
	},
	{
		matches: on(401),
		message: 'HubSpot does not accept the credential',
		description:
			'The service key or login has expired, was revoked or was mistyped. Open the credential of this node, enter a valid key or connect again, and run the items again.',
		scope: 'run',
	},
	{
		matches: on(530),
		message: 'HubSpot does not recognise the service key',
		description: 'The key in the credential has a wrong form. Copy it again from HubSpot.',
		scope: 'run',
	},
	{
		matches: says(/MISSING_SCOPES/),
		message: 'The HubSpot credential lacks a scope for this',
		description:
			'Add the scope to the service key or app in HubSpot, then update or reconnect the credential.',
		scope: 'run',
	},
	{
		matches: on(429, /DAILY/i),
		message: "The HubSpot account has used up today's API requests",
		description:
			'The daily number is shared by all apps of the account and starts again at midnight, account time. Run the remaining items after that.',
		scope: 'run',
	},
	{
		matches: on(429),
		message: 'HubSpot keeps answering that requests come too fast',
		description:
			'Other apps or workflows use up the request rate of this HubSpot app. Lower the Concurrency option, or run the items again later. It has nothing to do with the sending limit.',
	},
	{
		matches: on(477),
		message: 'HubSpot is moving this account to another data centre',
		description: 'This takes up to 24 hours. Run the items again after that.',
		scope: 'run',
	},
	{
		matches: says(/SEND_LIMIT_EXCEEDED/),
		message: 'HubSpot refused: the sender has reached the sending limit',
		description: 'Enroll again once sends of the last 24 hours have left the window.',
		refusal: 'HUBSPOT_SEND_LIMIT',
	},
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
		message: 'The sender address is not an inbox of the sending user',
		description:
			'Connect that inbox in HubSpot (Settings, General, Email) for this user, or change the Sender Email option of this node.',
		scope: 'sender',
	},
	{
		matches: saysAnyhow(/PUBLIC_ENROLL_NO_CONNECTED_EMAILS|no connected inbox/i),
		message: 'The sending user has no connected inbox',
		description:
			'A sequence is sent from the inbox of a rep. The user connects it in HubSpot (Settings, General, Email). For email that needs no inbox, use the HubSpot Workflow node.',
		scope: 'sender',
	},
	{
		matches: (failure) =>
			failure.status === 403 && /Permission Denied|seat|sequences permission/i.test(failure.text),
		message: 'The sending user may not use sequences',
		description:
			'The user needs an assigned Sales or Service Hub seat (Professional or higher) and the Sequences permission. An admin sets both under Settings, Users & Teams. For automation without a seat, use the HubSpot Workflow node.',
		scope: 'sender',
	},
	{
		matches: on(403),
		message: 'HubSpot does not allow this',
		description: 'Check what the user behind the credential may do in HubSpot.',
	},
	{
		matches: (failure) => ofSequence(failure) || says(/sequence ID provided is invalid/i)(failure),
		message: 'There is no such sequence',
		description: 'Choose the sequence from the list, or check the ID.',
	},
	{
		matches: says(/PROPERTY_DOESNT_EXIST|Property .* does not exist/),
		message: 'The HubSpot account has no contact property of this name',
		description:
			'Create the property in HubSpot (Settings, Properties), or correct the name in this node. It is the internal name, not the label.',
		scope: 'run',
	},
	{
		matches: notPublished,
		message: 'HubSpot does not offer this route',
		description:
			'These routes are not published by HubSpot. Set the API Routes option to Published; to unenroll from a sequence, also set the Method to Bridge Workflow.',
		scope: 'run',
	},
	{
		matches: (failure) => failure.status === 404 && failure.isHtml,
		message: 'HubSpot does not know this API path',
		description: 'Check the API Base URL in the credential and the API Routes option of this node.',
		scope: 'run',
	},
	{
		matches: on(404),
		message: 'HubSpot has no such record',
		description: 'It was deleted or merged, or it belongs to another HubSpot account.',
	},
	{
		matches: on(423),
		message: 'HubSpot has locked the record for another change',
		description: 'Run the item again in a few minutes.',
	},
	{
		matches: (failure) => failure.status !== undefined && failure.status >= 500,
		message: 'HubSpot did not process the request',
		description: 'This is on the side of HubSpot. Run the item again later.',
	},
	{
		matches: (failure) => failure.status === undefined,
		message: 'HubSpot could not be reached, or did not answer in time',
		description:
			'Check the network of this n8n and the API Base URL in the credential. Run the item again.',
	},
];

const REJECTED: ErrorEntry = {
	matches: () => true,
	message: 'HubSpot rejected the request',
	description: 'The details hold the text of HubSpot.',
};

/** What a failed request means, in words for a person. */
export function explainFailure(failure: FailureDetails): ErrorEntry {
	return ERROR_TABLE.find(({ matches }) => matches(failure)) ?? REJECTED;
}

/** The entry of what HubSpot answered; nothing for any other error. */
export const explainError = (error: unknown): Partial<ErrorEntry> =>
	error instanceof HubspotFailure ? explainFailure(error.details) : {};
