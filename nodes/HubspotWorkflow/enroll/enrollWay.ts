import type { IDataObject } from 'n8n-workflow';

import type { EnrollAction } from '../../shared/enroll/enrollRun';
import type { RunSettings } from '../../shared/n8n/runSettings';
import type { HubspotClient } from '../../shared/transport/client';
import { enrollContact, looksIn } from './enrollContact';
import { enrollRoute, type EnrollRoute } from './enrollRoute';
import type { Candidate } from './candidate';
import { enrollByList } from './enrollByList';
import { enrollByProperty } from './enrollByProperty';
import type { EnrollMethod } from '../trigger/methodFields';
import { verifyEntries } from './verifyEntries';

type EnrollWay = Pick<EnrollAction<Candidate>, 'batchSize' | 'enroll'>;

/** How contacts that have room get into their workflow. */
export function enrollWay(
	method: EnrollMethod,
	client: HubspotClient,
	{ apiRoutes, verify, concurrency }: RunSettings,
): EnrollWay {
	const verified = (way: EnrollWay): EnrollWay =>
		verify ? { ...way, enroll: verifyEntries(client, concurrency, way.enroll) } : way;
	switch (method) {
		case 'direct':
			return enrollDirectly(client, enrollRoute(client, apiRoutes), verify);
		case 'list':
			return verified(enrollByList(client));
		case 'property':
			return verified(enrollByProperty(client));
	}
}

const enrollDirectly = (
	client: HubspotClient,
	enroll: EnrollRoute,
	verify: boolean,
): EnrollWay => ({
	batchSize: 1,
	enroll: async (members) =>
		await Promise.all(
			members.map(async (candidate) => ({
				enrollment: await enrollOne(client, enroll, candidate, verify),
			})),
		),
});

async function enrollOne(
	client: HubspotClient,
	enroll: EnrollRoute,
	candidate: Candidate,
	verify: boolean,
): Promise<IDataObject> {
	const { workflow, contactId } = candidate;
	await enrollContact(client, enroll, candidate);
	if (!verify) return {};
	return { verified: (await looksIn(client, workflow.workflowId, contactId)) === true };
}
