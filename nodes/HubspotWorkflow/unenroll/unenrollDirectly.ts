import { unenrollFromWorkflow } from '../../shared/hubspot/workflows';
import { Problem, UnknownOutcome } from '../../shared/errors';
import { toProblem } from '../../shared/n8n/nodeError';
import { outcomeUnknown, rethrow } from '../../shared/transport/failure';
import { pause } from '../../shared/transport/pause';
import { isIn, looksIn } from '../enroll/enrollOne';
import { SETTLE_MS } from '../trigger/repeatWrite';
import {
	failOpen,
	hasContact,
	LOST,
	putOutcome,
	wasAsked,
	type ContactUnenrollment,
	type Unenrollment,
	type UnenrollRun,
} from './unenrollment';
import { inParallel } from '../../shared/transport/inParallel';

/** Takes contacts out one by one, by address; actions that are scheduled for them do not run. */
export async function unenrollDirectly(
	run: UnenrollRun,
	unenrollments: Unenrollment[],
): Promise<void> {
	const limiter = inParallel(run.client);
	const one = async (unenrollment: ContactUnenrollment) => {
		try {
			await unenrollOne(run, unenrollment);
		} catch (error) {
			run.client.signal?.throwIfAborted();
			failOpen(run, unenrollment, error);
		}
	};
	await Promise.all(
		unenrollments.filter(hasContact).map(async (unenrollment) => await limiter(one, unenrollment)),
	);
}

async function unenrollOne(run: UnenrollRun, unenrollment: ContactUnenrollment): Promise<void> {
	const { client, settings } = run;
	const { dryRun, verify } = settings;
	const { workflowId } = unenrollment.workflow;
	const { id, properties } = unenrollment.contact;
	if (!properties.email) {
		throw new Problem(
			'NO_EMAIL',
			'The contact has no email address',
			'HubSpot takes contacts out of a workflow by their address. Unenroll this one in HubSpot.',
			{ contactId: id },
		);
	}
	if (dryRun) {
		return putOutcome(
			run,
			unenrollment,
			(await isIn(client, workflowId, id)) ? 'unenrolled' : 'notEnrolled',
		);
	}
	const said = await takeOut(run, unenrollment, properties.email);
	putOutcome(run, unenrollment, said === 'notIn' ? 'notEnrolled' : 'unenrolled', {
		...(said === 'lost' && { message: LOST }),
		...(verify && { verified: (await looksIn(client, workflowId, id)) === false }),
	});
}

/**
 * Takes one contact out. After a lost answer it is asked again, and what that is answered says nothing of
 * the first request.
 *
 * @returns `lost` where HubSpot has it not in now, and did not say whether it was
 * @throws HubspotFailure on a definite refusal, UnknownOutcome, or the abort reason
 */
async function takeOut(
	run: UnenrollRun,
	unenrollment: ContactUnenrollment,
	email: string,
): Promise<'left' | 'notIn' | 'lost'> {
	const { client } = run;
	const { workflowId } = unenrollment.workflow;
	const { id } = unenrollment.contact;
	const notIn = wasAsked(run, unenrollment) ? 'lost' : 'notIn';
	try {
		return (await unenrollFromWorkflow(client, workflowId, email, false)) ? 'left' : notIn;
	} catch (error) {
		client.signal?.throwIfAborted();
		if (!outcomeUnknown(error)) rethrow(error);
	}
	await pause(SETTLE_MS, client.signal);
	try {
		return (await unenrollFromWorkflow(client, workflowId, email, true)) ? 'left' : 'lost';
	} catch (error) {
		client.signal?.throwIfAborted();
		if ((await looksIn(client, workflowId, id)) === false) return 'lost';
		throw unknownOutcome(id, error);
	}
}

const unknownOutcome = (contactId: string, cause: unknown) =>
	new UnknownOutcome(
		'It is not known whether HubSpot took the contact out of the workflow',
		'HubSpot did not answer, and does not show that the contact is out. Run the item again.',
		{ ...toProblem(cause).details, contactId },
	);
