import type { Flow, FlowAction } from './flowTypes';
import { DAY } from './limits';
import type { AccountState } from './state';
import type { ContactList } from './types';

/** Adds an enabled contact workflow with a manual trigger and no action. */
export function addFlow(account: AccountState, given: Partial<Flow> = {}): Flow {
	const id = given.id ?? account.nextId('17');
	const made = account.clock.now() - 90 * DAY;
	const actions = given.actions ?? [];
	const flow: Flow = {
		legacyId: account.nextId('70'),
		name: `Workflow ${id}`,
		type: 'CONTACT_FLOW',
		objectTypeId: '0-1',
		isEnabled: true,
		revisionId: '1',
		createdAt: made,
		updatedAt: made,
		startActionId: actions[0]?.actionId,
		enrollmentCriteria: { type: 'MANUAL', shouldReEnroll: true },
		suppressionListIds: [],
		rest: {},
		...given,
		id,
		actions,
	};
	account.flows.push(flow);
	return flow;
}

/** Adds a static list; with `members`, as if they had always been in it. */
export function addList(
	account: AccountState,
	{ members = [], ...given }: Partial<Omit<ContactList, 'members'>> & { members?: string[] } = {},
): ContactList {
	const listId = given.listId ?? account.nextId('60');
	const createdAt = given.createdAt ?? account.clock.now() - 90 * DAY;
	const list: ContactList = {
		name: `List ${listId}`,
		processingType: 'MANUAL',
		...given,
		listId,
		createdAt,
		members: new Map(members.map((id) => [id, createdAt])),
	};
	account.lists.push(list);
	return list;
}

/** Actions in a row: each leads to the next, ids count from 1. */
export function inARow(steps: Array<Partial<FlowAction>>): FlowAction[] {
	return steps.map((step, index) => {
		const last = index === steps.length - 1;
		return {
			actionId: String(index + 1),
			type: 'SINGLE_CONNECTION',
			...(step.actionTypeId ? { actionTypeVersion: 0, fields: {} } : {}),
			...(last || step.defaultBranch
				? {}
				: { connection: { edgeType: 'STANDARD' as const, nextActionId: String(index + 2) } }),
			...step,
		};
	});
}
