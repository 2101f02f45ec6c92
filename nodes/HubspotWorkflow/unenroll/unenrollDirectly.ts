import pLimit from 'p-limit';

import { unenrollFromWorkflow } from '../../shared/hubspot/workflows';
import { Problem } from '../../shared/errors';
import { isIn, looksIn } from '../enroll/enrollOne';
import {
	hasContact,
	putOutcome,
	type ContactUnenrollment,
	type Unenrollment,
	type UnenrollRun,
} from './unenrollment';

/** Takes contacts out one by one, by address; actions that are scheduled for them do not run. */
export async function unenrollDirectly(
	run: UnenrollRun,
	unenrollments: Unenrollment[],
): Promise<void> {
	const { results, settings } = run;
	const limiter = pLimit(settings.concurrency);
	await Promise.all(
		unenrollments
			.filter(hasContact)
			.map(
				async (unenrollment) =>
					await limiter(
						async () =>
							await results.attempt(
								unenrollment.index,
								async () => await unenrollOne(run, unenrollment),
							),
					),
			),
	);
}

async function unenrollOne(run: UnenrollRun, unenrollment: ContactUnenrollment): Promise<void> {
	const { client, settings } = run;
	const { dryRun, verify } = settings;
	const { workflowId } = unenrollment.workflow;
	const { id, properties } = unenrollment.contact;
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
	putOutcome(run, unenrollment, left ? 'unenrolled' : 'notEnrolled', {
		...(readBack && { verified: (await looksIn(client, workflowId, id)) === false }),
	});
}
