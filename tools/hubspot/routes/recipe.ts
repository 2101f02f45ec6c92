import type { FastifyInstance } from 'fastify';

import { endEnrollment } from '../account/enrollments';
import { enterFlow } from '../account/flows';
import type { Contact, Enrollment } from '../account/types';
import { invalid, notFound } from '../errors';
import type { Hub } from '../hub';
import { isJson, noContent, objectBody, required, text, type Json } from './read';
import { enroll, enrolledAnswer } from './sequences';
import { statusOf } from './sequenceShapes';

const CONTACTS = '/crm/v3/objects/contacts/:contactId';

/** The contact named by id or email, in any of the shapes a caller may think of. */
function named(hub: Hub, body: Json): Contact {
	const input = Array.isArray(body.inputs) && isJson(body.inputs[0]) ? body.inputs[0] : body;
	const id = text(input.contactId) ?? text(input.id) ?? text(input.vid);
	const email = text(input.email);
	const contact =
		(id === undefined ? undefined : hub.account.contacts.get(id)) ??
		(email === undefined ? undefined : hub.account.contactByEmail(email));
	if (!contact) throw notFound('contact not found');
	return contact;
}

/** An enrollment as a CRM record, with the property names HubSpot's own pages use (hubspot-api.md 11). */
function asRecord(hub: Hub, enrollment: Enrollment) {
	return {
		...statusOf(hub.account, enrollment),
		properties: {
			hs_sequence_id: enrollment.sequenceId,
			hs_contact_id: enrollment.contactId,
			hs_enrollment_state: enrollment.state.toUpperCase(),
		},
	};
}

/**
 * Routes a recipe on the web names though no document of HubSpot does. They exist only with
 * `recipeRoutes`; what they answer is this server's invention.
 */
export function recipeRoutes(app: FastifyInstance, hub: Hub): void {
	const exists = () => hub.settings.recipeRoutes;
	const read = { config: { exists, scopes: ['automation.sequences.read'] } };
	const write = { config: { exists, scopes: ['automation.sequences.enrollments.write'] } };
	const find = (id: string): Enrollment => {
		const enrollment = hub.account.enrollments.find((one) => one.id === id);
		if (!enrollment) throw notFound();
		return enrollment;
	};

	app.post<{ Params: { contactId: string } }>(
		`${CONTACTS}/sequences`,
		write,
		async ({ params, body }) => {
			const fields = objectBody(body);
			const userId = required(fields, 'userId');
			const inbox = hub.account.repByUser(userId)?.inboxes[0];
			const enrollment = enroll(hub, {
				contactId: params.contactId,
				sequenceId: required(fields, 'sequenceId'),
				userId,
				senderEmail: text(fields.senderEmail) ?? inbox ?? '',
			});
			return enrolledAnswer(enrollment);
		},
	);

	app.get<{ Params: { contactId: string } }>(
		`${CONTACTS}/associations/sequences`,
		read,
		async ({ params: { contactId } }) => {
			if (!hub.account.contacts.has(contactId)) throw notFound();
			const open = hub.account.openEnrollment(contactId);
			return { results: open ? [{ id: open.id, type: 'contact_to_sequence' }] : [] };
		},
	);

	const record = '/crm/v3/objects/sequence_enrollments/:id';
	app.get<{ Params: { id: string } }>(record, read, async ({ params }) =>
		asRecord(hub, find(params.id)),
	);
	for (const path of [
		record,
		`${CONTACTS}/sequences/:id`,
		'/automation/v4/sequences/enrollments/:id',
	]) {
		app.delete<{ Params: { id: string } }>(path, write, async ({ params }, reply) => {
			endEnrollment(hub.account, find(params.id), 'unenrolled', 'deleted');
			return await noContent(reply);
		});
	}

	app.post<{ Params: { flowId: string } }>(
		'/automation/v4/flows/:flowId/enrollments/contacts',
		{ config: { exists, scopes: ['automation'] } },
		async ({ params: { flowId }, body }) => {
			const flow = hub.account.flow(flowId);
			if (!flow) throw notFound();
			const contact = named(hub, objectBody(body));
			const entry = enterFlow(hub.account, flow, contact);
			if (entry === 'off') throw invalid('The workflow is not active');
			return { flowId, contactId: contact.id, status: entry.toUpperCase() };
		},
	);
}
