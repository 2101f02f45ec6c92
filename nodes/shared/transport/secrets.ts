import type { ICredentialDataDecryptedObject } from 'n8n-workflow';
import { escapeRegExp, maxBy, sortBy } from 'lodash';

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
const MARKS = ['bearer', 'pat-'];

/** Names that HTML has for characters, beside their numbers. */
const NAMED: Record<string, string> = {
	'"': 'quot',
	'&': 'amp',
	"'": 'apos',
	'+': 'plus',
	'/': 'sol',
	'<': 'lt',
	'=': 'equals',
	'>': 'gt',
};

/**
 * A secret in all the forms that an address, JSON or a page gives to the characters of a text: `%2f`,
 * `\/`, `\u002f`, `&#47;`, `&#x2F;`, `&sol;`. Letters and digits stay what they are in each.
 */
const inAnyForm = (secret: string): string => secret.replace(/[^a-z\d]/giu, formsOf);

function formsOf(character: string): string {
	const code = character.codePointAt(0) ?? 0;
	const hex = code.toString(16);
	const forms = [
		`\\\\?${escapeRegExp(character)}`,
		code < 128 ? `%${hex}` : encodeURIComponent(character),
		`\\\\u${hex.padStart(4, '0')}`,
		`&#0*${code};`,
		`&#x0*${hex};`,
		...(NAMED[character] ? [`&${NAMED[character]};`] : []),
	];
	return `(?:${forms.join('|')})`;
}

/** What every form of a secret has in it. */
const markOf = (secret: string): string => maxBy(secret.split(/[^a-z\d]+/i), 'length') ?? '';

/** The secrets of a credential, to be hidden in whatever leaves: an answer may echo them. */
export class Secrets {
	private readonly known = new Set<string>();
	private pattern = new RegExp(LOOKS_SECRET, 'gi');
	private marks = new RegExp(MARKS.join('|'), 'i');

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

	add(...secrets: unknown[]): void {
		const before = this.known.size;
		for (const secret of secrets) {
			if (typeof secret !== 'string' || secret.length < SHORTEST) continue;
			this.known.add(secret);
			this.known.add(Buffer.from(secret).toString('base64').replace(/=+$/, ''));
		}
		if (this.known.size === before) return;
		const longestFirst = sortBy([...this.known], ({ length }) => -length);
		this.marks = new RegExp([...MARKS, ...longestFirst.map(markOf)].join('|'), 'i');
		this.pattern = new RegExp([...longestFirst.map(inAnyForm), LOOKS_SECRET].join('|'), 'gi');
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
