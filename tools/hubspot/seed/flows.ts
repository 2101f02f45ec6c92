import type { Account } from '../account/account';
import { ACTION } from '../account/flowActions';
import { addFlow, addList, inARow } from '../account/flowBuilders';
import type { FilterBranch } from '../account/flowTypes';
import { REPS } from './reps';
import { SEQUENCES } from './sequences';

/** Flow id (v4, address bar) and legacy id (v2, v3) of the seeded workflows. */
export const FLOWS = {
	nurture: { id: '1700000401', legacyId: '7000401' },
	listTriggered: { id: '1700000402', legacyId: '7000402' },
	bridge: { id: '1700000403', legacyId: '7000403' },
	off: { id: '1700000404', legacyId: '7000404' },
	enrollsInSequence: { id: '1700000405', legacyId: '7000405' },
} as const;

const LISTS = { webinar: '6001', conference: '6002' } as const;

/** The datetime property that starts the helper workflow. */
export const BRIDGE_PROPERTY = 'unenroll_from_sequence_at';

function either(filter: Record<string, unknown>): FilterBranch {
	return {
		filterBranchType: 'OR',
		filterBranchOperator: 'OR',
		filters: [],
		filterBranches: [
			{
				filterBranchType: 'AND',
				filterBranchOperator: 'AND',
				filters: [filter],
				filterBranches: [],
			},
		],
	};
}

function known(property: string): FilterBranch {
	return either({
		filterType: 'PROPERTY',
		property,
		operation: {
			operationType: 'ALL_PROPERTY',
			operator: 'IS_KNOWN',
			includeObjectsWithNoValueSet: false,
		},
	});
}

const email = (content_id: string) => ({
	actionTypeId: ACTION.marketingEmail,
	fields: { content_id },
});
const days = (delta: number) => ({
	actionTypeId: ACTION.delay,
	fields: { delta: String(delta * 1440), time_unit: 'MINUTES' },
});

/** Two emails two days apart, on the way that branches take by default; three actions in all. */
function nurtureActions() {
	return inARow([
		email('900101'),
		days(2),
		{
			type: 'LIST_BRANCH',
			listBranches: [
				{
					branchName: 'Already a customer',
					filterBranch: either({
						filterType: 'PROPERTY',
						property: 'lifecyclestage',
						operation: {
							operationType: 'ENUMERATION',
							operator: 'IS_ANY_OF',
							values: ['customer'],
							includeObjectsWithNoValueSet: false,
						},
					}),
				},
			],
			defaultBranchName: 'Everybody else',
			defaultBranch: { edgeType: 'STANDARD', nextActionId: '4' },
		},
		email('900102'),
	]);
}

export function seedFlows(account: Account): void {
	account.properties.set(BRIDGE_PROPERTY, 'datetime');
	addList(account, { listId: LISTS.webinar, name: 'Webinar attendees' });
	addList(account, {
		listId: LISTS.conference,
		name: 'Conference leads',
		members: ['50101', '50102', '50103'],
	});
	addFlow(account, { ...FLOWS.nurture, name: 'Welcome nurture', actions: nurtureActions() });
	addFlow(account, {
		...FLOWS.listTriggered,
		name: 'Webinar follow-up',
		enrollmentCriteria: {
			type: 'LIST_BASED',
			shouldReEnroll: false,
			listFilterBranch: either({
				filterType: 'IN_LIST',
				operator: 'IN_LIST',
				listId: LISTS.webinar,
			}),
		},
		actions: inARow([email('900201'), days(7)]),
	});
	addFlow(account, {
		...FLOWS.bridge,
		name: 'Unenroll from sequence (bridge)',
		enrollmentCriteria: {
			type: 'LIST_BASED',
			shouldReEnroll: true,
			listFilterBranch: known(BRIDGE_PROPERTY),
		},
		actions: inARow([{ actionTypeId: ACTION.unenrollFromSequence }]),
	});
	addFlow(account, {
		...FLOWS.off,
		name: 'Old onboarding',
		isEnabled: false,
		actions: inARow([email('900301')]),
	});
	addFlow(account, {
		...FLOWS.enrollsInSequence,
		name: 'Start outbound sequence',
		actions: inARow([
			{
				actionTypeId: ACTION.enrollInSequence,
				actionTypeVersion: 6,
				fields: {
					sequenceId: SEQUENCES.outbound,
					senderType: 'CONTACT_OWNER',
					userId: REPS.ann.userId,
					shouldUseContactTimeZone: 'false',
				},
			},
		]),
	});
}
