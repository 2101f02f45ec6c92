import type { VersionedPath } from '../transport/versions';

/**
 * Every path that the nodes call, and its version. Variable parts are encoded here and only here:
 * addresses with `+`, `/` or `%` must reach HubSpot as typed.
 */
const part = (value: string) => encodeURIComponent(value);

/**
 * Versions of the sequences API, best first. Both have the same calls and shapes; HubSpot supports
 * a dated version for 18 months, and v4 until 2027-03-30 (hubspot-api.md 2.1).
 */
export const SEQUENCES_VERSIONS = ['2026-09', 'v4'] as const;
type Versions = ReadonlyArray<(typeof SEQUENCES_VERSIONS)[number]>;

const inSequences = (versions: Versions, path = ''): VersionedPath => ({
	api: 'sequences',
	versions,
	in: (version) =>
		`${version === 'v4' ? '/automation/v4/sequences' : `/automation/sequences/${version}`}${path}`,
});

export const routes = {
	accountDetails: '/account-info/v3/details',

	sequences: (versions: Versions) => inSequences(versions),
	sequence: (versions: Versions, id: string) => inSequences(versions, `/${part(id)}`),
	sequenceEnrollments: (versions: Versions) => inSequences(versions, '/enrollments'),
	sequenceEnrollmentOf: (versions: Versions, contactId: string) =>
		inSequences(versions, `/enrollments/contact/${part(contactId)}`),

	contactsBatchRead: '/crm/v3/objects/contacts/batch/read',
	contactsBatchUpdate: '/crm/v3/objects/contacts/batch/update',
	contactsSearch: '/crm/v3/objects/contacts/search',
	contactProperties: '/crm/v3/properties/contacts',
	contactProperty: (name: string) => `/crm/v3/properties/contacts/${part(name)}`,
	emailsSearch: '/crm/v3/objects/emails/search',
	owners: '/crm/v3/owners',
	owner: (id: string) => `/crm/v3/owners/${part(id)}`,

	list: (listId: string) => `/crm/v3/lists/${part(listId)}`,
	listsSearch: '/crm/v3/lists/search',
	memberships: (listId: string, change?: 'add' | 'remove') =>
		`/crm/v3/lists/${part(listId)}/memberships${change ? `/${change}` : ''}`,

	marketingStatistics: '/marketing/v3/emails/statistics/list',

	flows: '/automation/v4/flows',
	flow: (flowId: string) => `/automation/v4/flows/${part(flowId)}`,
	flowsBatchRead: '/automation/v4/flows/batch/read',
	workflowIdMappings: '/automation/v4/workflow-id-mappings/batch/read',
	/** `workflowId` is the legacy id; a flow id is answered by 404. */
	workflowEnrollment: (workflowId: string, email: string) =>
		`/automation/v2/workflows/${part(workflowId)}/enrollments/contacts/${part(email)}`,
	workflowsOfContact: (contactId: string) =>
		`/automation/v2/workflows/enrollments/contacts/${part(contactId)}`,
	legacyWorkflows: '/automation/v3/workflows',
	legacyWorkflow: (workflowId: string) => `/automation/v3/workflows/${part(workflowId)}`,

	/** Published nowhere by HubSpot (hubspot-api.md 11): the option API Routes has to name them. */
	crmSequences: (contactId: string) => `/crm/v3/objects/contacts/${part(contactId)}/sequences`,
	crmSequenceAssociations: (contactId: string) =>
		`/crm/v3/objects/contacts/${part(contactId)}/associations/sequences`,
	crmSequenceEnrollment: (enrollmentId: string) =>
		`/crm/v3/objects/sequence_enrollments/${part(enrollmentId)}`,
	flowEnrollments: (flowId: string) => `/automation/v4/flows/${part(flowId)}/enrollments/contacts`,
} as const;
