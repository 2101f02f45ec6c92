import type { EnrollmentCriteria } from '../../shared/hubspot/enrollmentCriteria';
import type { Flow } from '../../shared/hubspot/workflows';
import { filtersAbout, meets, startsOnChange, treeMeets, type Trigger } from './triggerFilters';

/** What a workflow's definition says about an attempt to enroll through its trigger. */
export interface TriggerFinding {
	/** Why nobody would enter; undefined where somebody may. */
	pointless?: { message: string; description: string };
	/** What a person should know all the same. */
	hints: string[];
}

const TYPES: Record<string, string> = {
	EVENT_BASED: 'by an event',
	MANUAL: 'by hand',
	DATASET: 'by a data set',
};

export const nameOf = ({ name, id }: Flow) => `"${name ?? id}"`;

export const wordsOf = (trigger: Trigger) =>
	'listId' in trigger ? `list ${trigger.listId}` : `the property ${trigger.property}`;

const valueOf = (value: string) => (value === '' ? 'an empty value' : `"${value}"`);

const otherWay = (trigger: Trigger) =>
	`Choose the ${'listId' in trigger ? 'list' : 'property'} that the workflow starts on, change its enrollment trigger in HubSpot, or set 'Method' to Direct.`;

/**
 * Whether contacts enter the workflow when they are put on a list, or get a value in a property.
 * Pure: it reads the definition, nothing else. Whether the workflow is on is asked elsewhere.
 */
export function explainTrigger(flow: Flow, trigger: Trigger): TriggerFinding {
	const criteria: EnrollmentCriteria = flow.enrollmentCriteria ?? {};
	const { type, listFilterBranch: tree } = criteria;
	const stop = (message: string, description: string): TriggerFinding => ({
		pointless: { message, description: `${description} ${otherWay(trigger)}` },
		hints: [],
	});
	if (type !== undefined && type !== 'LIST_BASED') {
		if (type === 'EVENT_BASED' && 'property' in trigger && startsOnChange(criteria)) {
			return {
				hints: [
					`The HubSpot workflow ${nameOf(flow)} starts when a property changes; whether ${wordsOf(trigger)} is that property was not checked.`,
					...reentryHints(flow, trigger),
				],
			};
		}
		return stop(
			'The HubSpot workflow does not start on a list or a property',
			`${nameOf(flow)} is started ${TYPES[type] ?? `otherwise (${type})`}, so this would enroll nobody.`,
		);
	}
	if (!tree) return { hints: reentryHints(flow, trigger) };
	const filters = filtersAbout(trigger, [tree]);
	if (filters.length === 0) {
		return 'listId' in trigger
			? stop(
					'The HubSpot workflow does not start on this list',
					`The enrollment trigger of ${nameOf(flow)} does not name list ${trigger.listId}.`,
				)
			: stop(
					'The HubSpot workflow does not start on this property',
					`The enrollment trigger of ${nameOf(flow)} does not name ${wordsOf(trigger)}. It is the internal name that counts, not the label.`,
				);
	}
	const met = treeMeets(tree, trigger);
	if (met === false || filters.every((filter) => meets(filter, trigger) === false)) {
		return 'listId' in trigger
			? stop(
					'The HubSpot workflow starts for contacts that are not on this list',
					`${nameOf(flow)} takes contacts outside list ${trigger.listId}.`,
				)
			: stop(
					'The HubSpot workflow does not start on this value',
					`The enrollment trigger of ${nameOf(flow)} asks for something else in ${wordsOf(trigger)} than ${valueOf(trigger.value)}.`,
				);
	}
	const further =
		met === undefined
			? [
					`The enrollment trigger of ${nameOf(flow)} has more conditions than ${wordsOf(trigger)}: only contacts that meet those too enter it.`,
				]
			: [];
	return { hints: [...further, ...reentryHints(flow, trigger)] };
}

/** A record enters once unless re-enrollment is on, for this trigger too (hubspot-api.md 3.4). */
function reentryHints(flow: Flow, trigger: Trigger): string[] {
	const { shouldReEnroll, reEnrollmentTriggersFilterBranches: again = [] } =
		flow.enrollmentCriteria ?? {};
	if (shouldReEnroll === false) {
		return [
			`Re-enrollment is off in the HubSpot workflow ${nameOf(flow)}: contacts that were in it before do not enter again.`,
		];
	}
	if (again.length === 0 || filtersAbout(trigger, again).length > 0) return [];
	return [
		`${nameOf(flow)} re-enrolls contacts on other conditions than ${wordsOf(trigger)}: contacts that were in it before do not enter again.`,
	];
}
