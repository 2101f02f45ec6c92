import type { VirtualClock } from './clock';

/** The service key the stand-in accepts; not a secret. */
export const ACCEPTED_BEARER = 'pat-na1-stand-in';

/** A refresh token that is good from the start, for tests that skip the authorization step. */
export const REFRESH_TOKEN = 'refresh-stand-in';

/** HubSpot's access tokens live 1,800 seconds; refresh tokens do not expire (hubspot-api.md 10). */
export const ACCESS_TOKEN_SECONDS = 1800;

export type TokenState = 'good' | 'expired' | 'unknown';

/** Access tokens by grant; times on the virtual clock. */
export class Tokens {
	private expiry = new Map<string, number>();
	private refresh = new Set([REFRESH_TOKEN]);
	private codes = new Set<string>();
	private issued = 0;

	constructor(private readonly clock: VirtualClock) {}

	/** The state of an `Authorization` header. */
	check(authorization: string | undefined): TokenState {
		const token = /^Bearer\s+(.+)$/i.exec(authorization ?? '')?.[1];
		return token === undefined ? 'unknown' : this.checkToken(token);
	}

	checkToken(token: string): TokenState {
		if (token === ACCEPTED_BEARER) return 'good';
		const expires = this.expiry.get(token);
		if (expires === undefined) return 'unknown';
		return this.clock.now() < expires ? 'good' : 'expired';
	}

	/** What the consent page sends back with the browser. */
	issueCode(): string {
		const code = `stand-in-code-${++this.issued}`;
		this.codes.add(code);
		return code;
	}

	/** Whether a code is good; it is for one token only (RFC 6749, 4.1.2). */
	takeCode(code: string): boolean {
		return this.codes.delete(code);
	}

	issue(): string {
		const token = `stand-in-access-${++this.issued}`;
		this.expiry.set(token, this.clock.now() + ACCESS_TOKEN_SECONDS * 1000);
		return token;
	}

	acceptsRefresh(token: string): boolean {
		return this.refresh.has(token);
	}

	/** Makes a refresh token worthless, as uninstalling the app does. */
	revokeRefresh(token = REFRESH_TOKEN): void {
		this.refresh.delete(token);
	}

	reset(): void {
		this.expiry.clear();
		this.codes.clear();
		this.refresh = new Set([REFRESH_TOKEN]);
	}
}
