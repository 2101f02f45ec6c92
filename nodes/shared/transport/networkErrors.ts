import { NEW_PAGE } from './answer';
import type { ErrorEntry } from './errorEntry';
import { isUntrusted, NOT_SENT, REST_OF_BODY, type FailureDetails } from './failure';
import { isRedirect } from './redirect';

/** With these HubSpot itself sends a page: an unknown path or method (hubspot-api.md 2.7), too many requests. */
const PAGES_OF_HUBSPOT = [404, 405, 429];

/** 407 asks for the login of a proxy, whatever its body. */
const isOfProxy = ({ status = 0, isHtml }: FailureDetails) =>
	status === 407 || (isHtml && status >= 400 && status < 500 && !PAGES_OF_HUBSPOT.includes(status));

/** No answer, or none of HubSpot. */
export const NETWORK_ERRORS: ErrorEntry[] = [
	{
		matches: ({ networkCode }) => isUntrusted(networkCode),
		reason: 'NOT_HUBSPOT',
		message: 'The certificate of the server is not trusted, so nothing was sent to it',
		description:
			'A proxy or firewall that looks into https has a certificate of its own, and so has a server of your own. Have your admin name it to this n8n (environment variable NODE_EXTRA_CA_CERTS), or check the API Base URL in the credential. The details hold the reason.',
		scope: 'run',
	},
	{
		matches: ({ networkCode }) => networkCode === NOT_SENT,
		reason: 'HUBSPOT_UNAVAILABLE',
		message: 'HubSpot is down or cannot be reached, so this was not tried',
		description:
			'Several requests in a row came to nothing, each of them after repeats. Run the item again when HubSpot answers.',
		scope: 'run',
	},
	{
		matches: ({ status, lacks }) => status === undefined && lacks === undefined,
		reason: 'HUBSPOT_UNAVAILABLE',
		message: 'HubSpot could not be reached, or did not answer in time',
		description:
			'Check the network of this n8n and the API Base URL in the credential. Run the item again.',
	},
	{
		matches: ({ lacks }) => lacks === REST_OF_BODY,
		reason: 'HUBSPOT_UNAVAILABLE',
		message: 'The answer of HubSpot broke off on the way',
		description: 'Check the network of this n8n. Run the item again.',
	},
	{
		matches: ({ status }) => isRedirect(status),
		reason: 'NOT_HUBSPOT',
		message:
			'The request was answered by a redirect, which is not followed: the key would go along',
		description:
			'The details say where it leads. A proxy, a firewall or a login page may be in between, or the API Base URL in the credential is not that of the API: for HubSpot it is https://api.hubapi.com.',
		scope: 'run',
	},
	{
		matches: (failure) => (failure.lacks !== undefined && failure.isHtml) || isOfProxy(failure),
		reason: 'NOT_HUBSPOT',
		message: 'Something between n8n and HubSpot answered instead of HubSpot',
		description:
			'A proxy, a firewall or a login page did. Check the network of this n8n and the API Base URL in the credential, and run the items again.',
		scope: 'run',
	},
	{
		matches: ({ lacks }) => lacks === NEW_PAGE,
		reason: 'UNEXPECTED_ANSWER',
		message: 'HubSpot gave the same page of a list again, so reading it would never end',
		description:
			'A proxy may answer from its memory. Check the network of this n8n, and run the item again.',
	},
	{
		matches: ({ lacks }) => lacks !== undefined,
		reason: 'UNEXPECTED_ANSWER',
		message: 'The answer is not what HubSpot answers to this request',
		description:
			'The details name the request and what the answer lacks. A proxy may have changed it, or HubSpot its API. Check the network of this n8n, and run the item again.',
	},
];
