import { on, says, type ErrorEntry } from './errorEntry';
import {
	hasStatus,
	HubspotFailure,
	lacksPath,
	NOT_CONNECTED,
	type FailureDetails,
} from './failure';
import { isDailyLimit } from './limits';
import { NETWORK_ERRORS } from './networkErrors';
import { SEQUENCE_ERRORS } from './sequenceErrors';

/**
 * The routes of the recipe, which HubSpot has not published: an unknown path, an unknown method, or an
 * object type that the CRM does not know.
 */
const notPublished = ({ status, isHtml, text, request }: FailureDetails) =>
	/ \/crm\/v3\/objects\/(contacts\/[^/]+\/(associations\/)?sequences|sequence_enrollments\/[^/]+)$| \/automation\/v4\/flows\/[^/]+\/enrollments\/contacts$/.test(
		request,
	) &&
	(status === 405 || (status === 404 && isHtml) || (status === 400 && /object type/i.test(text)));

/** Whether HubSpot has ended a route of its older workflow APIs, for which it has named no successor. */
const ended = (path: RegExp) => (failure: FailureDetails) =>
	lacksPath(failure) && path.test(failure.request);

const CREDENTIAL_ERRORS: ErrorEntry[] = [
	{
		matches: ({ status, text }) => status === 401 && text === NOT_CONNECTED,
		reason: 'CREDENTIAL',
		message: 'The HubSpot credential is not connected yet',
		description:
			'Open the credential of this node, click Connect, and log in to HubSpot. Then run the items again.',
		scope: 'run',
	},
	{
		matches: on(401),
		reason: 'CREDENTIAL',
		message: 'HubSpot does not accept the credential',
		description:
			'The service key or login has expired, was revoked or was mistyped. Open the credential of this node, enter a valid key or connect again, and run the items again.',
		scope: 'run',
	},
	{
		matches: on(530),
		reason: 'CREDENTIAL',
		message: 'HubSpot does not recognise the service key',
		description: 'The key in the credential has a wrong form. Copy it again from HubSpot.',
		scope: 'run',
	},
	{
		matches: says(/MISSING_SCOPES/),
		reason: 'MISSING_SCOPE',
		message: 'The HubSpot credential lacks a scope for this',
		description:
			'Add the scope to the service key or app in HubSpot, then update or reconnect the credential.',
		scope: 'run',
	},
];

/** What HubSpot answers to any request. */
const GENERAL_ERRORS: ErrorEntry[] = [
	{
		matches: isDailyLimit,
		reason: 'DAILY_API_LIMIT',
		message: "The HubSpot account has used up today's API requests",
		description:
			'The daily number is shared by all apps of the account and starts again at midnight, account time. Run the remaining items after that.',
		scope: 'run',
	},
	{
		matches: on(429),
		reason: 'RATE_LIMIT',
		message: 'HubSpot keeps answering that requests come too fast',
		description:
			"Other apps or n8n workflows use up the request rate of this HubSpot app. Lower 'Parallel Requests', or run the items again later. It has nothing to do with the sending limit.",
	},
	{
		matches: on(477),
		reason: 'HUBSPOT_UNAVAILABLE',
		message: 'HubSpot is moving this account to another data centre',
		description: 'This takes up to 24 hours. Run the items again after that.',
		scope: 'run',
	},
	{
		matches: on(403),
		reason: 'FORBIDDEN',
		message: 'HubSpot does not allow this',
		description: 'Check what the user behind the credential may do in HubSpot.',
	},
	{
		matches: says(/PROPERTY_DOESNT_EXIST|Property .* does not exist/),
		reason: 'PROPERTY',
		message: 'The HubSpot account has no contact property of this name',
		description:
			'Create the property in HubSpot (Settings, Properties), or correct the name in this node. It is the internal name, not the label.',
		scope: 'run',
	},
	{
		matches: says(/MISSING_CONDITIONAL_REQUIRED_PROPERTY/),
		reason: 'PROPERTY',
		message: 'A rule of the HubSpot account requires another property together with this one',
		description:
			'An admin has made a property required where this one has this value; the details hold the text of HubSpot. Set that property on the contact first, or change the rule in HubSpot (Settings, Properties).',
	},
	{
		matches: notPublished,
		reason: 'ROUTE_NOT_OFFERED',
		message: 'HubSpot does not offer this route',
		description:
			"These routes are not published by HubSpot. Set 'API Routes' to Published; to unenroll from a sequence, also set 'Method' to Helper Workflow.",
		scope: 'run',
	},
	{
		matches: ended(/ \/automation\/v2\/workflows\/[^/]+\/enrollments\/contacts\/[^/]+$/),
		reason: 'ROUTE_NOT_OFFERED',
		message: 'HubSpot does not offer to enroll in a workflow, or to unenroll, by address any more',
		description:
			"HubSpot has named no successor of this route. Where the workflow starts on a static list, set 'Method' to List; where it starts on a contact property, set it to Property. To unenroll from a sequence, set 'Helper Workflow Trigger' to Property.",
		scope: 'run',
	},
	{
		matches: ended(/ \/automation\/v2\/workflows\/enrollments\/contacts\/[^/]+$/),
		reason: 'ROUTE_NOT_OFFERED',
		message: 'HubSpot does not tell which workflows a contact is in any more',
		description:
			"HubSpot has named no successor of this route. Set 'If in a Workflow' to Ignore, and see in HubSpot which workflows the contact is in.",
		scope: 'run',
	},
	{
		matches: lacksPath,
		reason: 'ROUTE_NOT_OFFERED',
		message: 'HubSpot does not know this API path',
		description:
			"Check the API Base URL in the credential and 'API Routes' of this node. If both are right, HubSpot may have ended this version of its API: update this node.",
		scope: 'run',
	},
	{
		matches: on(404),
		reason: 'NOT_FOUND',
		message: 'HubSpot has no such record',
		description: 'It was deleted or merged, or it belongs to another HubSpot account.',
	},
	{
		matches: on(423),
		reason: 'LOCKED',
		message: 'HubSpot has locked the record for another change',
		description: 'Run the item again in a few minutes.',
	},
	{
		matches: ({ status = 0, isHtml }) => status >= 500 && isHtml,
		reason: 'HUBSPOT_UNAVAILABLE',
		message: 'HubSpot, or something between n8n and HubSpot, did not process the request',
		description:
			'A web page came in place of an answer, as from a proxy or from HubSpot when it is busy or down. Run the item again later; if it stays so, check the network of this n8n.',
	},
	{
		matches: ({ status = 0 }) => status >= 500,
		reason: 'HUBSPOT_UNAVAILABLE',
		message: 'HubSpot did not process the request',
		description: 'This is on the side of HubSpot. Run the item again later.',
	},
];

/** First match decides. */
export const ERROR_TABLE: readonly ErrorEntry[] = [
	...NETWORK_ERRORS,
	...CREDENTIAL_ERRORS,
	...SEQUENCE_ERRORS,
	...GENERAL_ERRORS,
];

const REJECTED: ErrorEntry = {
	matches: () => true,
	reason: 'REJECTED',
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

/** Whether HubSpot refused a contact because it is in that sequence or workflow, or in another sequence. */
export const isAlreadyEnrolled = (error: unknown): boolean =>
	explainError(error).refusal === 'ALREADY_ENROLLED';

/** Whether HubSpot refused what a request holds (400), and not the credential or the account. */
export const isAboutInput = (error: unknown): boolean =>
	hasStatus(error, 400) && explainFailure(error.details).scope !== 'run';
