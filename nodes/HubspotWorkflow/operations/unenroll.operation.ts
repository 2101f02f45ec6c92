import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import pLimit from 'p-limit';

import { unenrollFromWorkflow } from '../../shared/hubspot/workflows';
import { readContactRef, type ContactRef } from '../../shared/items/contactRef';
import { Problem } from '../../shared/items/problem';
import { resolveContacts } from '../../shared/items/resolveContacts';
import { RunSheet } from '../../shared/items/runSheet';
import { readRunSettings } from '../../shared/items/runSettings';
import { createClient } from '../../shared/transport/client';
import { isIn, looksIn } from '../enrollContact';
import { requireWorkflowRef, WorkflowBook, type WorkflowRef } from '../workflowBook';

/** Takes each contact out of the workflow; actions that are scheduled for it do not run. */
export async function unenroll(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const { concurrency, dryRun, includeInput, verify } = readRunSettings(context);
	const sheet = new RunSheet(context, 1, 0);
	await sheet.guardRest(async () => {
		const client = await createClient(context);
		const asked = new Map<number, { contact: ContactRef; workflow: WorkflowRef }>();
		for (const index of sheet.items.keys()) {
			await sheet.guard(index, () => {
				const contact = readContactRef(context, index);
				asked.set(index, { contact, workflow: requireWorkflowRef(context, index) });
			});
		}
		const refs = [...asked.values()].map(({ contact }) => contact);
		const lookup = await resolveContacts(client, refs, []);
		const book = new WorkflowBook(client, () => {});
		const limiter = pLimit(concurrency);

		async function unenrollOne(index: number, ref: ContactRef, named: WorkflowRef): Promise<void> {
			const contact = lookup(ref);
			const { workflowId, flowId } = await book.find(named);
			const email = contact.properties.email ?? null;
			if (!email) {
				throw new Problem(
					'The contact has no email address',
					'HubSpot takes contacts out of a workflow by their address. Unenroll this one in HubSpot.',
					{ contactId: contact.id },
				);
			}
			const left = dryRun
				? await isIn(client, workflowId, contact.id)
				: await unenrollFromWorkflow(client, workflowId, email);
			const done = dryRun ? 'wouldUnenroll' : 'unenrolled';
			sheet.settle(index, 0, {
				outcome: left ? done : 'notEnrolled',
				contactId: contact.id,
				email,
				workflowId,
				flowId: flowId ?? null,
				...(verify &&
					!dryRun && { verified: (await looksIn(client, workflowId, contact.id)) === false }),
				...(includeInput && { input: sheet.items[index].json }),
			});
		}

		await Promise.all(
			[...asked].map(async ([index, { contact, workflow }]) =>
				limiter(
					async () =>
						await sheet.guard(index, async () => await unenrollOne(index, contact, workflow)),
				),
			),
		);
	});
	return sheet.finish();
}
