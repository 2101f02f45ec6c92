import type { Flow } from '../account/flowTypes';

/** A flow as the list shows it (hubspot-api.md 3.2). */
export function shortFlow({ id, name, isEnabled, objectTypeId, revisionId, ...flow }: Flow) {
	return {
		id,
		name,
		isEnabled,
		objectTypeId,
		flowType: 'WORKFLOW',
		revisionId,
		uuid: `00000000-0000-4000-8000-${id.padStart(12, '0')}`,
		createdAt: new Date(flow.createdAt).toISOString(),
		updatedAt: new Date(flow.updatedAt).toISOString(),
	};
}

/** What the specification requires of every flow, and this server does not act on. */
const UNUSED = { timeWindows: [], blockedDates: [], customProperties: {}, dataSources: [] };

/** Only contact flows have these (hubspot-api.md 3.4). */
const ofContacts = ({ suppressionListIds, unEnrollmentSetting }: Flow) => ({
	canEnrollFromSalesforce: false,
	suppressionListIds,
	...(unEnrollmentSetting ? { unEnrollmentSetting } : {}),
});

/** A flow read by itself, with the fields of HubSpot's specification, and those that it was made with. */
export function fullFlow(flow: Flow) {
	const { type, startActionId, actions, enrollmentCriteria } = flow;
	const last = Math.max(0, ...actions.map(({ actionId }) => Number(actionId)));
	return {
		...UNUSED,
		...flow.rest,
		...shortFlow(flow),
		type,
		startActionId,
		nextAvailableActionId: String(last + 1),
		actions,
		enrollmentCriteria,
		crmObjectCreationStatus: 'COMPLETE',
		...(type === 'CONTACT_FLOW' ? ofContacts(flow) : {}),
	};
}
