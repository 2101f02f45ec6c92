import type { IDataObject, INodeParameters } from 'n8n-workflow';

import {
	ACTION,
	addContact,
	addFlow,
	inARow,
	type Contact,
	type Flow,
	type HubspotOptions,
} from '../../../tools/hubspot';
import { byId, Stage } from '../../support/n8n/stage';

/** A stage for each test of a file. */
export function useStage(options?: HubspotOptions): () => Stage {
	let stage: Stage;
	beforeEach(async () => {
		stage = await Stage.open(options);
	});
	afterEach(async () => {
		await stage.close();
	});
	return () => stage;
}

/** Whoever enters stays for a week; without this, a workflow is over at once. */
export const A_WEEK = inARow([
	{ actionTypeId: ACTION.delay, fields: { delta: '10080', time_unit: 'MINUTES' } },
]);

let flows = 0;

/** A workflow with ids that no other has. */
export function newFlow({ hubspot }: Stage, given: Partial<Flow> = {}): Flow {
	flows++;
	return addFlow(hubspot.account, {
		id: String(1_700_100_000 + flows),
		legacyId: String(7_100_000 + flows),
		actions: A_WEEK,
		...given,
	});
}

/** Adds contacts, one for each of `properties`. */
export const newContacts = ({ hubspot }: Stage, ...properties: Array<Contact['properties']>) =>
	properties.map((one) => addContact(hubspot.account, { properties: one }));

/** Adds `count` contacts that nothing speaks against. */
export const newPeople = (stage: Stage, count: number) =>
	newContacts(stage, ...Array.from({ length: count }, () => ({})));

/** Input items that name the contacts by address. */
export const itemsOf = (contacts: Contact[]): IDataObject[] =>
	contacts.map(({ properties }) => ({ email: properties.email }));

/** Parameters of an operation on one workflow, which is given by its flow id. */
export const on = (
	operation: string,
	flow: Flow | undefined,
	more: INodeParameters = {},
): INodeParameters => ({
	operation,
	...(flow && { workflow: byId(flow.id) }),
	...more,
});

/** How often HubSpot was asked to enroll, or to enroll this contact. */
export const asked = ({ hubspot }: Stage, contact?: Contact): number =>
	hubspot.requests.count({
		method: 'POST',
		path: `/enrollments/contacts/${contact?.properties.email ?? ''}`,
	});

/** How often contacts really entered a workflow, or this one did. */
export const entered = ({ hubspot }: Stage, flow: Flow, contact?: Contact): number =>
	hubspot.account.flowEnrollments.filter(
		({ flowId, contactId }) => flowId === flow.id && (!contact || contactId === contact.id),
	).length;
