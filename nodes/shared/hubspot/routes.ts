import type { NonEmpty } from '../groups';
import type { PathVersion, VersionedPath } from '../transport/versions';

type Version = Omit<PathVersion, 'path'>;

/** Versions of HubSpot's API, and the end of its support for each (hubspot-api.md 2.1, 3.6, 13). */
const DATED: Version = { version: '2026-09', supportEnds: 'March 2028' };
const V4: Version = { version: 'v4', supportEnds: '2027-03-30' };
const V3: Version = { version: 'v3', supportEnds: 'September 2027' };
const V2 = { version: 'v2', supportEnds: 'September 2027' } satisfies Version;
/** Betas end without notice. */
const BETA_2027: Version = { version: '2027-03-beta' };
const BETA_2026: Version = { version: '2026-09-beta' };
/** Published nowhere by HubSpot (hubspot-api.md 11): the option API Routes has to name them. */
const UNPUBLISHED: Version = { version: 'unpublished' };

/**
 * An API by what its paths begin with in each version, newest first. It makes paths of what follows:
 * contacts`/${id}`. Variable parts are encoded here and only here: addresses with `+`, `/` or `%`
 * must reach HubSpot as typed.
 */
const api =
	(...bases: NonEmpty<[version: Version, base: string]>) =>
	(texts: TemplateStringsArray, ...values: string[]): VersionedPath => {
		const end = String.raw({ raw: texts }, ...values.map((value) => encodeURIComponent(value)));
		const [newest, ...older] = bases;
		const inVersion = ([version, base]: [Version, string]) => ({ ...version, path: base + end });
		return {
			api: newest[1],
			name: newest[1] + texts.join('{}'),
			versions: [inVersion(newest), ...older.map(inVersion)],
		};
	};

const account = api([DATED, '/account-info/2026-09'], [V3, '/account-info/v3']);
const contacts = api([DATED, '/crm/objects/2026-09/contacts'], [V3, '/crm/v3/objects/contacts']);
const emails = api([DATED, '/crm/objects/2026-09/emails'], [V3, '/crm/v3/objects/emails']);
const properties = api([DATED, '/crm/properties/2026-09'], [V3, '/crm/v3/properties']);
const lists = api([DATED, '/crm/lists/2026-09'], [V3, '/crm/v3/lists']);
/** v3 takes `automation` as well, and `marketing.email.read` (hubspot-api.md 7). */
const fewerScopes: Version = { ...DATED, fewerScopes: true };
const owners = api([fewerScopes, '/crm/owners/2026-09'], [V3, '/crm/v3/owners']);
const marketing = api([fewerScopes, '/marketing/emails/2026-09'], [V3, '/marketing/v3/emails']);

/** v4 is the newest that is no beta (hubspot-api.md 3.2). */
const automation = api(
	[V4, '/automation/v4'],
	[BETA_2027, '/automation/v4/2027-03-beta'],
	[BETA_2026, '/automation/2026-09-beta'],
);
/** No successor is known (hubspot-api.md 3.6). */
const workflows = api([V2, '/automation/v2/workflows']);
const workflowList = api([V3, '/automation/v3/workflows']);

const unpublished = api([UNPUBLISHED, '/crm/v3/objects']);
const unpublishedFlows = api([UNPUBLISHED, '/automation/v4/flows']);

const inSequences = (sequences: ReturnType<typeof api>) => ({
	list: sequences``,
	one: (id: string) => sequences`/${id}`,
	enrollments: sequences`/enrollments`,
	enrollmentOf: (contactId: string) => sequences`/enrollments/contact/${contactId}`,
});

/** When HubSpot's support of enrolling in a workflow by address ends, for people. */
export const DIRECT_SUPPORT_ENDS = V2.supportEnds;

/** Every path that the nodes call, in its versions. */
export const routes = {
	accountDetails: account`/details`,

	sequences: inSequences(
		api([DATED, '/automation/sequences/2026-09'], [V4, '/automation/v4/sequences']),
	),
	sequencesV4: inSequences(api([V4, '/automation/v4/sequences'])),

	contactsBatchRead: contacts`/batch/read`,
	contactsBatchUpdate: contacts`/batch/update`,
	contactsSearch: contacts`/search`,
	contactProperties: properties`/contacts`,
	contactProperty: (name: string) => properties`/contacts/${name}`,
	emailsSearch: emails`/search`,
	owners: owners``,
	owner: (id: string) => owners`/${id}`,

	list: (listId: string) => lists`/${listId}`,
	listsSearch: lists`/search`,
	memberships: (listId: string) => lists`/${listId}/memberships`,
	addMemberships: (listId: string) => lists`/${listId}/memberships/add`,
	removeMemberships: (listId: string) => lists`/${listId}/memberships/remove`,

	marketingStatistics: marketing`/statistics/list`,

	flows: automation`/flows`,
	flow: (flowId: string) => automation`/flows/${flowId}`,
	flowsBatchRead: automation`/flows/batch/read`,
	workflowIdMappings: automation`/workflow-id-mappings/batch/read`,
	/** `workflowId` is the legacy id; a flow id is answered by 404. */
	workflowEnrollment: (workflowId: string, email: string) =>
		workflows`/${workflowId}/enrollments/contacts/${email}`,
	workflowsOfContact: (contactId: string) => workflows`/enrollments/contacts/${contactId}`,
	legacyWorkflows: workflowList``,
	legacyWorkflow: (workflowId: string) => workflowList`/${workflowId}`,

	crmSequences: (contactId: string) => unpublished`/contacts/${contactId}/sequences`,
	crmSequenceAssociations: (contactId: string) =>
		unpublished`/contacts/${contactId}/associations/sequences`,
	crmSequenceEnrollment: (enrollmentId: string) =>
		unpublished`/sequence_enrollments/${enrollmentId}`,
	flowEnrollments: (flowId: string) => unpublishedFlows`/${flowId}/enrollments/contacts`,
};
