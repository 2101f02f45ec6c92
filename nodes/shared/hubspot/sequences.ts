import { HubspotFailure, passOn } from '../transport/failure';
import type { HubspotClient } from '../transport/client';
import { crmSequences } from './crmSequences';
import { routes, SEQUENCES_VERSIONS, type SequencesVersion } from './routes';

/** `crmObjects`: the routes of a recipe that HubSpot has not published. */
export type ApiRoutes = 'published' | 'v4' | 'crmObjects';

export interface SequenceStep {
	stepOrder: number;
	actionType: 'EMAIL' | 'TASK' | 'FINISH_ENROLLMENT' | 'ADAPTIVE_CONTAINER';
	/** Milliseconds after the step before. */
	delayMillis?: number;
}

export interface Sequence {
	id: string;
	name: string;
	steps?: SequenceStep[];
}

export interface Enrollment {
	id: string;
	sequenceId?: string;
	sequenceName?: string;
	/** ISO instant. */
	enrolledAt?: string;
	enrolledByEmail?: string;
	toEmail?: string;
	updatedAt?: string;
}

export interface EnrollRequest {
	userId: string;
	contactId: string;
	sequenceId: string;
	senderEmail: string;
	senderAliasAddress?: string;
}

/** Accounts whose host does not know the newest version: asked once, then remembered. */
const knownVersions = new Map<string, SequencesVersion>();

/** HubSpot's sequences API, by the routes that the user chose. */
export function sequencesApi(client: HubspotClient, apiRoutes: ApiRoutes): SequencesApi {
	const published = publishedSequences(client, apiRoutes === 'v4' ? ['v4'] : SEQUENCES_VERSIONS);
	return apiRoutes === 'crmObjects' ? { ...published, ...crmSequences(client) } : published;
}

/**
 * The published calls. The newest dated version is tried first; a host that does not have it
 * answers an HTML 404 (a missing record is a JSON 404), and the older version is used instead.
 */
function publishedSequences(client: HubspotClient, versions: readonly SequencesVersion[]) {
	const [newest, older] = versions;

	async function call<T>(send: (version: SequencesVersion) => Promise<T>): Promise<T> {
		if (!older) return await send(newest);
		const known = knownVersions.get(client.appKey);
		if (known) return await send(known);
		const first = await attempt(() => send(newest));
		if ('value' in first) {
			knownVersions.set(client.appKey, newest);
			return first.value;
		}
		const value = await send(older);
		knownVersions.set(client.appKey, older);
		return value;
	}

	return {
		/** One page of the sequences that a user sees, by name. `userId` is required by HubSpot. */
		list: async (userId: string, name?: string, after?: string) =>
			await call(
				async (version) =>
					await client.request<{
						results: Sequence[];
						paging?: { next?: { after: string } };
					}>({
						method: 'GET',
						path: routes.sequences(version),
						query: { userId, limit: 20, ...(name && { name }), ...(after && { after }) },
					}),
			),

		/** A sequence with its steps. @throws HubspotFailure 404 */
		get: async (userId: string, sequenceId: string) =>
			await call(
				async (version) =>
					await client.request<Sequence>({
						method: 'GET',
						path: routes.sequence(version, sequenceId),
						query: { userId },
					}),
			),

		/**
		 * Enrolls one contact; HubSpot has no batch call. Never repeated here after an unknown outcome.
		 * @throws HubspotFailure
		 */
		enroll: async ({ userId, senderAliasAddress, ...body }: EnrollRequest) =>
			await call(
				async (version) =>
					await client.request<Enrollment>({
						method: 'POST',
						path: routes.sequenceEnrollments(version),
						query: { userId },
						body: { ...body, ...(senderAliasAddress && { senderAliasAddress }) },
					}),
			),

		/**
		 * The enrollment of a contact, or null. What HubSpot answers for a contact without one is not
		 * documented: 404, 204, an empty body, null and {} all mean none here. It may be one that has
		 * ended: the object has no state.
		 */
		enrollmentOf: async (contactId: string): Promise<Enrollment | null> => {
			try {
				const found = await call(
					async (version) =>
						await client.request<Partial<Enrollment> | null | undefined>({
							method: 'GET',
							path: routes.sequenceEnrollmentOf(version, contactId),
						}),
				);
				return found?.id ? { ...found, id: found.id } : null;
			} catch (error) {
				if (error instanceof HubspotFailure && error.details.status === 404) return null;
				throw passOn(error);
			}
		},
	};
}

export type SequencesApi = ReturnType<typeof publishedSequences>;

async function attempt<T>(send: () => Promise<T>): Promise<{ value: T } | { unknownPath: true }> {
	try {
		return { value: await send() };
	} catch (error) {
		if (error instanceof HubspotFailure && error.details.status === 404 && error.details.isHtml) {
			return { unknownPath: true };
		}
		throw passOn(error);
	}
}
