import type { IDataObject } from 'n8n-workflow';

import type { HubspotServer, LoggedRequest } from '../../hubspot';
import { FLOWS, SEQUENCES } from '../../hubspot';

/** Parameters as the editor saves them, for nodes under test. */
export const ann = 'ann@fjordline.example';
export const ben = 'ben@fjordline.example';
export const day = 24 * 3600 * 1000;

export const contact = { __rl: true, mode: 'email', value: '={{ $json.email }}' };
export const sequence = { __rl: true, mode: 'list', value: SEQUENCES.outbound };
export const workflow = { __rl: true, mode: 'list', value: FLOWS.nurture.id };
export const user = (value: string) => ({ __rl: true, mode: 'email', value });

export const enrollAs = (sender: string, more: IDataObject = {}) => ({
	operation: 'enroll',
	contact,
	sequence,
	sender: user(sender),
	...more,
});

/** Enrollments that began since the sample account was filled. */
export const freshEnrollments = ({ account }: HubspotServer) =>
	account.enrollments.filter(({ enrolledAt }) => enrolledAt > Date.now() - day);

/** Whether a request changes something in HubSpot. */
export const isWrite = ({ method, path }: LoggedRequest): boolean =>
	method !== 'GET' && !/\/(search|batch\/read)$/.test(path) && !path.startsWith('/oauth');

/** Both IDs of the workflow of these cases, as an outcome holds them. */
export const nurture = { workflowId: FLOWS.nurture.legacyId, flowId: FLOWS.nurture.id };

/** Contact ids that a workflow of the stand-in holds now, sorted. */
export const membersOf = ({ account }: HubspotServer, flowId: string = FLOWS.nurture.id) =>
	account.flowEnrollments
		.filter((one) => one.flowId === flowId && one.state === 'active')
		.map(({ contactId }) => contactId)
		.sort();
