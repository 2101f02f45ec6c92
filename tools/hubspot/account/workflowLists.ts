import type { Flow } from './flowTypes';
import type { AccountState } from './state';
import type { ContactList } from './types';

/** The four lists that HubSpot keeps for a workflow; the base keeps those of workflows apart. */
export function workflowLists(flow: Flow) {
	const base = Number(flow.legacyId) * 10;
	return { enrolled: base + 1, active: base + 2, completed: base + 3, succeeded: base + 4 };
}

/** The list of the contacts that are in a workflow now, if it has this id. */
export function activeList(account: AccountState, listId: string): ContactList | undefined {
	const flow = account.flows.find((one) => String(workflowLists(one).active) === listId);
	if (!flow) return undefined;
	const active = account.flowEnrollments.filter(
		(one) => one.flowId === flow.id && one.state === 'active',
	);
	return {
		listId,
		name: `Active in ${flow.name}`,
		processingType: 'DYNAMIC',
		createdAt: flow.createdAt,
		members: new Map(active.map(({ contactId, enrolledAt }) => [contactId, enrolledAt])),
	};
}
