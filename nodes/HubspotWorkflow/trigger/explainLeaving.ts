import type { Flow } from '../../shared/hubspot/workflows';
import { nameOf, wordsOf, type TriggerFinding } from './explainTrigger';
import { filtersAbout, treeMeets, type Trigger } from './triggerFilters';

/** What a workflow's definition says about an attempt to take contacts out through its trigger. */
export interface LeavingFinding extends TriggerFinding {
	/** Whether HubSpot takes out who no longer meets the trigger. */
	leaves: boolean;
}

/**
 * Whether contacts leave the workflow when they are taken off a list, or get a value in a property.
 * HubSpot takes them out only where the workflow is set so (`unEnrollObjectsNotMeetingCriteria`).
 */
export function explainLeaving(flow: Flow, trigger: Trigger): LeavingFinding {
	const {
		type,
		listFilterBranch: tree,
		unEnrollObjectsNotMeetingCriteria,
	} = flow.enrollmentCriteria ?? {};
	const stop = (message: string, description: string): LeavingFinding => ({
		pointless: { message, description: `${description} Set 'Method' to Direct.` },
		hints: [],
		leaves: false,
	});
	if (type !== undefined && (type !== 'LIST_BASED' || !tree)) {
		return stop(
			'The HubSpot workflow does not start on a list or a property',
			`So nobody leaves ${nameOf(flow)} through ${wordsOf(trigger)}.`,
		);
	}
	if (tree && filtersAbout(trigger, [tree]).length === 0) {
		return 'listId' in trigger
			? stop(
					'The HubSpot workflow does not start on this list',
					`The enrollment trigger of ${nameOf(flow)} does not name list ${trigger.listId}, so nobody leaves by it.`,
				)
			: stop(
					'The HubSpot workflow does not start on this property',
					`The enrollment trigger of ${nameOf(flow)} does not name ${wordsOf(trigger)}, so nobody leaves by it.`,
				);
	}
	if (tree && 'property' in trigger && treeMeets(tree, trigger) === true) {
		return stop(
			'Contacts with this value stay in the HubSpot workflow',
			`The value meets the enrollment trigger of ${nameOf(flow)}. Set another 'Trigger Value', or none to clear the property.`,
		);
	}
	if (unEnrollObjectsNotMeetingCriteria === true) return { hints: [], leaves: true };
	return {
		hints: [
			`The HubSpot workflow ${nameOf(flow)} keeps contacts that no longer meet its trigger: they stay in it, and only later starts are stopped. In HubSpot, set it to unenroll contacts that no longer meet the trigger, or set 'Method' to Direct.`,
		],
		leaves: false,
	};
}
