import type { IDataObject } from 'n8n-workflow';

import { LeftOut } from '../../shared/errors';
import { contactIds, type Contact } from '../../shared/hubspot/contacts';
import { mapWorkflowIds, workflowsOf, type LegacyWorkflow } from '../../shared/hubspot/workflows';
import { isOfEveryone, readMost } from '../../shared/contacts/everyone';
import { readContacts, readMembers } from '../../shared/contacts/readContacts';
import { resolveContacts } from '../../shared/contacts/resolveContacts';
import { showHint } from '../../shared/n8n/hints';
import type { Parameters } from '../../shared/n8n/parameters';
import type { Run } from '../../shared/n8n/router';
import type { HubspotClient } from '../../shared/transport/client';
import { HubspotFailure, rethrow } from '../../shared/transport/failure';
import {
	unknownWorkflowHint,
	WorkflowLoader,
	type WorkflowRef,
} from '../../shared/workflows/workflowLoader';
import { askedWorkflowField, readWorkflowRef, requireWorkflowRef } from '../lookup/workflowField';
import { everyoneIn } from './everyoneIn';
import { inParallel } from '../../shared/transport/inParallel';

interface Standing {
	contact: Contact;
	current: LegacyWorkflow[];
	/** Legacy id of the workflow that the item asks about. */
	askedFor: string | undefined;
}

/** The workflows that each contact is in now, or whether it is in the chosen one. */
export async function status(run: Run): Promise<void> {
	const { context, client, results } = run;
	const workflows = new WorkflowLoader(client, () => {});
	const isAll = isOfEveryone(run);
	const asked = isAll ? await readEveryone(run, workflows) : await readContacts(run, readAsked);
	const refs = [...asked.values()].map(({ contact }) => contact);
	const lookup = await resolveContacts(client, refs, []);
	const findAsked = async (ref: WorkflowRef) => {
		const workflow = await workflows.find(ref);
		if (!workflow.flowId) showHint(context, unknownWorkflowHint(ref));
		return workflow;
	};
	const limiter = inParallel(client);
	const standings = new Map<number, Standing>();
	await Promise.all(
		[...asked].map(async ([index, { contact: ref, workflow }]) =>
			limiter(async () => {
				await results.attempt(index, async () => {
					const contact = lookup(ref);
					results.about(index, contactIds(contact));
					const askedFor = workflow && (await findAsked(workflow)).workflowId;
					const current = await workflowsOf(client, contact.id);
					if (isAll && !current.some(({ id }) => id === askedFor)) {
						throw new LeftOut('the contact has left the HubSpot workflow');
					}
					standings.set(index, { contact, current, askedFor });
				});
			}),
		),
	);
	const flowIds = await readFlowIds(client, [...standings.values()]);
	for (const [index, { contact, current, askedFor }] of standings) {
		results.put(index, {
			...contactIds(contact),
			enrolled: askedFor ? current.some(({ id }) => id === askedFor) : current.length > 0,
			workflows: current.map(
				({ id, name, enabled }): IDataObject => ({
					workflowId: id,
					flowId: flowIds.get(id) ?? null,
					name: name ?? null,
					enabled: enabled ?? null,
				}),
			),
		});
	}
}

const readAsked = (parameters: Parameters) => ({
	workflow: readWorkflowRef(parameters, askedWorkflowField),
});

const readEveryone = async (run: Run, workflows: WorkflowLoader) =>
	await readMembers(
		run,
		(parameters) => ({
			workflow: requireWorkflowRef(parameters, askedWorkflowField),
			most: readMost(parameters),
		}),
		async ({ workflow, most }) =>
			await everyoneIn(run, (await workflows.find(workflow)).workflowId, most),
	);

/** Flow ids by legacy id, as far as HubSpot tells them to this credential. */
async function readFlowIds(client: HubspotClient, standings: Standing[]) {
	const ids = [...new Set(standings.flatMap(({ current }) => current.map(({ id }) => id)))];
	try {
		const mapped = await mapWorkflowIds(client, 'WORKFLOW_ID', ids);
		return new Map(mapped.map(({ workflowId, flowId }) => [workflowId, flowId]));
	} catch (error) {
		if (error instanceof HubspotFailure) return new Map<string, string>();
		rethrow(error);
	}
}
