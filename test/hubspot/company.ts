import { DateTime } from 'luxon';

import { MONDAY } from '../../tools/hubspot/client';
import {
	Account,
	addContact,
	addRep,
	addSequence,
	completeTask,
	startEnrollment,
	VirtualClock,
	type Enrollment,
	type Rep,
	type Sequence,
	type Settings,
} from '../../tools/hubspot/index';
import { defaultSettings } from '../../tools/hubspot/settings';

export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

type SequenceInput = NonNullable<Parameters<typeof addSequence>[1]>;

/** An account without the server before it: a rep, and a clock that only moves when told to. */
export class Company {
	readonly account: Account;
	readonly rep: Rep;

	/** @param startsAt epoch ms; Monday, 23 November, 10:00 in Berlin unless given */
	constructor(settings: Partial<Settings> = {}, startsAt = MONDAY) {
		const clock = new VirtualClock(() => startsAt);
		this.account = new Account(clock, { ...defaultSettings(), ...settings });
		this.rep = addRep(this.account);
	}

	get now(): number {
		return this.account.clock.now();
	}

	advance(ms: number): void {
		this.account.clock.advance(ms);
	}

	/** Follow-ups on business days, 9:00 to 17:00. */
	sequence(given: SequenceInput): Sequence {
		return addSequence(this.account, {
			eligibleFollowUpDays: 'BUSINESS_DAYS',
			sendWindowStartMinute: 9 * 60,
			sendWindowEndMinute: 17 * 60,
			...given,
		});
	}

	/** Enrolls a new contact, or this one, from the rep's inbox or another. */
	enroll({ id: sequenceId }: Sequence, contactId?: string, rep = this.rep): Enrollment {
		return startEnrollment(this.account, {
			contactId: contactId ?? addContact(this.account).id,
			sequenceId,
			userId: rep.userId,
			senderEmail: rep.email,
		});
	}

	completeTask(enrollment: Enrollment, stepOrder: number): void {
		completeTask(this.account, enrollment, stepOrder);
	}

	/** When emails went out, by the clock of the account. */
	get sent(): string[] {
		return this.account.sends.map(({ at }) => this.show(at));
	}

	/** Such as `Mon 23 Nov 10:00`. */
	show(at: number): string {
		return DateTime.fromMillis(at, { zone: this.account.timeZone }).toFormat('ccc d LLL HH:mm');
	}
}
