import { explainLeaving } from '../../../../nodes/HubspotWorkflow/trigger/explainLeaving';
import { explainTrigger } from '../../../../nodes/HubspotWorkflow/trigger/explainTrigger';
import type { Trigger } from '../../../../nodes/HubspotWorkflow/trigger/triggerFilters';
import type {
	EnrollmentCriteria,
	FilterBranch,
	FlowFilter,
} from '../../../../nodes/shared/hubspot/enrollmentCriteria';
import type { Flow } from '../../../../nodes/shared/hubspot/workflows';
import { present } from '../../../support/present';

const LIST: Trigger = { listId: '6001' };
const YES: Trigger = { property: 'start', value: 'yes' };

const inList = (listId: string, operator = 'IN_LIST'): FlowFilter => ({
	filterType: 'IN_LIST',
	operator,
	listId,
});
const where = (operator: string, ...values: unknown[]): FlowFilter => ({
	filterType: 'PROPERTY',
	property: 'start',
	operation: { operator, values },
});
const other: FlowFilter = {
	filterType: 'PROPERTY',
	property: 'lifecyclestage',
	operation: { operator: 'IS_EQUAL_TO', value: 'lead' },
};

const anyOf = (...groups: FlowFilter[][]): FilterBranch => ({
	filterBranchType: 'OR',
	filters: [],
	filterBranches: groups.map((filters) => ({ filterBranchType: 'AND', filters })),
});
const flow = (enrollmentCriteria?: EnrollmentCriteria): Flow => ({
	id: '17',
	name: 'Nurture',
	isEnabled: true,
	enrollmentCriteria,
});
const startingOn = (listFilterBranch: FilterBranch, more: Partial<EnrollmentCriteria> = {}) =>
	flow({ type: 'LIST_BASED', shouldReEnroll: true, listFilterBranch, ...more });

describe('contacts enter', () => {
	it.each<[string, Flow, Trigger]>([
		['on the list', startingOn(anyOf([inList('6001')])), LIST],
		['on one of two lists', startingOn(anyOf([inList('1')], [inList('6001')])), LIST],
		['with a known property', startingOn(anyOf([where('IS_KNOWN')])), YES],
		['with the value', startingOn(anyOf([where('IS_EQUAL_TO', 'yes')])), YES],
		['with the value in other letters', startingOn(anyOf([where('IS_ANY_OF', 'YES')])), YES],
		['with another value than a named one', startingOn(anyOf([where('IS_NONE_OF', 'no')])), YES],
		['with a value cleared', startingOn(anyOf([where('IS_UNKNOWN')])), { ...YES, value: '' }],
		[
			'with the number, however it is written',
			startingOn(anyOf([where('IS_EQUAL_TO', 5)])),
			{ ...YES, value: '5.0' },
		],
		['with a value only HubSpot compares', startingOn(anyOf([where('CONTAINS', 'y')])), YES],
		['of a workflow whose criteria HubSpot leaves out', flow(), LIST],
	])('%s', (_case, given, trigger) => {
		expect(explainTrigger(given, trigger).pointless).toBeUndefined();
	});

	it('with nothing else to know where the list is the whole trigger', () => {
		expect(explainTrigger(startingOn(anyOf([inList('6001')])), LIST)).toEqual({ hints: [] });
	});
});

describe('contacts do not enter', () => {
	const message = (given: Flow, trigger: Trigger) =>
		explainTrigger(given, trigger).pointless?.message;

	it.each(['MANUAL', 'EVENT_BASED', 'DATASET', 'NEW_KIND'])('a workflow of type %s', (type) => {
		for (const trigger of [LIST, YES]) {
			expect(message(flow({ type }), trigger)).toBe(
				'The HubSpot workflow does not start on a list or a property',
			);
		}
	});

	it.each<[string, FilterBranch, Trigger, string]>([
		[
			'by another list',
			anyOf([inList('1')]),
			LIST,
			'The HubSpot workflow does not start on this list',
		],
		['by a list where a property counts', anyOf([where('IS_KNOWN')]), LIST, 'this list'],
		['off the list', anyOf([inList('6001', 'NOT_IN_LIST')]), LIST, 'not on this list'],
		['by another property', anyOf([other]), YES, 'does not start on this property'],
		['by another value', anyOf([where('IS_EQUAL_TO', 'no')]), YES, 'not start on this value'],
		['by no value', anyOf([where('IS_KNOWN')]), { ...YES, value: '' }, 'on this value'],
		['by a value that is ruled out', anyOf([where('IS_NONE_OF', 'yes')]), YES, 'on this value'],
		[
			'by a value that is right in one group only of two that both count',
			{
				filterBranchType: 'AND',
				filterBranches: [anyOf([where('IS_KNOWN')]), anyOf([where('IS_EQUAL_TO', 'no')])],
			},
			YES,
			'on this value',
		],
	])('%s', (_case, tree, trigger, text) => {
		expect(message(startingOn(tree), trigger)).toContain(text);
	});

	it('and the text names the workflow and a way out', () => {
		const { description } = present(
			explainTrigger(startingOn(anyOf([inList('1')])), LIST).pointless,
		);
		expect(description).toContain('"Nurture" does not name list 6001');
		expect(description).toContain("set 'Method' to Direct");
	});
});

describe('what to know although contacts enter', () => {
	const hints = (given: Flow, trigger: Trigger) => explainTrigger(given, trigger).hints.join();

	it('the trigger has more conditions', () => {
		expect(hints(startingOn(anyOf([inList('6001'), other])), LIST)).toContain('more conditions');
	});

	it('not where another group alone is enough', () => {
		expect(hints(startingOn(anyOf([inList('6001')], [other])), LIST)).toBe('');
	});

	it('re-enrollment is off', () => {
		expect(hints(startingOn(anyOf([where('IS_KNOWN')]), { shouldReEnroll: false }), YES)).toContain(
			'Re-enrollment is off',
		);
	});

	it.each<[string, FlowFilter, string]>([
		['another list', inList('1'), 'on other conditions than list 6001'],
		['this list', inList('6001'), ''],
	])('re-enrollment goes by %s', (_case, filter, text) => {
		const reEnrollmentTriggersFilterBranches = [anyOf([filter])];
		const given = startingOn(anyOf([inList('6001')]), { reEnrollmentTriggersFilterBranches });
		if (text === '') expect(hints(given, LIST)).toBe('');
		else expect(hints(given, LIST)).toContain(text);
	});

	it('the workflow starts when some property changes', () => {
		const given = flow({
			type: 'EVENT_BASED',
			eventFilterBranches: [{ eventTypeId: '4-655002' }],
		});
		expect(explainTrigger(given, YES).pointless).toBeUndefined();
		expect(hints(given, YES)).toContain('starts when a property changes');
		expect(explainTrigger(given, LIST).pointless).toBeDefined();
	});
});

describe('leaving through the trigger', () => {
	const lets = { unEnrollObjectsNotMeetingCriteria: true };
	const NO: Trigger = { property: 'start', value: '' };

	it.each<[string, Flow, Trigger]>([
		['the list', startingOn(anyOf([inList('6001')]), lets), LIST],
		['the property', startingOn(anyOf([where('IS_KNOWN')]), lets), NO],
	])('works by %s where the workflow lets go', (_case, given, trigger) => {
		expect(explainLeaving(given, trigger)).toEqual({ hints: [], leaves: true });
	});

	it('is a hint where the workflow keeps them', () => {
		const { leaves, hints, pointless } = explainLeaving(startingOn(anyOf([inList('6001')])), LIST);
		expect([leaves, pointless]).toEqual([false, undefined]);
		expect(hints.join()).toContain('keeps contacts that no longer meet its trigger');
	});

	it.each<[string, Flow, Trigger]>([
		['a workflow enrolled by hand', flow({ type: 'MANUAL' }), LIST],
		['another list', startingOn(anyOf([inList('1')]), lets), LIST],
		['another property', startingOn(anyOf([other]), lets), NO],
		['a value that still meets it', startingOn(anyOf([where('IS_KNOWN')]), lets), YES],
	])('is pointless with %s', (_case, given, trigger) => {
		expect(explainLeaving(given, trigger).pointless).toBeDefined();
	});
});
