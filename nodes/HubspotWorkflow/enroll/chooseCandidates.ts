import { contactIds, type Contact } from '../../shared/hubspot/contacts';
import { sequencesApi } from '../../shared/hubspot/sequencesApi';
import { mailBlock } from '../../shared/contacts/eligibility';
import type { ContactLookup } from '../../shared/contacts/resolveContacts';
import type { EnrollResults } from '../../shared/enroll/enrollResults';
import type { EnrollRun } from '../../shared/enroll/enrollRun';
import type { SkippedReason } from '../../shared/reasons';
import { Problem } from '../../shared/errors';
import { unsettledKey } from '../../shared/n8n/retryMemory';
import { NO_EMAIL } from '../../shared/quota/ledgerRow';
import {
	UNREADABLE_HINT,
	WorkflowLoader,
	type Workflow,
} from '../../shared/workflows/workflowLoader';
import { HAS_VALUE } from '../trigger/alreadyThere';
import { TriggerChecks, triggerIds } from '../trigger/triggerChecks';
import { idsOf, type Candidate } from './candidate';
import { isRepeatable, looksIn, unknownOutcome } from './enrollOne';
import type { EnrollParameters } from './enrollParameters';
import { SequenceConflicts } from './sequenceConflicts';

/** What is looked up once a run. */
interface Lookups {
	workflows: WorkflowLoader;
	triggers: TriggerChecks;
	sequences: SequenceConflicts;
	/** Ms since epoch. */
	preparedAt: number;
}

/** Settles items that need no further look; the others are candidates. */
export async function chooseCandidates(
	run: EnrollRun,
	asked: ReadonlyMap<number, EnrollParameters>,
	contactOf: ContactLookup,
): Promise<Candidate[]> {
	const { client, results } = run;
	const hint = (message: string) => results.hint(message);
	const lookups: Lookups = {
		workflows: new WorkflowLoader(client, () => hint(UNREADABLE_HINT)),
		triggers: new TriggerChecks(client, hint),
		sequences: new SequenceConflicts(sequencesApi(client, 'published')),
		preparedAt: Date.now(),
	};
	await lookups.workflows.readAhead([...asked.values()].map(({ workflow }) => workflow));
	const seen = new Set<string>();
	const candidates: Candidate[] = [];
	for (const [index, parameters] of asked) {
		await results.attempt(index, async () => {
			const contact = contactOf(parameters.contact);
			results.about(index, contactIds(contact));
			const workflow = await lookups.workflows.find(parameters.workflow);
			const memoryKey = `${contact.id} ${workflow.workflowId}`;
			const outcomeFields = { ...idsOf(contact, workflow), ...triggerIds(parameters.trigger) };
			results.about(index, outcomeFields);
			if (seen.has(memoryKey)) return results.skipped(index, 'DUPLICATE_IN_RUN', outcomeFields);
			seen.add(memoryKey);
			const item = { index, parameters, workflow, memoryKey, outcomeFields };
			const candidate = await candidateOf(run, lookups, contact, item);
			if (candidate) candidates.push(candidate);
		});
	}
	return candidates;
}

/** @returns undefined where the item is settled */
async function candidateOf(
	{ client, results }: EnrollRun,
	{ triggers, sequences, preparedAt }: Lookups,
	contact: Contact,
	item: Pick<Candidate, 'index' | 'parameters' | 'workflow' | 'memoryKey' | 'outcomeFields'>,
): Promise<Candidate | undefined> {
	const { index, parameters, workflow, memoryKey, outcomeFields } = item;
	const { trigger, conflicts } = parameters;
	const remembered = results.memory.recall(memoryKey);
	if (remembered) return void results.enrolled(index, remembered);
	const unsettled = results.memory.recall(unsettledKey(memoryKey));
	if (unsettled && !trigger && !isRepeatable(workflow)) {
		const isThere = await looksIn(client, workflow.workflowId, contact.id);
		if (!isThere) throw unknownOutcome(contact.id);
		return void results.enrolled(index, outcomeFields);
	}
	requireUsable(workflow, parameters, results);
	if (trigger) await triggers.requireEntry(workflow, trigger);
	const reason = skipReason(contact, parameters);
	if (reason) return void results.skipped(index, reason, outcomeFields);
	if (!unsettled && hasValue(contact, parameters)) {
		return void results.skipped(index, 'ALREADY_ENROLLED', outcomeFields, HAS_VALUE);
	}
	const conflict = conflicts && (await sequences.find(contact, conflicts));
	if (conflict) return void results.skipped(index, 'IN_SEQUENCE', outcomeFields, conflict);
	const email = contact.properties.email ?? '';
	return {
		...item,
		targetId: workflow.workflowId,
		schedule: NO_EMAIL,
		isEnrolled: false,
		recipient: email,
		contactId: contact.id,
		email,
		preparedAt,
		...(unsettled && { retriedSince: Number(unsettled.since) }),
	};
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
			'WORKFLOW_UNUSABLE',
			'The HubSpot workflow is not for contacts',
			`"${name}" works on other records. HubSpot can enroll contacts by API in contact workflows only.`,
			{ workflowId },
		);
	}
	if (flow.isEnabled) return;
	if (ifDisabled === 'warn') {
		return results.hint(
			`The HubSpot workflow "${name}" is off: contacts enrolled now may not pass through it.`,
		);
	}
	throw new Problem(
		'WORKFLOW_OFF',
		'The HubSpot workflow is off',
		`Turn "${name}" on in HubSpot, or set 'If HubSpot Workflow Is Off' to Warn.`,
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

/** Whether the contact already has the value that is to start the workflow. */
const hasValue = ({ properties }: Contact, { trigger }: EnrollParameters): boolean =>
	!!trigger && 'property' in trigger && (properties[trigger.property] ?? '') === trigger.value;
