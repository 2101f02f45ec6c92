import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { escapeRegExp, sortBy } from 'lodash';

const HIDDEN = '[hidden]';

/** What is shorter would be found in ordinary words as well; no key or token is. */
const SHORTEST = 8;

/**
 * What looks like a token, for one that n8n has got meanwhile: an Authorization header, and HubSpot's
 * keys (hubspot-api.md 10). Words behind "bearer" have no digit.
 */
const LOOKS_SECRET =
	'bearer(?:\\s|%20|\\+)+(?=[\\w.~+/=%-]*\\d)[\\w.~+/=%-]{8,}|\\bpat-[a-z]{2}\\d-[\\w-]{12,}';

/** One of these is in every such text; looking for them alone is fast. */
const MARKS = ['earer', 'EARER', 'pat-', 'PAT-'];

/** The secrets of a credential, to be hidden in whatever leaves: an answer may echo them. */
export class Secrets {
	private readonly known = new Set<string>();
	private pattern = new RegExp(LOOKS_SECRET, 'gi');
	private marks = new RegExp(MARKS.join('|'));

	constructor(credential: ICredentialDataDecryptedObject) {
		this.learn(credential);
	}

	/** What a credential holds; n8n refreshes a login while it is in use. */
	learn({
		appToken,
		clientId,
		clientSecret,
		oauthTokenData,
	}: ICredentialDataDecryptedObject): void {
		const tokens = typeof oauthTokenData === 'object' ? Object.entries(oauthTokenData ?? {}) : [];
		this.add(appToken, clientSecret);
		this.add(...tokens.filter(([name]) => name.endsWith('_token')).map(([, token]) => token));
		if (clientSecret) this.add(`${String(clientId)}:${String(clientSecret)}`);
	}

	/** Also in the forms in which a page or an address holds them. */
	add(...secrets: unknown[]): void {
		const before = this.known.size;
		for (const secret of secrets) {
			if (typeof secret !== 'string' || secret.length < SHORTEST) continue;
			const base64 = Buffer.from(secret).toString('base64').replace(/=+$/, '');
			for (const form of [secret, encodeURIComponent(secret), base64]) this.known.add(form);
		}
		if (this.known.size === before) return;
		const longestFirst = sortBy([...this.known], ({ length }) => -length).map(escapeRegExp);
		this.marks = new RegExp([...MARKS, ...longestFirst].join('|'));
		this.pattern = new RegExp([...longestFirst, LOOKS_SECRET].join('|'), 'gi');
	}

	hide(text: string): string {
		return this.marks.test(text) ? text.replace(this.pattern, HIDDEN) : text;
	}

	/** Hides them in every text of a value, however deep, in place. */
	hideIn(value: object): void {
		const open = [value];
		for (let part = open.pop(); part; part = open.pop()) {
			for (const key of Object.keys(part)) {
				const inner: unknown = Reflect.get(part, key);
				if (typeof inner === 'object' && inner !== null) open.push(inner);
				if (typeof inner !== 'string') continue;
				const hidden = this.hide(inner);
				if (hidden !== inner) Reflect.set(part, key, hidden);
			}
		}
	}
}
