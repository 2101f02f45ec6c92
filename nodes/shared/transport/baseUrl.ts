import { Problem } from '../errors';

/** HubSpot's, for accounts of all regions (hubspot-api.md 10). */
const DEFAULT_BASE_URL = 'https://api.hubapi.com';

/** What an address begins with where no scheme is given: `localhost:5678` has a port, not a scheme. */
const WITHOUT_SCHEME = /^(?=.)(?![a-z][a-z\d+.-]*:(?!\d))/i;

/** Over plain http the key could be read on the way, except where there is none. */
const THIS_MACHINE = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * The API Base URL of the credential, as people type it: with blanks around it, without `https://`,
 * with slashes at the end. Empty is HubSpot's own.
 *
 * @returns an address without a slash at the end, to which a path is added
 * @throws Problem where it is no address of a web server, or one to which no key may be sent
 */
export function readBaseUrl(typed: unknown): string {
	const address = typeof typed === 'string' ? typed.trim() || DEFAULT_BASE_URL : '';
	const url = parse(address.replace(WITHOUT_SCHEME, 'https://'));
	if (!url || !isPlain(url)) {
		throw new Problem(
			'CREDENTIAL',
			'The API Base URL of the credential is not a web address',
			`Open the credential of this node and correct the API Base URL. ${USUAL}`,
		);
	}
	if (url.protocol === 'http:' && !THIS_MACHINE.test(url.hostname)) {
		throw new Problem(
			'CREDENTIAL',
			'The API Base URL of the credential begins with http://, so the key would be sent unencrypted',
			`Open the credential of this node and let the API Base URL begin with https://. Only this machine itself (localhost) may be called by http://. ${USUAL}`,
		);
	}
	return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

const USUAL = `For HubSpot it is ${DEFAULT_BASE_URL}, for accounts of all regions; so it is if the field is empty.`;

function parse(address: string): URL | undefined {
	try {
		return new URL(address);
	} catch {
		return undefined;
	}
}

/** A web server and at most a path: what else an address can hold would end up amid the paths of the API. */
const isPlain = ({ protocol, username, password, search, hash }: URL) =>
	/^https?:$/.test(protocol) && !username && !password && !search && !hash;

/**
 * The same as an expression of n8n, for the fields of the credential that n8n itself calls.
 * @param field where n8n has what was typed, such as `$self["baseUrl"]`
 */
export const baseUrlExpression = (field: string): string => `{{ ${baseUrlCode(field)} }}`;

const baseUrlCode = (field: string): string =>
	`(${field}.trim() || "${DEFAULT_BASE_URL}").replace(${String(WITHOUT_SCHEME)}, "https://").replace(/\\/+$/, "")`;

/** HubSpot's API on a host of any region. */
const HUBSPOTS_OWN = /^https:\/\/([\w-]+\.)*hubapi\.com$/i;

/**
 * Where a person logs in for OAuth2, as an expression of n8n: HubSpot has a host of its own for
 * that (hubspot-api.md 10); whatever stands in for its API answers itself.
 * @param field where n8n has the API Base URL that was typed
 */
export const loginUrlExpression = (field: string): string =>
	`{{ ${baseUrlCode(field)}.replace(${String(HUBSPOTS_OWN)}, "https://app.hubspot.com") }}`;
