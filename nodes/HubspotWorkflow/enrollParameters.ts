import type { IExecuteFunctions } from 'n8n-workflow';

import { readContactRef, type ContactRef } from '../shared/items/contactRef';
import { Problem } from '../shared/items/problem';
import { readConflicts, type Conflicts } from '../shared/overlap/conflicts';
import type { SendLimitMode } from '../shared/sendLimit/decide';
import { readMethod, readTrigger } from './trigger/readTrigger';
import type { Trigger } from './trigger/triggerFilters';
import type { WorkflowRef } from '../shared/items/workflowBook';
import { requireWorkflowRef } from './workflowRef';

/** The parameters of one item of Enroll. */
export interface EnrollParameters {
	contact: ContactRef;
	workflow: WorkflowRef;
	/** What the contact enters by; undefined where it is enrolled directly. */
	trigger: Trigger | undefined;
	mode: SendLimitMode;
	/** Enrollments in this workflow per rolling 24 hours; 0 for no cap. */
	enrollmentsPerDay: number;
	/** Marketing emails of the account per calendar month; 0 for no check. */
	monthlyEmailLimit: number;
	ifDisabled: 'fail' | 'warn';
	/** Sequences that the contact must not be in; undefined where it does not matter. */
	conflicts: Conflicts | undefined;
	requireMarketingContact: boolean;
	skipIneligible: boolean;
}

/** @throws Problem for what the user has to correct, before any request for the item */
export function readEnrollParameters(context: IExecuteFunctions, index: number): EnrollParameters {
	const option = <T>(name: string, fallback: T) =>
		context.getNodeParameter(`options.${name}`, index, fallback) as T;
	return {
		contact: readContactRef(context, index),
		workflow: requireWorkflowRef(context, index),
		trigger: readTrigger(context, index, readMethod(context)),
		mode: context.getNodeParameter('sendLimitMode', index, 'hold') as SendLimitMode,
		enrollmentsPerDay: readCount(context, 'enrollmentsPerDay', 'Enrollments per Day', index),
		monthlyEmailLimit: readCount(context, 'monthlyEmailLimit', 'Monthly Email Limit', index),
		ifDisabled: option<'fail' | 'warn'>('ifDisabled', 'fail'),
		conflicts:
			option<string>('ifInSequence', 'ignore') === 'skip'
				? readConflicts(context, index, 'conflictingSequences', 'sequence')
				: undefined,
		requireMarketingContact: option('requireMarketingContact', false),
		skipIneligible: option('skipIneligible', false),
	};
}

/** A whole number from 0. @throws Problem */
export function readCount(
	context: IExecuteFunctions,
	name: string,
	label: string,
	index: number,
): number {
	const count = Number(context.getNodeParameter(name, index, 0));
	if (Number.isInteger(count) && count >= 0) return count;
	throw new Problem(`${label} is not a whole number from 0`, 'Correct the number in this node.');
}
