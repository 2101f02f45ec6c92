import type { HubspotClient } from '../transport/client';
import { HubspotFailure, passOn } from '../transport/failure';
import { routes } from './routes';
import type { Enrollment, SequencesApi } from './sequences';

interface Associations {
	results?: Array<{ id?: string | number; toObjectId?: string | number }>;
}

/** An enrollment as a CRM record: the fields of the published call, or the properties of the record. */
interface EnrollmentRecord extends Partial<Enrollment> {
	properties?: { hs_sequence_id?: string; hs_enrolled_at?: string };
}

/**
 * Enrolling and looking by the CRM routes that a recipe names and HubSpot has not published, so all
 * their answers are read tolerantly. The recipe has none for sequences and their steps.
 */
export const crmSequences = (
	client: HubspotClient,
): Pick<SequencesApi, 'enroll' | 'enrollmentOf'> => ({
	enroll: async ({ contactId, sequenceId, userId }) =>
		await client.request<Enrollment>({
			method: 'POST',
			path: routes.crmSequences(contactId),
			body: { sequenceId, userId },
		}),

	enrollmentOf: async (contactId) => {
		const id = await noneIfMissing(async () => await findEnrollmentId(client, contactId));
		return id === undefined
			? null
			: ((await noneIfMissing(async () => await readEnrollment(client, id))) ?? null);
	},
});

/** The enrollment that a contact is associated with. @throws HubspotFailure */
async function findEnrollmentId(client: HubspotClient, contactId: string) {
	const answer = await client.request<Associations | null | undefined>({
		method: 'GET',
		path: routes.crmSequenceAssociations(contactId),
	});
	const found = answer?.results?.[0];
	const id = found?.toObjectId ?? found?.id;
	return id === undefined ? undefined : String(id);
}

async function readEnrollment(client: HubspotClient, id: string): Promise<Enrollment> {
	const { properties, ...record } = await client.request<EnrollmentRecord>({
		method: 'GET',
		path: routes.crmSequenceEnrollment(id),
	});
	return {
		...record,
		id: record.id ?? id,
		sequenceId: record.sequenceId ?? properties?.hs_sequence_id,
		enrolledAt: record.enrolledAt ?? properties?.hs_enrolled_at,
	};
}

/**
 * Ends the enrollment of a contact by deleting its record.
 * @returns false where there is none
 * @throws HubspotFailure, also where HubSpot does not have the routes
 */
export async function deleteEnrollment(client: HubspotClient, contactId: string): Promise<boolean> {
	const find = async () =>
		await noneIfMissing(async () => await findEnrollmentId(client, contactId));
	const id = await find();
	if (id === undefined) return false;
	try {
		await client.request({ method: 'DELETE', path: routes.crmSequenceEnrollment(id) });
	} catch (error) {
		// The repeat after a lost answer finds nothing left to delete.
		if (!isMissing(error) || (await find()) !== undefined) throw passOn(error);
	}
	return true;
}

/** A missing record is a JSON 404; the HTML one says that HubSpot does not have the route. */
const isMissing = (error: unknown) =>
	error instanceof HubspotFailure && error.details.status === 404 && !error.details.isHtml;

async function noneIfMissing<T>(request: () => Promise<T>): Promise<T | undefined> {
	try {
		return await request();
	} catch (error) {
		if (isMissing(error)) return undefined;
		throw passOn(error);
	}
}
