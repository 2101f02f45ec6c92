import { Problem } from '../errors';

/** What an address begins with where no scheme is given: `localhost:5678` has a port, not a scheme. */
const WITHOUT_SCHEME = /^(?=.)(?![a-z][a-z\d+.-]*:(?!\d))/i;

/** Over plain http the key could be read on the way, except where there is none. */
const THIS_MACHINE = /^(localhost|127(\.\d+){3}|\[::1\])$/;

/**
 * The API Base URL of the credential, as people type it: with blanks around it, without `https://`,
 * with slashes at the end.
 *
 * @returns an address without a slash at the end, to which a path is added
 * @throws Problem where it is no address of a web server, or one to which no key may be sent
 */
export function readBaseUrl(typed: unknown): string {
	const url = parse(
		typeof typed === 'string' ? typed.trim().replace(WITHOUT_SCHEME, 'https://') : '',
	);
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

const USUAL = 'For HubSpot it is https://api.hubapi.com, for accounts of all regions.';

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
export const baseUrlExpression = (field: string): string =>
	`{{ ${field}.trim().replace(${String(WITHOUT_SCHEME)}, "https://").replace(/\\/+$/, "") }}`;
