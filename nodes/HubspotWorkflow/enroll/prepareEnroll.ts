import type { IExecuteFunctions } from 'n8n-workflow';

import type { Contact } from '../../shared/hubspot/contacts';
import { sequencesApi } from '../../shared/hubspot/sequencesApi';
import { MAIL_PROPERTIES, mailBlock, SEQUENCE_PROPERTIES } from '../../shared/contacts/eligibility';
import type { EnrollResults } from '../../shared/enroll/enrollResults';
import type { SkippedReason } from '../../shared/enroll/outcome';
import { Problem } from '../../shared/errors';
import { resolveContacts } from '../../shared/contacts/resolveContacts';
import { unsettledKey, type RetryMemory } from '../../shared/n8n/retryMemory';
import type { SendPlanner } from '../../shared/quota/rollingRoom';
import type { HubspotClient } from '../../shared/transport/client';
import { idsOf, type Candidate } from './candidate';
import { isRepeatable, looksIn, unknownOutcome } from './enrollContact';
import { readEnrollParameters, type EnrollParameters } from './enrollParameters';
import type { EnrollMethod } from '../trigger/methodFields';
import { SequenceConflicts } from './sequenceConflicts';
import { HAS_VALUE } from '../trigger/alreadyThere';
import { TriggerChecks, triggerIds } from '../trigger/triggerChecks';
import {
	UNREADABLE_HINT,
	WorkflowLoader,
	type Workflow,
} from '../../shared/workflows/workflowLoader';

/** A cap of enrollments counts each one when it is made. */
const enrolledAtOnce: SendPlanner = (start) => [start];

/** Reads all items and settles those that need no further look. */
export async function prepareEnroll(
	context: IExecuteFunctions,
	client: HubspotClient,
	method: EnrollMethod,
	results: EnrollResults,
	memory: RetryMemory,
): Promise<Candidate[]> {
	const read = await results.readItems((index) => readEnrollParameters(context, index, method));
	const lookup = await resolveContacts(
		client,
		[...read.values()].map(({ contact }) => contact),
		[
			...MAIL_PROPERTIES,
			...SEQUENCE_PROPERTIES,
			'hs_marketable_status',
			...triggerProperties([...read.values()]),
		],
	);
	const workflows = new WorkflowLoader(client, () => results.hint(UNREADABLE_HINT));
	await workflows.readAhead([...read.values()].map(({ workflow }) => workflow));
	const triggers = new TriggerChecks(client, (message) => results.hint(message));
	const preparedAt = Date.now();
	const sequences = new SequenceConflicts(sequencesApi(client, 'published'));
	const seen = new Set<string>();
	const candidates: Candidate[] = [];
	for (const [index, parameters] of read) {
		await results.attempt(index, async () => {
			const contact = lookup(parameters.contact);
			const workflow = await workflows.find(parameters.workflow);
			const { trigger } = parameters;
			const ids = { ...idsOf(contact, workflow), ...triggerIds(trigger) };
			const memoryKey = `${contact.id} ${workflow.workflowId}`;
			const duplicate = seen.has(memoryKey);
			seen.add(memoryKey);
			if (duplicate) return results.skipped(index, 'DUPLICATE_IN_RUN', ids);
			const remembered = memory.recall(memoryKey);
			if (remembered) return results.enrolled(index, remembered);
			const unsettled = memory.recall(unsettledKey(memoryKey));
			if (unsettled && !trigger && !isRepeatable(workflow)) {
				const isThere = await looksIn(client, workflow.workflowId, contact.id);
				if (!isThere) throw unknownOutcome(contact.id);
				return results.enrolled(index, ids);
			}
			requireUsable(workflow, parameters, results);
			if (trigger) await triggers.requireEntry(workflow, trigger);
			const reason = skipReason(contact, parameters);
			if (reason) return results.skipped(index, reason, ids);
			if (!unsettled && hasValue(contact, parameters)) {
				return results.skipped(index, 'ALREADY_ENROLLED', ids, HAS_VALUE);
			}
			const { conflicts } = parameters;
			const conflict = conflicts && (await sequences.find(contact, conflicts));
			if (conflict) return results.skipped(index, 'IN_SEQUENCE', ids, conflict);
			candidates.push({
				index,
				outcomeFields: ids,
				source: workflow.workflowId,
				planner: enrolledAtOnce,
				isEnrolled: false,
				to: contact.properties.email ?? '',
				memoryKey,
				parameters,
				contactId: contact.id,
				email: contact.properties.email ?? '',
				workflow,
				preparedAt,
				...(unsettled && { retriedSince: Number(unsettled.since) }),
			});
		});
	}
	return candidates;
}

/** @throws Problem where the workflow cannot take contacts */
function requireUsable(
	{ flow, workflowId }: Workflow,
	{ ifDisabled }: EnrollParameters,
	results: EnrollResults,
): void {
	if (!flow) return;
	const name = flow.name ?? workflowId;
	if (flow.objectTypeId && flow.objectTypeId !== '0-1') {
		throw new Problem(
			'The workflow is not for contacts',
			`"${name}" works on other records. HubSpot can enroll contacts by API in contact workflows only.`,
			{ workflowId },
		);
	}
	if (flow.isEnabled) return;
	if (ifDisabled === 'warn') {
		return results.hint(
			`The workflow "${name}" is off: contacts enrolled now may not pass through it.`,
		);
	}
	throw new Problem(
		'The workflow is off',
		`Turn "${name}" on in HubSpot, or set the If Workflow Is Off option to Warn.`,
		{ workflowId },
	);
}

function skipReason(contact: Contact, parameters: EnrollParameters): SkippedReason | undefined {
	const block = mailBlock(contact);
	// The v2 route knows contacts by address, so nothing can be done without one.
	if (block === 'NO_EMAIL' && !parameters.trigger) return block;
	if (parameters.skipIneligible && block) return block;
	if (parameters.requireMarketingContact && contact.properties.hs_marketable_status !== 'true') {
		return 'NOT_MARKETING_CONTACT';
	}
	return undefined;
}

const triggerProperties = (items: EnrollParameters[]): string[] =>
	items.flatMap(({ trigger }) => (trigger && 'property' in trigger ? [trigger.property] : []));

/** Whether the contact already has the value that is to start the workflow. */
const hasValue = ({ properties }: Contact, { trigger }: EnrollParameters): boolean =>
	!!trigger && 'property' in trigger && (properties[trigger.property] ?? '') === trigger.value;
