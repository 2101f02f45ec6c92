/** A scope of HubSpot. */
interface Scope {
	name: string;
	/** What the nodes need it for; continues "needed for". */
	use: string;
	/** Whether a login by OAuth2 may lack it: not every account can grant it, or not everybody needs it. */
	optional?: true;
}

/**
 * Every scope that the nodes may need, of a service key as well as of an OAuth2 app. An account whose
 * product lacks a required scope cannot connect at all (hubspot-api.md 7).
 */
export const SCOPES: readonly Scope[] = [
	{ name: 'oauth', use: 'every OAuth2 app' },
	{ name: 'crm.objects.contacts.read', use: 'everything' },
	{ name: 'crm.objects.contacts.write', use: 'unenrolling from sequences, Method Property' },
	{ name: 'crm.objects.owners.read', use: 'senders' },
	{ name: 'crm.schemas.contacts.write', use: 'Create Helper Workflow' },
	{ name: 'automation', use: 'workflows' },
	{ name: 'automation.sequences.read', use: 'sequences', optional: true },
	{
		name: 'automation.sequences.enrollments.write',
		use: 'enrolling in sequences',
		optional: true,
	},
	{ name: 'sales-email-read', use: 'counting the mail of a rep', optional: true },
	{ name: 'marketing.email.read', use: 'Monthly Email Limit', optional: true },
	{ name: 'crm.lists.read', use: 'lists', optional: true },
	{ name: 'crm.lists.write', use: 'Method List', optional: true },
];

const namesOf = (scopes: readonly Scope[]) => scopes.map(({ name }) => name).join(' ');

/** As OAuth2 asks for them, with blanks between. */
export const REQUIRED_SCOPES = namesOf(SCOPES.filter(({ optional }) => !optional));
export const OPTIONAL_SCOPES = namesOf(SCOPES.filter(({ optional }) => optional));

const inWords = ({ name, use }: Scope) => `${name} (${use})`;

/** What to tick in HubSpot, each with what it is for. */
export const inList = (scopes: readonly Scope[]): string => scopes.map(inWords).join(', ');

const knownOf = (name: string) => SCOPES.find((scope) => scope.name === name);

/** Those among what HubSpot names that these nodes know; HubSpot also names some that nobody can select. */
const known = (names: readonly string[]): Scope[] => names.flatMap((name) => knownOf(name) ?? []);

/**
 * What HubSpot says is missing. Where it names several, one or more of them are enough (hubspot-api.md 2.7).
 * @returns `''` where it names none
 */
export function missingScopes(names: readonly string[]): string {
	const all = names.map((name) => {
		const scope = knownOf(name);
		return scope ? inWords(scope) : name;
	});
	if (all.length < 2) return all.length === 0 ? '' : `Missing: ${all.join()}.`;
	const best = known(names);
	const advice = best.length === 1 ? ` These nodes use ${namesOf(best)}.` : '';
	return `HubSpot asks for one or more of: ${all.join(', ')}.${advice}`;
}

/** The same within a message, which holds no text of HubSpot; `''` where these nodes know none of them. */
export const missingScopeNames = (names: readonly string[]): string =>
	known(names)
		.map(({ name }) => name)
		.join(' or ');
