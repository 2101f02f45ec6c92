import type { FastifyInstance, FastifyReply } from 'fastify';

import { currentIn, enterFlow, leaveFlow } from '../account/flows';
import type { Flow } from '../account/flowTypes';
import type { Contact } from '../account/types';
import { workflowLists } from '../account/workflowLists';
import { hubspotError, notFound } from '../errors';
import type { Hub } from '../hub';
import { noContent } from './read';

const AUTOMATION = { config: { scopes: ['automation'] } };

interface Enrollment {
	Params: { workflowId: string; email: string };
}

/** A workflow as v2 and v3 show it. */
function legacyWorkflow(flow: Flow) {
	return {
		id: Number(flow.legacyId),
		name: flow.name,
		type: 'DRIP_DELAY',
		enabled: flow.isEnabled,
		insertedAt: flow.createdAt,
		updatedAt: flow.updatedAt,
		onlyEnrollsManually: flow.enrollmentCriteria.type === 'MANUAL',
		allowContactToTriggerMultipleTimes: flow.enrollmentCriteria.shouldReEnroll === true,
		suppressionListIds: flow.suppressionListIds,
		contactListIds: workflowLists(flow),
	};
}

/** A v4 flow id is no workflow here: 404 "resource not found" (hubspot-api.md 3.1). */
function workflow({ account }: Hub, legacyId: string): Flow {
	const flow = account.flows.find((one) => one.legacyId === legacyId);
	if (!flow || flow.objectTypeId !== '0-1') throw notFound();
	return flow;
}

/** Answers with a status that is a setting, as nobody recorded HubSpot's. */
async function answer(reply: FastifyReply, status: number, message: string) {
	if (status === 204) return await noContent(reply);
	const category = { 404: 'OBJECT_NOT_FOUND', 409: 'CONFLICT' }[status] ?? 'VALIDATION_ERROR';
	throw hubspotError(status, message, { category });
}

async function enter(hub: Hub, flow: Flow, contact: Contact, reply: FastifyReply) {
	const { v2WorkflowOff, v2Suppressed, v2AlreadyIn } = hub.settings;
	switch (enterFlow(hub.account, flow, contact)) {
		case 'off':
			return await answer(reply, v2WorkflowOff, 'The workflow is not active');
		case 'suppressed':
			return await answer(reply, v2Suppressed, 'The contact is suppressed');
		case 'alreadyIn':
			return await answer(reply, v2AlreadyIn, 'The contact is already enrolled');
		// 204 is also given when re-enrollment is off and nothing happens (reported by users).
		case 'notAgain':
		case 'entered':
			return await noContent(reply);
	}
}

export function legacyWorkflowRoutes(app: FastifyInstance, hub: Hub): void {
	const path = '/automation/v2/workflows/:workflowId/enrollments/contacts/:email';

	app.post<Enrollment>(path, AUTOMATION, async ({ params }, reply) => {
		const flow = workflow(hub, params.workflowId);
		const contact = hub.account.contactByEmail(params.email);
		if (!contact) return await answer(reply, hub.settings.v2UnknownEmail, 'contact not found');
		return await enter(hub, flow, contact, reply);
	});

	app.delete<Enrollment>(path, AUTOMATION, async ({ params }, reply) => {
		const flow = workflow(hub, params.workflowId);
		const contact = hub.account.contactByEmail(params.email);
		if (!contact) return await answer(reply, hub.settings.v2UnknownEmail, 'contact not found');
		const left = leaveFlow(hub.account, flow, contact.id);
		return await answer(reply, left ? 204 : hub.settings.v2NotIn, 'contact not in workflow');
	});

	// Completed contacts are not in it; the documents show one object but speak of a list (hubspot-api.md 3.1).
	app.get<{ Params: { vid: string } }>(
		'/automation/v2/workflows/enrollments/contacts/:vid',
		AUTOMATION,
		async ({ params }) => {
			if (!hub.account.contacts.has(params.vid)) throw notFound('contact does not exist');
			const current = hub.account.flows
				.filter((flow) => currentIn(hub.account, flow, params.vid) !== undefined)
				.map(legacyWorkflow);
			return hub.settings.v2StatusShape === 'array' ? current : (current[0] ?? {});
		},
	);

	app.get('/automation/v3/workflows', AUTOMATION, async () => ({
		workflows: hub.account.flows
			.filter(({ objectTypeId }) => objectTypeId === '0-1')
			.map(legacyWorkflow),
	}));

	app.get<{ Params: { workflowId: string } }>(
		'/automation/v3/workflows/:workflowId',
		AUTOMATION,
		async ({ params }) => {
			const flow = workflow(hub, params.workflowId);
			const { contactListIds, ...rest } = legacyWorkflow(flow);
			return { ...rest, metaData: { contactListIds } };
		},
	);
}
