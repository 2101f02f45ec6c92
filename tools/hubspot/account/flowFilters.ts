import type { FilterBranch } from './flowTypes';
import type { AccountState } from './state';
import type { Contact } from './types';

type Filter = Record<string, unknown>;

function valuesOf(operation: Filter): string[] {
	const list = Array.isArray(operation.values) ? operation.values : [operation.value];
	return list.filter((value) => value !== undefined && value !== null).map(String);
}

function meetsOperation(actual: string | null, operation: Filter): boolean {
	const values = valuesOf(operation);
	switch (operation.operator) {
		case 'IS_KNOWN':
			return actual !== null;
		case 'IS_UNKNOWN':
			return actual === null;
		case 'IS_EQUAL_TO':
		case 'IS_ANY_OF':
		case 'ANY_OF':
			return actual !== null && values.includes(actual);
		case 'IS_NOT_EQUAL_TO':
		case 'IS_NONE_OF':
			if (actual === null) return operation.includeObjectsWithNoValueSet === true;
			return !values.includes(actual);
		default:
			return false;
	}
}

function meetsFilter(account: AccountState, contact: Contact, filter: Filter): boolean {
	if (filter.filterType === 'IN_LIST') {
		const list = account.lists.find(({ listId }) => listId === String(filter.listId));
		const isMember = list?.members.has(contact.id) ?? false;
		return filter.operator === 'NOT_IN_LIST' ? !isMember : isMember;
	}
	const operation = filter.operation as Filter | undefined;
	if (filter.filterType !== 'PROPERTY' || !operation) return false;
	return meetsOperation(contact.properties[String(filter.property)] ?? null, operation);
}

/** Whether a contact meets a tree of OR and AND branches; an empty tree is met by nobody. */
export function meetsBranch(
	account: AccountState,
	contact: Contact,
	branch: FilterBranch,
): boolean {
	const tests = [
		...(branch.filterBranches ?? []).map((one) => () => meetsBranch(account, contact, one)),
		...(branch.filters ?? []).map((one) => () => meetsFilter(account, contact, one)),
	];
	if (tests.length === 0) return false;
	const either = (branch.filterBranchType ?? branch.filterBranchOperator) === 'OR';
	return either ? tests.some((test) => test()) : tests.every((test) => test());
}
