import type { FastifyInstance, FastifyReply } from 'fastify';

import { noteRefused } from '../account/enrollments';
import {
	checkEnrollment,
	overLimit,
	type EnrollRequest,
	type Refusal,
} from '../account/enrollRules';
import { startEnrollment } from '../account/runSteps';
import { isOpen, type Enrollment, type Rep } from '../account/types';
import { HubspotError, invalid, notFound, forbidden } from '../errors';
import type { Hub } from '../hub';
import { noContent, objectBody, page, required, text } from './read';
import { sendLimitRefusal } from './sendLimitRefusals';
import { fullSequence, shortSequence, statusOf } from './sequenceShapes';

const BASES = [
	'/automation/v4/sequences',
	'/automation/sequences/2025-09',
	'/automation/sequences/2026-03',
	'/automation/sequences/2026-09',
];

interface UserQuery {
	userId?: string;
	name?: string;
	limit?: string;
	after?: string;
}

function userOf(query: UserQuery): string {
	// Needed on every call but the status one, though some samples leave it out (hubspot-api.md 2.2).
	if (!query.userId) throw invalid('query param userId may not be null');
	return query.userId;
}

/** Reading sequences needs an assigned seat too (hubspot-api.md 2.2). */
function seatedRep(hub: Hub, userId: string): Rep {
	const rep = hub.account.repByUser(userId);
	if (rep?.salesSeat && !rep.archived) return rep;
	throw forbidden(`Permission Denied: user ${userId} does not have access to sequences`);
}

/** Puts HubSpot's code where `sequenceErrorField` says: nobody recorded the field. */
function refused({ settings }: Hub, { status, message, code }: Refusal): HubspotError {
	if (status === 403) return forbidden(message);
	if (status === 404) return notFound(message);
	if (!code) return invalid(message);
	switch (settings.sequenceErrorField) {
		case 'subCategory':
			return invalid(message, { subCategory: code });
		case 'errorType':
			return invalid(message, { errorType: code });
		case 'errorsSubCategory':
			return invalid(message, { errors: [{ message, subCategory: code }] });
		case 'message':
			return invalid(`${code}: ${message}`);
	}
}

/** Enrolls as the published call does; also behind the unpublished CRM route. */
export function enroll(hub: Hub, request: EnrollRequest): Enrollment {
	const { account, settings } = hub;
	const checked = checkEnrollment(account, request);
	if ('refusal' in checked) throw refused(hub, checked.refusal);
	if (settings.overLimit === 'refuse' && overLimit(account, checked.parties, request.senderEmail)) {
		noteRefused(account, request);
		throw sendLimitRefusal(settings);
	}
	return startEnrollment(account, request);
}

export function enrolledAnswer(enrollment: Enrollment) {
	return {
		id: enrollment.id,
		enrolledAt: new Date(enrollment.enrolledAt).toISOString(),
		toEmail: enrollment.toEmail,
		updatedAt: new Date(enrollment.updatedAt).toISOString(),
	};
}

/** The answer for a contact without an enrollment: none of the five is documented (hubspot-api.md 2.2). */
async function nothing({ settings }: Hub, reply: FastifyReply): Promise<FastifyReply> {
	const json = reply.header('content-type', 'application/json;charset=utf-8');
	switch (settings.noEnrollmentAnswer) {
		case 'notFound':
			throw notFound('No enrollment found for this contact');
		case 'noContent':
			return await noContent(reply);
		case 'empty':
			return await json.send('');
		case 'null':
			return await json.send('null');
		case 'emptyObject':
			return await json.send('{}');
	}
}

function addVersion(app: FastifyInstance, hub: Hub, base: string): void {
	const read = { config: { scopes: ['automation.sequences.read'] } };
	const write = { config: { scopes: ['automation.sequences.enrollments.write'] } };

	app.get<{ Querystring: UserQuery }>(base, read, async ({ query }) => {
		seatedRep(hub, userOf(query));
		const wanted = query.name?.toLowerCase() ?? '';
		const found = hub.account.sequences.filter(({ name }) => name.toLowerCase().includes(wanted));
		return {
			total: found.length,
			...page(found.map(shortSequence), query, { standard: 10, max: 100 }),
		};
	});

	app.get<{ Params: { id: string }; Querystring: UserQuery }>(
		`${base}/:id`,
		read,
		async ({ params, query }) => {
			// A wrong path such as `…/2026-09/sequences` is read as a sequence id (hubspot-api.md 2.7).
			if (!/^\d+$/.test(params.id)) throw invalid('The sequence ID provided is invalid');
			seatedRep(hub, userOf(query));
			const sequence = hub.account.sequence(params.id);
			if (!sequence) throw notFound(`Sequence ${params.id} not found`);
			return fullSequence(sequence);
		},
	);

	app.post<{ Querystring: UserQuery }>(`${base}/enrollments`, write, async ({ query, body }) => {
		const userId = userOf(query);
		const fields = objectBody(body);
		const enrollment = enroll(hub, {
			userId,
			contactId: required(fields, 'contactId'),
			sequenceId: required(fields, 'sequenceId'),
			senderEmail: required(fields, 'senderEmail'),
			senderAliasAddress: text(fields.senderAliasAddress),
		});
		return enrolledAnswer(enrollment);
	});

	app.get<{ Params: { contactId: string } }>(
		`${base}/enrollments/contact/:contactId`,
		read,
		async ({ params: { contactId } }, reply) => {
			if (!hub.account.contacts.has(contactId)) throw notFound(`Contact ${contactId} not found`);
			const latest = hub.account.enrollmentsOf(contactId).at(-1);
			const open = latest !== undefined && isOpen(latest);
			if (latest && (open || hub.settings.endedEnrollmentAnswer === 'returned')) {
				return statusOf(hub.account, latest);
			}
			return await nothing(hub, reply);
		},
	);
}

export function sequenceRoutes(app: FastifyInstance, hub: Hub): void {
	for (const base of BASES) addVersion(app, hub, base);
}
