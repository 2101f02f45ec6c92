import type { ContactRef } from '../../shared/contacts/contactRef';
import { sendLimitModeField } from '../../shared/n8n/descriptions/common';
import {
	conflictingSequencesOption,
	ifInSequenceOption,
	sequenceThemeOption,
} from '../../shared/n8n/descriptions/overlap';
import type { Parameters } from '../../shared/n8n/parameters';
import { readConflicts, type Conflicts } from '../../shared/overlap/conflicts';
import type { SendLimitMode } from '../../shared/quota/decision';
import type { WorkflowRef } from '../../shared/workflows/workflowLoader';
import { ifDisabledOption, requireMarketingContactOption, skipUnmailableOption } from './fields';
import { enrollmentsPerDayField, monthlyEmailLimitField } from '../sendLimit/fields';
import type { EnrollMethod } from '../trigger/methodFields';
import { readTrigger } from '../trigger/readTrigger';
import type { Trigger } from '../trigger/triggerFilters';
import { requireWorkflowRef } from '../lookup/workflowField';

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
	ifDisabled: (typeof ifDisabledOption)['default'];
	/** Sequences that the contact must not be in; undefined where it does not matter. */
	conflicts: Conflicts | undefined;
	requireMarketingContact: boolean;
	skipIneligible: boolean;
}

/** @throws Problem for what the user has to correct, before any request for the item */
export function readEnrollParameters(
	parameters: Parameters,
	method: EnrollMethod,
): Omit<EnrollParameters, 'contact'> {
	const { options } = parameters;
	const conflicts = readConflicts(
		options,
		{ ids: conflictingSequencesOption, theme: sequenceThemeOption },
		'sequence',
	);
	return {
		workflow: requireWorkflowRef(parameters),
		trigger: readTrigger(parameters, method),
		mode: parameters.choice(sendLimitModeField),
		enrollmentsPerDay: parameters.wholeNumber(enrollmentsPerDayField),
		monthlyEmailLimit: parameters.wholeNumber(monthlyEmailLimitField),
		ifDisabled: options.choice(ifDisabledOption),
		conflicts: options.choice(ifInSequenceOption) === 'skip' ? conflicts : undefined,
		requireMarketingContact: options.flag(requireMarketingContactOption),
		skipIneligible: options.flag(skipUnmailableOption),
	};
}
