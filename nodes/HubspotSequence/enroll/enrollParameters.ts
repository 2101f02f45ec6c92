import type { ContactRef } from '../../shared/contacts/contactRef';
import { sendLimitModeField, skipIneligibleOption } from '../../shared/n8n/descriptions/common';
import {
	conflictingWorkflowsOption,
	ifInWorkflowOption,
	workflowThemeOption,
} from '../../shared/n8n/descriptions/overlap';
import { maxPerDomainOption, senderEmailOption } from '../lookup/senderFields';
import { Problem } from '../../shared/errors';
import type { Parameters } from '../../shared/n8n/parameters';
import { readConflicts, type Conflicts } from '../../shared/overlap/conflicts';
import type { ApiRoutes } from '../../shared/hubspot/sequences';
import type { SendLimitMode } from '../../shared/quota/decision';
import type { LimitSettings } from '../../shared/quota/plans';
import { alreadyEnrolledOption, cooldownDaysOption, senderAliasOption } from './fields';
import { readLimit } from '../sendLimit/limitParameters';
import { readAddress, readEnrollSender } from '../lookup/senderParameters';
import type { SenderRef } from '../lookup/senderLoader';
import { requireSequenceId, sequenceField } from '../lookup/sequenceField';

/** The parameters of one item of Enroll. */
export interface EnrollParameters {
	contact: ContactRef;
	sequenceId: string;
	sender: SenderRef;
	/** An inbox of the sender other than the one of the login. */
	senderEmail: string | undefined;
	senderAliasAddress: string | undefined;
	mode: SendLimitMode;
	limit: LimitSettings;
	/** Enrollments of one company by one sender in 24 hours; 0 for no cap. */
	maxPerDomain: number;
	alreadyEnrolled: (typeof alreadyEnrolledOption)['default'];
	cooldownDays: number;
	/** Workflows that the contact must not be in; undefined where it does not matter. */
	conflicts: Conflicts | undefined;
	skipIneligible: boolean;
}

/** @throws Problem for what the user has to correct, before any request for the item */
export function readEnrollParameters(
	parameters: Parameters,
	apiRoutes: ApiRoutes,
): Omit<EnrollParameters, 'contact'> {
	const { options } = parameters;
	const sequenceId = requireSequenceId(parameters, sequenceField);
	const conflicts = readConflicts(
		options,
		{ ids: conflictingWorkflowsOption, theme: workflowThemeOption },
		'workflow',
	);
	const read = {
		sequenceId,
		sender: readEnrollSender(parameters),
		senderEmail: readAddress(options, senderEmailOption),
		senderAliasAddress: readAddress(options, senderAliasOption),
		mode: parameters.choice(sendLimitModeField),
		limit: readLimit(parameters),
		maxPerDomain: options.wholeNumber(maxPerDomainOption),
		alreadyEnrolled: options.choice(alreadyEnrolledOption),
		cooldownDays: options.wholeNumber(cooldownDaysOption),
		conflicts: options.choice(ifInWorkflowOption) === 'skip' ? conflicts : undefined,
		skipIneligible: options.flag(skipIneligibleOption),
	};
	if (apiRoutes === 'crmObjects') refuseInbox(read);
	return read;
}

/** @throws Problem where an inbox is named that the unpublished route has no field for */
function refuseInbox({
	senderEmail,
	senderAliasAddress,
}: Pick<EnrollParameters, 'senderEmail' | 'senderAliasAddress'>): void {
	if (senderEmail === undefined && senderAliasAddress === undefined) return;
	throw new Problem(
		'BAD_INPUT',
		'The CRM Object Routes cannot send from an inbox of your choice',
		"Remove 'Sender Email' and 'Sender Alias', or set 'API Routes' to Published.",
	);
}
