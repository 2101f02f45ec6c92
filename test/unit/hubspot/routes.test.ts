import * as fc from 'fast-check';

import { routes } from '../../../nodes/shared/hubspot/routes';
import { EVERY_PATH } from '../../support/everyPath';
import { newestPath, type VersionedPath } from '../../../nodes/shared/transport/versions';

const lastPart = (path: string) => path.slice(path.lastIndexOf('/') + 1);
const enrollment = (email: string) => newestPath(routes.workflowEnrollment('5', email));
const addressPart = (email: string) => lastPart(enrollment(email));

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
		expect(enrollment(email)).toBe(`/automation/v2/workflows/5/enrollments/contacts/${part}`);
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
	const encoded = '1%2F..%3Fx%3D2';
	it.each<[string, (value: string) => VersionedPath, string[]]>([
		[
			'a sequence',
			routes.sequences.one,
			[`/automation/sequences/2026-09/${encoded}`, `/automation/v4/sequences/${encoded}`],
		],
		[
			'the enrollment of a contact',
			routes.sequencesV4.enrollmentOf,
			[`/automation/v4/sequences/enrollments/contact/${encoded}`],
		],
		['an owner', routes.owner, [`/crm/owners/2026-09/${encoded}`, `/crm/v3/owners/${encoded}`]],
		[
			'a list',
			routes.addMemberships,
			[`/crm/lists/2026-09/${encoded}/memberships/add`, `/crm/v3/lists/${encoded}/memberships/add`],
		],
		[
			'a flow',
			routes.flow,
			[
				`/automation/v4/flows/${encoded}`,
				`/automation/v4/2027-03-beta/flows/${encoded}`,
				`/automation/2026-09-beta/flows/${encoded}`,
			],
		],
		[
			'a contact property',
			routes.contactProperty,
			[`/crm/properties/2026-09/contacts/${encoded}`, `/crm/v3/properties/contacts/${encoded}`],
		],
		[
			'a workflow',
			(id) => routes.workflowEnrollment(id, 'a'),
			[`/automation/v2/workflows/${encoded}/enrollments/contacts/a`],
		],
		[
			'the workflows of a contact',
			routes.workflowsOfContact,
			[`/automation/v2/workflows/enrollments/contacts/${encoded}`],
		],
		['a workflow, read', routes.legacyWorkflow, [`/automation/v3/workflows/${encoded}`]],
		[
			'a contact, by the unpublished route',
			routes.crmSequences,
			[`/crm/v3/objects/contacts/${encoded}/sequences`],
		],
		[
			'the associations of a contact',
			routes.crmSequenceAssociations,
			[`/crm/v3/objects/contacts/${encoded}/associations/sequences`],
		],
		[
			'an enrollment record',
			routes.crmSequenceEnrollment,
			[`/crm/v3/objects/sequence_enrollments/${encoded}`],
		],
		[
			'a flow, by the unpublished route',
			routes.flowEnrollments,
			[`/automation/v4/flows/${encoded}/enrollments/contacts`],
		],
	])('is encoded in all versions: that of %s', (_, path, expected) => {
		expect(path('1/..?x=2').versions.map((one) => one.path)).toEqual(expected);
	});

	it('is no part of what a version is remembered by', () => {
		expect(routes.flow('1').name).toBe(routes.flow('2').name);
		expect(routes.flow('1').name).not.toBe(routes.flows.name);
	});
});

it('a version that HubSpot has dated is tried before an older one', () => {
	const orders = EVERY_PATH.map(({ versions }) => versions.map(({ version }) => version).join());
	expect(new Set(orders)).toEqual(
		new Set([
			'2026-09,v4',
			'2026-09,v3',
			'v4,2027-03-beta,2026-09-beta',
			'v4',
			'v3',
			'v2',
			'unpublished',
		]),
	);
});

it('two paths are not remembered as one', () => {
	const names = EVERY_PATH.map(({ name }) => name);
	expect(new Set(names).size).toBe(names.length);
});
