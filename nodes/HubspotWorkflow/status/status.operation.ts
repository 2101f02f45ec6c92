import type { IDataObject } from 'n8n-workflow';
import pLimit from 'p-limit';

import { contactIds, type Contact } from '../../shared/hubspot/contacts';
import { mapWorkflowIds, workflowsOf, type LegacyWorkflow } from '../../shared/hubspot/workflows';
import { readContactRef } from '../../shared/contacts/contactRef';
import { contactField } from '../../shared/n8n/descriptions/contact';
import { resolveContacts } from '../../shared/contacts/resolveContacts';
import { showHint } from '../../shared/n8n/hints';
import type { Run } from '../../shared/n8n/router';
import { Parameters } from '../../shared/n8n/parameters';
import type { HubspotClient } from '../../shared/transport/client';
import { HubspotFailure, rethrow } from '../../shared/transport/failure';
import {
	unknownWorkflowHint,
	WorkflowLoader,
	type WorkflowRef,
} from '../../shared/workflows/workflowLoader';
import { askedWorkflowField, readWorkflowRef } from '../lookup/workflowField';

interface Standing {
	contact: Contact;
	current: LegacyWorkflow[];
	/** Legacy id of the workflow that the item asks about. */
	askedFor: string | undefined;
}

/** The workflows that each contact is in now, or whether it is in the chosen one. */
export async function status({ context, client, results, settings }: Run): Promise<void> {
	const asked = await results.readItems((index) => {
		const parameters = Parameters.ofItem(context, index);
		return {
			contact: readContactRef(parameters, contactField),
			workflow: readWorkflowRef(parameters, askedWorkflowField),
		};
	});
	const refs = [...asked.values()].map(({ contact }) => contact);
	const lookup = await resolveContacts(client, refs, []);
	const workflows = new WorkflowLoader(client, () => {});
	const findAsked = async (ref: WorkflowRef) => {
		const workflow = await workflows.find(ref);
		if (!workflow.flowId) showHint(context, unknownWorkflowHint(ref));
		return workflow;
	};
	const limiter = pLimit(settings.concurrency);
	const standings = new Map<number, Standing>();
	await Promise.all(
		[...asked].map(async ([index, { contact: ref, workflow }]) =>
			limiter(async () => {
				await results.attempt(index, async () => {
					const contact = lookup(ref);
					results.about(index, contactIds(contact));
					const askedFor = workflow && (await findAsked(workflow)).workflowId;
					const current = await workflowsOf(client, contact.id);
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
