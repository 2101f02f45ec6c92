import type { Account } from '../account/account';
import { person, type Person } from './names';

/** What should become of a contact of the demo list when it is put into the first sequence. */
export type Expectation =
	| 'clean'
	| 'alreadyEnrolled'
	| 'inOtherSequence'
	| 'optedOut'
	| 'hardBounced'
	| 'quarantined'
	| 'badAddress'
	| 'hiddenBounce'
	| 'duplicate'
	| 'unknown';

export interface DemoContact extends Person {
	expectation: Expectation;
}

/** Addresses that break careless encoding; each replaces that of a clean contact. */
const AWKWARD = [
	'maria+fjord@northwind-traders.example',
	'sales/nord@harbor-labs.example',
	'100%real@bluebird-analytics.example',
	"sinead.o'neil@glacier-cloud.example",
	'jürgen.groß@münchen-optik.example',
	'名前.田中@kestrel-aviation.example',
	'a&b=c#d@maple-software.example',
];

const GROUPS: Array<[Expectation, number]> = [
	['clean', 45],
	['alreadyEnrolled', 2],
	['inOtherSequence', 2],
	['optedOut', 3],
	['hardBounced', 2],
	['quarantined', 1],
	['badAddress', 1],
	['hiddenBounce', 1],
];

function known(): DemoContact[] {
	const kinds = GROUPS.flatMap(([kind, count]) => Array<Expectation>(count).fill(kind));
	return kinds.map((expectation, index) => {
		const awkward = index % 6 === 2 ? AWKWARD[(index - 2) / 6] : undefined;
		const found = person(index);
		const email = expectation === 'clean' && awkward !== undefined ? awkward : found.email;
		return { ...found, email, expectation };
	});
}

/** The demo list's people that HubSpot knows, in the order of their expectation. */
export const DEMO_PEOPLE: readonly DemoContact[] = known();

/** The list as a salesperson would bring it: mixed up, with duplicates and a stranger. */
function asBrought(): DemoContact[] {
	const again = [DEMO_PEOPLE[4], DEMO_PEOPLE[11]];
	const stranger: DemoContact = {
		firstName: 'Noor',
		lastName: 'Unknown',
		company: 'Nowhere Ltd',
		email: 'noor.unknown@nowhere.example',
		expectation: 'unknown',
	};
	const originals = [...DEMO_PEOPLE, stranger];
	// 58 originals; 11 shares no factor with 58, so this visits each of them once.
	const mixed = originals.map((_, place) => originals[(place * 11) % originals.length]);
	const duplicates = again.map(
		(one): DemoContact => ({ ...one, email: one.email.toUpperCase(), expectation: 'duplicate' }),
	);
	return [...mixed, ...duplicates];
}

/**
 * 60 contacts for a demo list, always the same: 45 clean, 4 already in a sequence (two of them in
 * the first one), 3 opted out, 2 hard bounced, 1 quarantined, 1 bad address, 1 whose bounce only
 * HubSpot knows, 2 duplicates of clean ones in upper case, 1 unknown to HubSpot. Names are the
 * account's, where it knows the address.
 */
export function demoContacts(account: Account): DemoContact[] {
	const contacts = account.byEmail();
	return asBrought().map((entry) => {
		const properties = contacts.get(entry.email.toLowerCase())?.properties;
		return {
			...entry,
			firstName: properties?.firstname ?? entry.firstName,
			lastName: properties?.lastname ?? entry.lastName,
			company: properties?.company ?? entry.company,
		};
	});
}
