import pLimit from 'p-limit';

import { unenrollFromWorkflow } from '../../shared/hubspot/workflows';
import { Problem } from '../../shared/n8n/problem';
import { isIn, looksIn } from '../enroll/enrollContact';
import {
	hasContact,
	settleLeaver,
	type ContactLeaver,
	type Leaver,
	type UnenrollRun,
} from './leaver';

/** Takes contacts out one by one, by address; actions that are scheduled for them do not run. */
export async function unenrollDirectly(run: UnenrollRun, leavers: Leaver[]): Promise<void> {
	const { results, settings } = run;
	const limiter = pLimit(settings.concurrency);
	await Promise.all(
		leavers
			.filter(hasContact)
			.map(
				async (leaver) =>
					await limiter(
						async () =>
							await results.attempt(leaver.index, async () => await unenrollOne(run, leaver)),
					),
			),
	);
}

async function unenrollOne(run: UnenrollRun, leaver: ContactLeaver): Promise<void> {
	const { client, settings } = run;
	const { dryRun, verify } = settings;
	const { workflowId } = leaver.workflow;
	const { id, properties } = leaver.contact;
	if (!properties.email) {
		throw new Problem(
			'The contact has no email address',
			'HubSpot takes contacts out of a workflow by their address. Unenroll this one in HubSpot.',
			{ contactId: id },
		);
	}
	const left = dryRun
		? await isIn(client, workflowId, id)
		: await unenrollFromWorkflow(client, workflowId, properties.email);
	const readBack = verify && !dryRun;
	settleLeaver(run, leaver, left ? 'unenrolled' : 'notEnrolled', {
		...(readBack && { verified: (await looksIn(client, workflowId, id)) === false }),
	});
}
