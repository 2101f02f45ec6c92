import { z } from 'zod';

import type { HubspotClient } from '../transport/client';
import { isNotFound, rethrow } from '../transport/failure';
import { newestPath } from '../transport/versions';
import { pageOf } from './fields';
import { followPages } from './pages';
import type { routes } from './routes';
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

/** The published calls, by these paths. */
export function publishedSequences(
	client: HubspotClient,
	paths: typeof routes.sequences,
): SequencesApi {
	const list = async (userId: string, name?: string, after?: string) =>
		await client.request({
			method: 'GET',
			path: paths.list,
			query: { userId, limit: 20, ...(name && { name }), ...(after && { after }) },
			answer: sequences,
		});

	return {
		list,

		pages: (userId: string) =>
			followPages(
				`GET ${newestPath(paths.list)}`,
				async (after) => await list(userId, undefined, after),
			),

		get: async (userId: string, sequenceId: string) =>
			await client.request({
				method: 'GET',
				path: paths.one(sequenceId),
				query: { userId },
				answer: fullSequence,
			}),

		enroll: async ({ userId, senderAliasAddress, ...body }: EnrollRequest) =>
			await client.request({
				method: 'POST',
				path: paths.enrollments,
				query: { userId },
				body: { ...body, ...(senderAliasAddress && { senderAliasAddress }) },
				answer: enrolled,
			}),

		enrollmentOf: async (contactId: string) => {
			try {
				return await client.request({
					method: 'GET',
					path: paths.enrollmentOf(contactId),
					answer: enrollmentOrNone,
				});
			} catch (error) {
				if (isNotFound(error)) return null;
				rethrow(error);
			}
		},
	};
}
