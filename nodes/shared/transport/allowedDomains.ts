import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { Problem } from '../errors';

/**
 * n8n gives every OAuth2 credential the fields Allowed HTTP Request Domains and Allowed Domains, checks
 * them for its HTTP Request node and the test of the credential, and leaves them to a node that asks
 * by itself (n8n-workflow 2.40, credential-domain-restrictions). As there: "None" is about the HTTP
 * Request and GraphQL nodes, and a list counts, also one without the host of the credential itself.
 *
 * @param baseUrl as read from the credential
 * @throws Problem where the list does not allow it, before any request
 */
export function requireAllowed(
	{ allowedHttpRequestDomains, allowedDomains }: ICredentialDataDecryptedObject,
	baseUrl: string,
): void {
	if (allowedHttpRequestDomains !== 'domains') return;
	const listed = typeof allowedDomains === 'string' ? allowedDomains.split(',') : [];
	const host = plain(new URL(baseUrl).hostname);
	if (listed.map(plain).some((domain) => covers(domain, host))) return;
	throw new Problem(
		'CREDENTIAL',
		'The Allowed Domains of the credential do not have the host of its API Base URL',
		`Open the credential of this node and add ${host} to its Allowed Domains, or set Allowed HTTP Request Domains to All.`,
	);
}

const plain = (domain: string) => domain.trim().toLowerCase().replace(/\.$/, '');

/** `*.hubapi.com` covers `api.hubapi.com`, and not `hubapi.com` itself. */
const covers = (domain: string, host: string): boolean =>
	/^\*\../.test(domain) ? host.endsWith(domain.slice(1)) : domain === host;
