import { z } from 'zod';

import type { HubspotClient } from '../transport/client';
import { isNotFound, rethrow } from '../transport/failure';
import { pageOf } from './fields';
import { followPages } from './pages';
import { routes, type SEQUENCES_VERSIONS } from './routes';
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

/** The published calls, in the newest of these versions that the host has. */
export function publishedSequences(
	client: HubspotClient,
	versions: typeof SEQUENCES_VERSIONS | readonly ['v4'],
): SequencesApi {
	const list = async (userId: string, name?: string, after?: string) =>
		await client.request({
			method: 'GET',
			path: routes.sequences(versions),
			query: { userId, limit: 20, ...(name && { name }), ...(after && { after }) },
			answer: sequences,
		});

	return {
		list,

		pages: (userId: string) =>
			followPages(
				`GET ${routes.sequences(versions).in(versions[0])}`,
				async (after) => await list(userId, undefined, after),
			),

		get: async (userId: string, sequenceId: string) =>
			await client.request({
				method: 'GET',
				path: routes.sequence(versions, sequenceId),
				query: { userId },
				answer: fullSequence,
			}),

		enroll: async ({ userId, senderAliasAddress, ...body }: EnrollRequest) =>
			await client.request({
				method: 'POST',
				path: routes.sequenceEnrollments(versions),
				query: { userId },
				body: { ...body, ...(senderAliasAddress && { senderAliasAddress }) },
				answer: enrolled,
			}),

		enrollmentOf: async (contactId: string) => {
			try {
				return await client.request({
					method: 'GET',
					path: routes.sequenceEnrollmentOf(versions, contactId),
					answer: enrollmentOrNone,
				});
			} catch (error) {
				if (isNotFound(error)) return null;
				rethrow(error);
			}
		},
	};
}
