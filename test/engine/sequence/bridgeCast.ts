import {
	ACTION,
	addEnrollment,
	addFlow,
	BRIDGE_PROPERTY,
	inARow,
	type Contact,
	type Flow,
} from '../../../tools/hubspot';
import { Cast, DAY, type CastOptions } from '../../support/cast';

export const UNENROLLING = inARow([{ actionTypeId: ACTION.unenrollFromSequence }]);

/** Contacts of this cast are in a sequence that goes on for days; the bridge acts at once. */
export async function openWithEnrolled(given: CastOptions = {}): Promise<Cast> {
	const cast = await Cast.open({
		steps: [{}, { delayMillis: 4 * DAY }],
		...given,
		settings: { bridgeDelayMs: 0, ...given.settings },
	});
	for (const { id } of cast.contacts) enrollIn(cast, id);
	cast.hubspot.requests.clear();
	return cast;
}

export function enrollIn(cast: Cast, contactId: string, sequenceId = cast.sequence.id): void {
	addEnrollment(cast.account, { contactId, sequenceId });
}

/** What a person builds in HubSpot once: the property, and the workflow that it starts. */
export function addBridge(
	cast: Cast,
	given: Partial<Flow> = {},
	property: string = BRIDGE_PROPERTY,
): Flow {
	cast.account.properties.set(property, 'datetime');
	const operation = {
		operationType: 'ALL_PROPERTY',
		operator: 'IS_KNOWN',
		includeObjectsWithNoValueSet: false,
	};
	const filters = [{ filterType: 'PROPERTY', property, operation }];
	return addFlow(cast.account, {
		name: 'Out of sequence',
		actions: UNENROLLING,
		enrollmentCriteria: {
			type: 'LIST_BASED',
			shouldReEnroll: true,
			listFilterBranch: {
				filterBranchType: 'OR',
				filterBranches: [{ filterBranchType: 'AND', filters }],
			},
		},
		...given,
	});
}

export const sequenceOf = (cast: Cast, { id }: Contact) =>
	cast.account.openEnrollment(id)?.sequenceId;

/** Contacts whose trigger property has a value. */
export const armed = (cast: Cast, property: string = BRIDGE_PROPERTY) =>
	[...cast.account.contacts.values()]
		.filter(({ properties }) => properties[property])
		.map(({ id }) => id);

/** What the node asked of HubSpot, without the reads before it. */
export const asked = (cast: Cast) =>
	[...cast.hubspot.requests].map(({ method, path }) => `${method} ${path}`);
