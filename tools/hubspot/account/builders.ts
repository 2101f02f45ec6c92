import { logEmail } from './emailLog';
import { announce, openEnrollment } from './enrollments';
import { DAY } from './limits';
import { catchUp } from './runSteps';
import type { AccountState } from './state';
import type * as T from './types';

/** Adds a contact; property names that are new to the account are made on the way. */
export function addContact(
	account: AccountState,
	{ properties = {}, ...given }: Partial<Omit<T.Contact, 'stale'>> = {},
): T.Contact {
	const id = given.id ?? account.nextId('51');
	const now = account.clock.now();
	for (const name of Object.keys(properties)) {
		if (!account.properties.has(name)) account.properties.set(name, 'string');
	}
	const contact: T.Contact = {
		// Old enough for search to show it, whatever `searchLagMs` says.
		createdAt: now - 30 * DAY,
		updatedAt: now - 30 * DAY,
		archived: false,
		hiddenBounce: false,
		mergedIds: [],
		hiddenEmails: [],
		...given,
		id,
		stale: [],
		properties: {
			email: `contact-${id}@customer.example`,
			firstname: 'Casey',
			lastname: `Contact ${id}`,
			hs_marketable_status: 'true',
			hs_sequences_is_enrolled: null,
			hs_sequences_actively_enrolled_count: '0',
			...properties,
			hs_object_id: id,
		},
	};
	account.contacts.set(id, contact);
	return contact;
}

/** Adds a rep with a Sales seat, one connected inbox and 500 sends a day. */
export function addRep(account: AccountState, given: Partial<T.Rep> = {}): T.Rep {
	const ownerId = given.ownerId ?? account.nextId('71');
	const email = given.email ?? `rep-${ownerId}@fjordline.example`;
	const rep: T.Rep = {
		userId: given.userId ?? account.nextId('81'),
		firstName: 'Robin',
		lastName: `Rep ${ownerId}`,
		inboxes: [email],
		aliases: [],
		salesSeat: true,
		dailyLimit: 500,
		limitCounts: 'sequence',
		archived: false,
		...given,
		ownerId,
		email,
	};
	account.reps.push(rep);
	account.tokenUserId ||= rep.userId;
	return rep;
}

interface SequenceInput extends Partial<Omit<T.Sequence, 'steps' | 'dependencies'>> {
	steps?: Array<Partial<T.SequenceStep>>;
	/** Of the type `TASK_COMPLETION` unless given. */
	dependencies?: Array<Omit<T.Dependency, 'dependencyType'> & Partial<T.Dependency>>;
}

const stepId = (sequenceId: string, index: number) => sequenceId + String(index).padStart(3, '0');

/** Adds a sequence; without steps it is a single email sent at once. */
export function addSequence(
	account: AccountState,
	{ steps = [{}], dependencies = [], ...given }: SequenceInput = {},
): T.Sequence {
	const id = given.id ?? account.nextId('40');
	const made = account.clock.now() - 60 * DAY;
	const sequence: T.Sequence = {
		name: `Sequence ${id}`,
		userId: account.tokenUserId,
		createdAt: made,
		updatedAt: made,
		eligibleFollowUpDays: 'EVERYDAY',
		sendWindowStartMinute: 0,
		sendWindowEndMinute: 1440,
		...given,
		id,
		steps: steps.map((step, index) => ({
			id: stepId(id, index),
			stepOrder: index,
			actionType: 'EMAIL',
			delayMillis: 0,
			...((step.actionType ?? 'EMAIL') === 'EMAIL' && { templateId: `${stepId(id, index)}2` }),
			...step,
		})),
		dependencies: dependencies.map((one) => ({ dependencyType: 'TASK_COMPLETION', ...one })),
	};
	account.sequences.push(sequence);
	return sequence;
}

/**
 * Puts a contact into a sequence as if that had happened `enrolledAt` (default two days ago):
 * past steps count as sent, later ones will come. No limit is looked at.
 */
export function addEnrollment(
	account: AccountState,
	given: { contactId: string; sequenceId: string; userId?: string; enrolledAt?: number },
): T.Enrollment {
	const rep = account.repByUser(given.userId ?? '') ?? account.reps[0];
	const enrollment = openEnrollment(
		account,
		{ ...given, userId: rep.userId, senderEmail: rep.inboxes[0] ?? rep.email },
		given.enrolledAt ?? account.clock.now() - 2 * DAY,
	);
	announce(account, enrollment);
	catchUp(account, enrollment);
	return enrollment;
}

/**
 * Adds outgoing emails of a rep at `times` (epoch ms): logged, and counted against the limit.
 * `sequenceId: null` makes them one-to-one mail, which only some limits count
 * (`limitCounts`).
 */
export function addSentEmails(
	account: AccountState,
	{ ownerId, times, sequenceId }: { ownerId: string; times: number[]; sequenceId?: string | null },
): void {
	const senderEmail =
		account.repByOwner(ownerId)?.inboxes[0] ?? `owner-${ownerId}@fjordline.example`;
	const used = sequenceId === undefined ? (account.sequences[0]?.id ?? '40000000') : sequenceId;
	times.forEach((at, index) => {
		logEmail(account, {
			at,
			fromEmail: senderEmail,
			toEmail: `prospect-${index + 1}@elsewhere.example`,
			ownerId,
			contactId: null,
			sequenceId: used,
		});
		if (used === null) account.oneToOneMail.push({ at, senderEmail });
		else
			account.sends.push({
				at,
				senderEmail,
				ownerId,
				contactId: '',
				sequenceId: used,
				stepOrder: 0,
			});
	});
}
