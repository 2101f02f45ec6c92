import { minBy } from 'lodash';

import type { FilterBranch } from '../../../shared/hubspot/enrollmentCriteria';
import { listContactFlows, readFlows } from '../../../shared/hubspot/flows';
import type { Flow } from '../../../shared/hubspot/workflows';
import type { HubspotClient } from '../../../shared/transport/client';

/** HubSpot's id of the action "Unenroll from sequence" (hubspot-api.md 3.5). */
const UNENROLL_ACTION = '0-4702372';

/** By this name the workflow that the node creates is found again. */
export const bridgeName = (property: string) => `Unenroll from sequence (n8n, ${property})`;

/** The workflow as it was created and run live (hubspot-api.md 2.6); body of POST /automation/v4/flows. */
export const bridgeBody = (property: string) => ({
	type: 'CONTACT_FLOW',
	flowType: 'WORKFLOW',
	objectTypeId: '0-1',
	name: bridgeName(property),
	isEnabled: true,
	startActionId: '1',
	nextAvailableActionId: '2',
	actions: [
		{
			actionId: '1',
			actionTypeId: UNENROLL_ACTION,
			actionTypeVersion: 0,
			type: 'SINGLE_CONNECTION',
			fields: {},
		},
	],
	enrollmentCriteria: {
		type: 'LIST_BASED',
		shouldReEnroll: true,
		listFilterBranch: {
			filterBranchType: 'OR',
			filterBranchOperator: 'OR',
			filters: [],
			filterBranches: [
				{
					filterBranchType: 'AND',
					filterBranchOperator: 'AND',
					filterBranches: [],
					filters: [
						{
							filterType: 'PROPERTY',
							property,
							operation: {
								operationType: 'ALL_PROPERTY',
								operator: 'IS_KNOWN',
								includeObjectsWithNoValueSet: false,
							},
						},
					],
				},
			],
		},
	},
});

export const unenrolls = ({ actions }: Flow): boolean =>
	(actions ?? []).some(({ actionTypeId }) => actionTypeId === UNENROLL_ACTION);

const asksFor = (branch: FilterBranch, wanted: string): boolean =>
	(branch.filters ?? []).some(
		({ property, operation }) => property === wanted && operation?.operator === 'IS_KNOWN',
	) || (branch.filterBranches ?? []).some((inner) => asksFor(inner, wanted));

/** Whether the flow unenrolls contacts as soon as they have a value in `property`. */
export function isBridge(flow: Flow, property: string): boolean {
	const { type, listFilterBranch } = flow.enrollmentCriteria ?? {};
	const starts = type === 'LIST_BASED' && asksFor(listFilterBranch ?? {}, property);
	return starts && unenrolls(flow);
}

/** The oldest of some flows: HubSpot counts ids up. */
export const lowestId = <T extends { id: string }>(flows: T[]): T | undefined =>
	minBy(flows, ({ id }) => Number(id));

/** The workflow that `property` starts; one that is on, if there are several. */
export async function findBridge(
	client: HubspotClient,
	property: string,
): Promise<Flow | undefined> {
	const listed = await listContactFlows(client);
	const [ours, others] = [
		listed.filter(({ name }) => name === bridgeName(property)),
		listed.filter(({ name }) => name !== bridgeName(property)),
	];
	let off: Flow | undefined;
	for (const flows of [ours, others]) {
		const read = await readFlows(
			client,
			flows.map(({ id }) => id),
		);
		const bridges = read.filter((flow) => isBridge(flow, property));
		const on = lowestId(bridges.filter(({ isEnabled }) => isEnabled));
		if (on) return on;
		off ??= lowestId(bridges);
	}
	return off;
}
