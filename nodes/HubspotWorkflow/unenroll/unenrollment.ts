import type { IDataObject } from 'n8n-workflow';

import { contactIds, type Contact } from '../../shared/hubspot/contacts';
import type { Run } from '../../shared/n8n/router';
import type { UnenrollMethod } from '../trigger/methodFields';
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
}

/** One that names a contact, as most methods need. */
export type ContactUnenrollment = Unenrollment & { contact: Contact };

/** One that is to leave through the list or property that the workflow starts on. */
export type TriggerUnenrollment = ContactUnenrollment & { trigger: Trigger };

export const hasContact = (unenrollment: Unenrollment): unenrollment is ContactUnenrollment =>
	unenrollment.contact !== undefined;

export const hasTrigger = (unenrollment: Unenrollment): unenrollment is TriggerUnenrollment =>
	hasContact(unenrollment) && unenrollment.trigger !== undefined;

export interface UnenrollRun extends Run {
	method: UnenrollMethod;
}

/** Settles every unenrollment of the run; what it throws is the failure of all that are still open. */
export type Unenroll = (run: UnenrollRun, unenrollments: Unenrollment[]) => Promise<void>;

export type UnenrollOutcome = 'unenrolled' | 'notEnrolled' | 'pending';

/** Settles one item; in a dry run nobody has left yet. */
export function putOutcome(
	{ results, settings: { dryRun } }: UnenrollRun,
	{ index, contact, workflow, trigger }: Unenrollment,
	outcome: UnenrollOutcome,
	more: IDataObject = {},
): void {
	results.put(index, {
		outcome: dryRun && outcome !== 'notEnrolled' ? 'wouldUnenroll' : outcome,
		...(contact && contactIds(contact)),
		workflowId: workflow.workflowId,
		flowId: workflow.flowId ?? null,
		...triggerIds(trigger),
		...more,
	});
}
