import type { Account } from '../account/account';
import { addContact, addEnrollment } from '../account/builders';
import type { Contact, Properties } from '../account/types';
import { DEMO_PEOPLE, type Expectation } from './demo';
import { person, type Person } from './names';
import { REPS } from './reps';
import { SEQUENCES } from './sequences';

const TOTAL = 540;
const FIRST_ID = 50001;

/** Properties that make a contact what its expectation says. */
const STATES: Partial<Record<Expectation, Properties>> = {
	optedOut: { hs_email_optout: 'true' },
	hardBounced: { hs_email_hard_bounce_reason_enum: 'UNKNOWN_USER', hs_email_bounce: '1' },
	quarantined: {
		hs_email_quarantined: 'true',
		hs_email_quarantined_reason: 'SUSPENSION_REMEDIATION',
	},
	badAddress: { hs_email_bad_address: 'true' },
};

type Kind = Expectation | 'noEmail' | 'notMarketing';

/** The mix of the contacts outside the demo list; most are clean. */
function kindOf(index: number): Kind {
	const every: Array<[number, Kind]> = [
		[17, index % 2 === 0 ? 'alreadyEnrolled' : 'inOtherSequence'],
		[23, 'optedOut'],
		[29, 'hardBounced'],
		[31, 'quarantined'],
		[37, 'badAddress'],
		[41, 'noEmail'],
		[43, 'hiddenBounce'],
		[5, 'notMarketing'],
	];
	return every.find(([step]) => index % step === 0)?.[1] ?? 'clean';
}

function ownerOf(index: number): string {
	const owners = [REPS.ann, REPS.ann, REPS.ben, REPS.ben, REPS.ann, REPS.ben];
	const mixed = [...owners, REPS.ann, REPS.ben, REPS.chiara, REPS.dana];
	return mixed[index % mixed.length].ownerId;
}

function add(account: Account, index: number, someone: Person, kind: Kind): Contact {
	return addContact(account, {
		id: String(FIRST_ID + index),
		hiddenBounce: kind === 'hiddenBounce',
		properties: {
			email: kind === 'noEmail' ? null : someone.email,
			firstname: someone.firstName,
			lastname: someone.lastName,
			company: someone.company,
			lifecyclestage: index % 3 === 0 ? 'marketingqualifiedlead' : 'lead',
			hubspot_owner_id: ownerOf(index),
			hs_marketable_status: kind === 'notMarketing' ? 'false' : 'true',
			...STATES[kind as Expectation],
		},
	});
}

/**
 * 540 contacts, ids from 50001: first the known people of the demo list, then a mixed rest.
 * Enrolled ones started two days ago, so that nothing of theirs is due within the next day.
 */
export function seedContacts(account: Account): void {
	for (let index = 0; index < TOTAL; index++) {
		const demo = DEMO_PEOPLE[index];
		const kind = demo?.expectation ?? kindOf(index);
		const contact = add(account, index, demo ?? person(index), kind);
		const sequenceId =
			kind === 'alreadyEnrolled'
				? SEQUENCES.outbound
				: kind === 'inOtherSequence'
					? SEQUENCES.multiTouch
					: undefined;
		if (sequenceId === undefined) continue;
		const sender = index % 2 === 0 ? REPS.ann : REPS.ben;
		addEnrollment(account, { contactId: contact.id, sequenceId, userId: sender.userId });
	}
}
