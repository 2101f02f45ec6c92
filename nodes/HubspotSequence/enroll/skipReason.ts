import type { Contact } from '../../shared/hubspot/contacts';
import { inCooldown, mailBlock, type SequenceStanding } from '../../shared/contacts/eligibility';
import { SKIPPED_REASONS, type SkippedReason } from '../../shared/enroll/outcome';
import { Problem } from '../../shared/errors';
import { idsOf } from './candidate';
import type { EnrollParameters } from './enrollParameters';

/** @throws Problem where the user wants an error instead of a skip */
export function skipReason(
	contact: Contact,
	standing: SequenceStanding,
	parameters: EnrollParameters,
): SkippedReason | undefined {
	const { alreadyEnrolled, skipIneligible, cooldownDays, sequenceId } = parameters;
	if (standing.enrolled && alreadyEnrolled !== 'replace') {
		return enrolledReason(standing.latest.sequenceId, sequenceId, alreadyEnrolled, contact);
	}
	const block = mailBlock(contact);
	if (block && !skipIneligible) throw ineligible(block, contact, sequenceId);
	if (block) return block;
	return inCooldown(standing, cooldownDays, Date.now()) ? 'COOLDOWN' : undefined;
}

/** @throws Problem where Already Enrolled is set to Fail, or to Replace and it could not be */
export function enrolledReason(
	currentSequenceId: string | null | undefined,
	sequenceId: string,
	alreadyEnrolled: EnrollParameters['alreadyEnrolled'],
	contact: Contact,
): SkippedReason {
	const reason = currentSequenceId === sequenceId ? 'ALREADY_ENROLLED' : 'IN_OTHER_SEQUENCE';
	if (alreadyEnrolled === 'skip') return reason;
	throw new Problem(
		SKIPPED_REASONS[reason],
		alreadyEnrolled === 'replace'
			? 'HubSpot did not show in time in which sequence the contact is, or that it has left it. Run the item again in a few minutes.'
			: 'Unenroll the contact first, or set the Already Enrolled option to Skip or Replace.',
		{ ...idsOf(contact, sequenceId), reason },
	);
}

export function ineligible(reason: SkippedReason, contact: Contact, sequenceId: string): Problem {
	return new Problem(
		SKIPPED_REASONS[reason],
		'Correct the contact in HubSpot, or switch on the Skip Ineligible Contacts option.',
		{ ...idsOf(contact, sequenceId), reason },
	);
}
