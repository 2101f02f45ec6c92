import { z } from 'zod';

import { NO_CONTENT } from '../transport/answer';
import type { HubspotClient } from '../transport/client';
import { isNotFound, outcomeUnknown, rethrow } from '../transport/failure';
import { id, instant, maybe } from './fields';
import { routes } from './routes';
import { enrolled, NONE, type Enrollment, type SequencesApi } from './sequences';

/** What a contact is associated with; the id has two names in HubSpot's association calls. */
const associations = z
	.object({
		results: z.array(
			z
				.object({ id: maybe(id), toObjectId: maybe(id) })
				.transform((found) => found.toObjectId ?? found.id)
				.pipe(z.string()),
		),
	})
	.transform(({ results }) => results.at(0));

/** An enrollment as a CRM record: the fields of the published call, or the properties of the record. */
const record = enrolled
	.extend({
		id: maybe(id),
		sequenceId: maybe(id),
		properties: maybe(z.object({ hs_sequence_id: maybe(id), hs_enrolled_at: maybe(instant) })),
	})
	.transform(({ properties, sequenceId, enrolledAt, ...rest }) => ({
		...rest,
		sequenceId: sequenceId ?? properties?.hs_sequence_id,
		enrolledAt: enrolledAt ?? properties?.hs_enrolled_at,
	}))
	.refine((read) => read.sequenceId !== undefined, { path: ['sequenceId'] })
	.refine((read) => read.enrolledAt !== undefined, { path: ['enrolledAt'] });

/**
 * Enrolling and looking by the CRM routes that a recipe names and HubSpot has not published, so all
 * their answers are read tolerantly (hubspot-api.md 11). The recipe has none for sequences and their steps.
 */
export const crmSequences = (
	client: HubspotClient,
): Pick<SequencesApi, 'enroll' | 'enrollmentOf'> => ({
	enroll: async ({ contactId, sequenceId, userId }) =>
		await client.request({
			method: 'POST',
			path: routes.crmSequences(contactId),
			body: { sequenceId, userId },
			answer: enrolled,
		}),

	enrollmentOf: async (contactId) => {
		const found = await noneIfMissing(async () => await findEnrollmentId(client, contactId));
		return found === undefined
			? null
			: ((await noneIfMissing(async () => await readEnrollment(client, found))) ?? null);
	},
});

/** The enrollment that a contact is associated with. @throws HubspotFailure */
const findEnrollmentId = async (client: HubspotClient, contactId: string) =>
	await client.request({
		method: 'GET',
		path: routes.crmSequenceAssociations(contactId),
		answer: z.union([associations, NONE.transform(() => undefined)]),
	});

async function readEnrollment(client: HubspotClient, enrollmentId: string): Promise<Enrollment> {
	const read = await client.request({
		method: 'GET',
		path: routes.crmSequenceEnrollment(enrollmentId),
		answer: record,
	});
	return { ...read, id: read.id ?? enrollmentId };
}

/**
 * Ends the enrollment of a contact by deleting its record.
 * @returns false where there is none
 * @throws HubspotFailure, also where HubSpot does not have the routes
 */
export async function deleteEnrollment(client: HubspotClient, contactId: string): Promise<boolean> {
	const find = async () =>
		await noneIfMissing(async () => await findEnrollmentId(client, contactId));
	const found = await find();
	if (found === undefined) return false;
	const path = routes.crmSequenceEnrollment(found);
	try {
		await client.request({ method: 'DELETE', path, answer: NO_CONTENT });
	} catch (error) {
		// The repeat after a lost answer finds nothing left to delete; another answer may hide that it is.
		const isOpen = isNotFound(error) || outcomeUnknown(error);
		const isThere = async () => (await find().catch(() => found)) !== undefined;
		if (!isOpen || (await isThere())) rethrow(error);
	}
	return true;
}

async function noneIfMissing<T>(request: () => Promise<T>): Promise<T | undefined> {
	try {
		return await request();
	} catch (error) {
		if (isNotFound(error)) return undefined;
		rethrow(error);
	}
}
