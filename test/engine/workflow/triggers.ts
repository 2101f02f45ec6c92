import {
	ACTION,
	addList,
	type ContactList,
	type EnrollmentCriteria,
	type FilterBranch,
	inARow,
} from '../../../tools/hubspot';
import { byId, type Stage } from '../../support/n8n/stage';
import { newFlow, on } from './support';

/** Sends one marketing email and keeps whoever enters for a week. */
export const EMAIL_AND_A_WEEK = inARow([
	{ actionTypeId: ACTION.marketingEmail, fields: { content_id: '900101' } },
	{ actionTypeId: ACTION.delay, fields: { delta: '10080', time_unit: 'MINUTES' } },
]);

type Filter = Record<string, unknown>;

/** HubSpot's usual tree: any of the groups, and all conditions of the group. */
export const anyOf = (...groups: Filter[][]): FilterBranch => ({
	filterBranchType: 'OR',
	filterBranches: groups.map((filters) => ({
		filterBranchType: 'AND',
		filterBranches: [],
		filters,
	})),
	filters: [],
});

export const inList = (listId: string, operator = 'IN_LIST'): Filter => ({
	filterType: 'IN_LIST',
	operator,
	listId,
});

export const property = (name: string, operator: string, ...values: string[]): Filter => ({
	filterType: 'PROPERTY',
	property: name,
	operation: {
		operator,
		operationType: 'ALL_PROPERTY',
		...(values.length > 0 && { values }),
	},
});

export const basedOn = (
	listFilterBranch: FilterBranch,
	more: Partial<EnrollmentCriteria> = {},
): EnrollmentCriteria => ({
	type: 'LIST_BASED',
	shouldReEnroll: true,
	listFilterBranch,
	...more,
});

/** A workflow that starts for whoever is on a new list. */
export function listFlow(
	stage: Stage,
	more: Partial<EnrollmentCriteria> = {},
	given: Parameters<typeof addList>[1] = {},
) {
	const list = addList(stage.hubspot.account, given);
	const flow = newFlow(stage, {
		name: 'Nurture',
		enrollmentCriteria: basedOn(anyOf([inList(list.listId)]), more),
	});
	return { list, flow };
}

export const START = 'start_nurture';

/** A workflow that starts where the property `start_nurture` is `yes`. */
export function propertyFlow(stage: Stage, more: Partial<EnrollmentCriteria> = {}) {
	stage.hubspot.account.properties.set(START, 'string');
	return newFlow(stage, {
		name: 'Nurture',
		enrollmentCriteria: basedOn(anyOf([property(START, 'IS_EQUAL_TO', 'yes')]), more),
	});
}

export const byList = (
	operation: string,
	{ flow, list }: { flow: ReturnType<typeof newFlow>; list: ContactList },
	more = {},
) => on(operation, flow, { method: 'list', list: byId(list.listId), ...more });

export const byProperty = (
	operation: string,
	flow: ReturnType<typeof newFlow>,
	triggerValue: string,
	more = {},
) => on(operation, flow, { method: 'property', triggerProperty: START, triggerValue, ...more });

/** Writes to lists, contacts and flows. */
export const writes = ({ hubspot }: Stage) =>
	hubspot.requests.filter(({ method, path }) => method !== 'GET' && !/\/(read|search)$/.test(path));

/** Ids of the contacts that are in the workflow now. */
export const inside = ({ hubspot }: Stage, flow: { id: string }): string[] =>
	hubspot.account.flowEnrollments
		.filter(({ flowId, state }) => flowId === flow.id && state === 'active')
		.map(({ contactId }) => contactId);
