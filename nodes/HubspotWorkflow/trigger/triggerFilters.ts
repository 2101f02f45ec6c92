import type {
	EnrollmentCriteria,
	FilterBranch,
	FlowFilter,
} from '../../shared/hubspot/enrollmentCriteria';

/** By what contacts enter a workflow: being on a list, or having a value in a property. */
export type Trigger = { listId: string } | { property: string; value: string };

/** Event type of a property that changed (hubspot-api.md 3.4). */
const PROPERTY_CHANGED = '4-655002';

/** Whether a condition speaks of the list or of the property. */
const isAbout = (trigger: Trigger) => (filter: FlowFilter) =>
	'listId' in trigger
		? filter.filterType === 'IN_LIST' && String(filter.listId) === trigger.listId
		: filter.filterType === 'PROPERTY' && filter.property === trigger.property;

const allFilters = (branch: FilterBranch): FlowFilter[] => [
	...(branch.filters ?? []),
	...(branch.filterBranches ?? []).flatMap(allFilters),
];

/** The conditions of filter trees that speak of the list or of the property. */
export const filtersAbout = (trigger: Trigger, trees: FilterBranch[]): FlowFilter[] =>
	trees.flatMap(allFilters).filter(isAbout(trigger));

/** Whether the workflow waits for an event that setting a property is. */
export const startsOnChange = ({ eventFilterBranches = [] }: EnrollmentCriteria): boolean =>
	eventFilterBranches.some(({ eventTypeId }) => eventTypeId === PROPERTY_CHANGED);

/**
 * Whether a contact meets a condition once it is on the list, or has the value (`''`: none).
 * @returns undefined for comparisons that only HubSpot can make
 */
export function meets(filter: FlowFilter, trigger: Trigger): boolean | undefined {
	if ('listId' in trigger) return filter.operator !== 'NOT_IN_LIST';
	const { operator, value, values, includeObjectsWithNoValueSet } = filter.operation ?? {};
	const isSet = trigger.value !== '';
	const among = (Array.isArray(values) ? values : [value]).some((one: unknown) =>
		isSame(one, trigger.value),
	);
	switch (operator) {
		case 'IS_KNOWN':
			return isSet;
		case 'IS_UNKNOWN':
			return !isSet;
		case 'IS_EQUAL_TO':
		case 'IS_ANY_OF':
			return isSet && among;
		case 'IS_NOT_EQUAL_TO':
		case 'IS_NONE_OF':
			return isSet ? !among : includeObjectsWithNoValueSet === true;
		default:
			return undefined;
	}
}

/** As leniently as HubSpot may compare: no regard to case, `5` is `5.0`. */
function isSame(one: unknown, other: string): boolean {
	const text = String(one ?? '');
	const bothNumbers = text.trim() !== '' && other.trim() !== '';
	return (
		text.toLowerCase() === other.toLowerCase() || (bothNumbers && Number(text) === Number(other))
	);
}

/**
 * What a whole tree says of a contact when one fact about it is known.
 * @returns undefined where it depends on what else the contact is like
 */
export function treeMeets(branch: FilterBranch, trigger: Trigger): boolean | undefined {
	const about = isAbout(trigger);
	const parts = [
		...(branch.filterBranches ?? []).map((one) => treeMeets(one, trigger)),
		...(branch.filters ?? []).map((one) => (about(one) ? meets(one, trigger) : undefined)),
	];
	if (parts.length === 0) return false;
	const either = (branch.filterBranchType ?? branch.filterBranchOperator) === 'OR';
	if (parts.includes(either)) return either;
	return parts.every((part) => part === !either) ? !either : undefined;
}
