import {
	missingScopeNames,
	missingScopes,
	OPTIONAL_SCOPES,
	REQUIRED_SCOPES,
	SCOPES,
} from '../../../nodes/shared/transport/scopes';

/** HubSpot names it, and nobody can select it (hubspot-api.md 6). */
const UNKNOWN = 'crm.objects.emails.read';

it.each([
	['none', [], '', ''],
	['one', ['automation'], 'Missing: automation (workflows).', 'automation'],
	['one that is not known', [UNKNOWN], `Missing: ${UNKNOWN}.`, ''],
	[
		'several, of which one is enough',
		['automation', 'crm.lists.read'],
		'HubSpot asks for one or more of: automation (workflows), crm.lists.read (lists).',
		'automation or crm.lists.read',
	],
	[
		'several, of which one can be selected',
		[UNKNOWN, 'sales-email-read'],
		`HubSpot asks for one or more of: ${UNKNOWN}, sales-email-read (counting the mail of a rep). These nodes use sales-email-read.`,
		'sales-email-read',
	],
])('missing scopes: %s', (_, names, description, message) => {
	expect(missingScopes(names)).toBe(description);
	expect(missingScopeNames(names)).toBe(message);
});

it('an account without Sales Hub can log in: what is of sequences is optional', () => {
	const ofSequences = SCOPES.map(({ name }) => name).filter((name) => /sequences|sales/.test(name));
	expect(ofSequences).toHaveLength(3);
	expect(OPTIONAL_SCOPES.split(' ')).toEqual(
		expect.arrayContaining([...ofSequences, 'crm.lists.read', 'crm.lists.write']),
	);
	expect([...REQUIRED_SCOPES.split(' '), ...OPTIONAL_SCOPES.split(' ')].sort()).toEqual(
		SCOPES.map(({ name }) => name).sort(),
	);
});
