import type { HubspotClient } from '../transport/client';
import { HubspotFailure, passOn } from '../transport/failure';
import { routes, type SequencesVersion } from './routes';
import type { Enrollment, EnrollRequest, Sequence, SequencesApi } from './sequences';

/** Accounts whose host does not know the newest version: asked once, then remembered. */
const knownVersions = new Map<string, SequencesVersion>();

/**
 * The published calls. The newest dated version is tried first; a host that does not have it
 * answers an HTML 404 (a missing record is a JSON 404), and the older version is used instead.
 */
export function publishedSequences(
	client: HubspotClient,
	versions: readonly SequencesVersion[],
): SequencesApi {
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

		get: async (userId: string, sequenceId: string) =>
			await call(
				async (version) =>
					await client.request<Sequence>({
						method: 'GET',
						path: routes.sequence(version, sequenceId),
						query: { userId },
					}),
			),

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
