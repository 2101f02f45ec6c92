import type { IDataObject } from 'n8n-workflow';

import { contactIds, type Contact } from '../../shared/hubspot/contacts';
import type { RememberedResults } from '../../shared/n8n/rememberedResults';
import type { Run } from '../../shared/n8n/router';
import type { UnenrollMethod } from '../trigger/methodFields';
import { UnknownOutcome } from '../../shared/errors';
import { unsettledKey } from '../../shared/n8n/retryMemory';
import { outcomeUnknown } from '../../shared/transport/failure';
import { workflowIds } from '../lookup/workflowIds';
import { triggerIds } from '../trigger/triggerChecks';
import type { Trigger } from '../trigger/triggerFilters';
import type { Workflow } from '../../shared/workflows/workflowLoader';

/** One item of Unenroll: who is to leave what. */
export interface Unenrollment {
	index: number;
	/** Undefined where a method acts on the whole workflow and the item names no contact. */
	contact?: Contact;
	workflow: Workflow;
	trigger?: Trigger;
	/** Names it within a run, for retries. */
	memoryKey: string;
}

/** One that names a contact, as most methods need. */
export type ContactUnenrollment = Unenrollment & { contact: Contact };

/** One that is to leave through the list or property that the workflow starts on. */
export type TriggerUnenrollment = ContactUnenrollment & { trigger: Trigger };

export const hasContact = (unenrollment: Unenrollment): unenrollment is ContactUnenrollment =>
	unenrollment.contact !== undefined;

export const hasTrigger = (unenrollment: Unenrollment): unenrollment is TriggerUnenrollment =>
	hasContact(unenrollment) && unenrollment.trigger !== undefined;

export interface UnenrollRun extends Run<RememberedResults> {
	method: UnenrollMethod;
}

/** Settles every unenrollment of the run; what it throws is the failure of all that are still open. */
export type Unenroll = (run: UnenrollRun, unenrollments: Unenrollment[]) => Promise<void>;

export type UnenrollOutcome = 'unenrolled' | 'notEnrolled' | 'pending';

/**
 * Settles one item; in a dry run nobody has left yet. A retry says the same of whom this one has taken
 * out, without asking HubSpot.
 */
export function putOutcome(
	{ results, settings: { dryRun } }: UnenrollRun,
	{ index, contact, workflow, trigger, memoryKey }: Unenrollment,
	outcome: UnenrollOutcome,
	more: IDataObject = {},
): void {
	const json = {
		outcome: dryRun && outcome !== 'notEnrolled' ? 'wouldUnenroll' : outcome,
		...(contact && contactIds(contact)),
		...workflowIds(workflow),
		...triggerIds(trigger),
		...more,
	};
	if (!dryRun && outcome !== 'notEnrolled') results.memory.remember(memoryKey, json);
	results.put(index, json);
}

/** Fails an item; where HubSpot may have done what was asked, a retry knows of it. */
export function failOpen(
	{ results }: UnenrollRun,
	{ index, memoryKey }: Unenrollment,
	error: unknown,
): void {
	if (error instanceof UnknownOutcome || outcomeUnknown(error)) {
		results.memory.remember(unsettledKey(memoryKey), {});
	}
	results.fail(index, error);
}

/** Whether an earlier try may have taken the contact out, so that it is no news that it is not in. */
export const wasAsked = ({ results }: UnenrollRun, { memoryKey }: Unenrollment): boolean =>
	results.memory.recall(unsettledKey(memoryKey)) !== undefined;

/** The contact is not in, and nobody can say whether it was before an answer of HubSpot was lost. */
export const LOST =
	'An answer of HubSpot was lost: the contact is not in the HubSpot workflow now, and may not have been before';
