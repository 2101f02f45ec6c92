import { z } from 'zod';

import type { HubspotClient } from '../transport/client';
import { isNotFound, isUnknownPath, rethrow } from '../transport/failure';
import { pageOf } from './fields';
import { followPages } from './pages';
import { routes, type SequencesVersion } from './routes';
import {
	enrolled,
	enrollment,
	fullSequence,
	listedSequence,
	NONE,
	type EnrollRequest,
	type SequencesApi,
} from './sequences';

const sequences = pageOf(listedSequence);
const enrollmentOrNone = z.union([enrollment, NONE]);

/** Accounts whose host does not know the newest version: asked once, then remembered. */
const knownVersions = new Map<string, SequencesVersion>();

/**
 * The published calls. The newest dated version is tried first; a host that does not have it
 * answers an HTML 404 (a missing record is a JSON 404; hubspot-api.md 9.4), and the older version is
 * used instead.
 */
export function publishedSequences(
	client: HubspotClient,
	versions: readonly [newest: SequencesVersion, older?: SequencesVersion],
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

	const list = async (userId: string, name?: string, after?: string) =>
		await call(
			async (version) =>
				await client.request({
					method: 'GET',
					path: routes.sequences(version),
					query: { userId, limit: 20, ...(name && { name }), ...(after && { after }) },
					answer: sequences,
				}),
		);

	return {
		list,

		pages: (userId: string) =>
			followPages(
				`GET ${routes.sequences(newest)}`,
				async (after) => await list(userId, undefined, after),
			),

		get: async (userId: string, sequenceId: string) =>
			await call(
				async (version) =>
					await client.request({
						method: 'GET',
						path: routes.sequence(version, sequenceId),
						query: { userId },
						answer: fullSequence,
					}),
			),

		enroll: async ({ userId, senderAliasAddress, ...body }: EnrollRequest) =>
			await call(
				async (version) =>
					await client.request({
						method: 'POST',
						path: routes.sequenceEnrollments(version),
						query: { userId },
						body: { ...body, ...(senderAliasAddress && { senderAliasAddress }) },
						answer: enrolled,
					}),
			),

		enrollmentOf: async (contactId: string) => {
			try {
				return await call(
					async (version) =>
						await client.request({
							method: 'GET',
							path: routes.sequenceEnrollmentOf(version, contactId),
							answer: enrollmentOrNone,
						}),
				);
			} catch (error) {
				if (isNotFound(error)) return null;
				rethrow(error);
			}
		},
	};
}

async function attempt<T>(send: () => Promise<T>): Promise<{ value: T } | { unknownPath: true }> {
	try {
		return { value: await send() };
	} catch (error) {
		if (isUnknownPath(error)) return { unknownPath: true };
		rethrow(error);
	}
}
