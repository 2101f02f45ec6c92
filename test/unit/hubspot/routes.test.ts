import * as fc from 'fast-check';

import { routes, SEQUENCES_VERSIONS } from '../../../nodes/shared/hubspot/routes';

const lastPart = (path: string) => path.slice(path.lastIndexOf('/') + 1);
const addressPart = (email: string) => lastPart(routes.workflowEnrollment('5', email));

describe('an address in a path', () => {
	it.each([
		['ann+test@example.com', 'ann%2Btest%40example.com'],
		['ann/sales@example.com', 'ann%2Fsales%40example.com'],
		['50%off@example.com', '50%25off%40example.com'],
		['already%2Bencoded@example.com', 'already%252Bencoded%40example.com'],
		['"ann b"@example.com', '%22ann%20b%22%40example.com'],
		["o'neil@example.com", "o'neil%40example.com"],
		['jürgen@example.com', 'j%C3%BCrgen%40example.com'],
		['a?b#c&d@example.com', 'a%3Fb%23c%26d%40example.com'],
		['../../owners@example.com', '..%2F..%2Fowners%40example.com'],
	])('%s is encoded as %s', (email, part) => {
		expect(routes.workflowEnrollment('5', email)).toBe(
			`/automation/v2/workflows/5/enrollments/contacts/${part}`,
		);
	});

	it('reaches HubSpot as it was typed, whatever it is', () => {
		const email = fc
			.tuple(fc.string({ unit: 'grapheme', minLength: 1 }), fc.domain())
			.map(([local, domain]) => `${local}@${domain}`);
		fc.assert(
			fc.property(email, (typed) => {
				const part = addressPart(typed);
				expect(part).not.toMatch(/[/?#\s+]/);
				expect(decodeURIComponent(part)).toBe(typed);
			}),
		);
	});
});

describe('every variable part of a path', () => {
	const [newest] = SEQUENCES_VERSIONS;
	const encoded = '1%2F..%3Fx%3D2';
	it.each<[string, (value: string) => string, string]>([
		[
			'sequence',
			(id) => routes.sequence(SEQUENCES_VERSIONS, id).in(newest),
			`/automation/sequences/2026-09/${encoded}`,
		],
		[
			'enrollment of a contact',
			(id) => routes.sequenceEnrollmentOf(['v4'], id).in('v4'),
			`/automation/v4/sequences/enrollments/contact/${encoded}`,
		],
		['owner', routes.owner, `/crm/v3/owners/${encoded}`],
		['flow', routes.flow, `/automation/v4/flows/${encoded}`],
		['contact property', routes.contactProperty, `/crm/v3/properties/contacts/${encoded}`],
		[
			'workflow',
			(id) => routes.workflowEnrollment(id, 'a'),
			`/automation/v2/workflows/${encoded}/enrollments/contacts/a`,
		],
		[
			'workflows of a contact',
			routes.workflowsOfContact,
			`/automation/v2/workflows/enrollments/contacts/${encoded}`,
		],
		['workflow, read', routes.legacyWorkflow, `/automation/v3/workflows/${encoded}`],
		[
			'contact, by the unpublished route',
			routes.crmSequences,
			`/crm/v3/objects/contacts/${encoded}/sequences`,
		],
		[
			'associations of a contact',
			routes.crmSequenceAssociations,
			`/crm/v3/objects/contacts/${encoded}/associations/sequences`,
		],
		[
			'enrollment record',
			routes.crmSequenceEnrollment,
			`/crm/v3/objects/sequence_enrollments/${encoded}`,
		],
		[
			'flow, by the unpublished route',
			routes.flowEnrollments,
			`/automation/v4/flows/${encoded}/enrollments/contacts`,
		],
	])('of %s is encoded', (_, path, expected) => {
		expect(path('1/..?x=2')).toBe(expected);
	});
});

describe('the version of the sequences API', () => {
	it.each([
		['2026-09', '/automation/sequences/2026-09'],
		['v4', '/automation/v4/sequences'],
	] as const)('%s has its own place in the path', (version, base) => {
		expect(routes.sequences(SEQUENCES_VERSIONS).in(version)).toBe(base);
		expect(routes.sequence(SEQUENCES_VERSIONS, '5').in(version)).toBe(`${base}/5`);
		expect(routes.sequenceEnrollments(SEQUENCES_VERSIONS).in(version)).toBe(`${base}/enrollments`);
		expect(routes.sequenceEnrollmentOf(SEQUENCES_VERSIONS, '7').in(version)).toBe(
			`${base}/enrollments/contact/7`,
		);
	});

	it('that is newest is tried first', () => {
		expect(SEQUENCES_VERSIONS).toEqual(['2026-09', 'v4']);
	});
});
