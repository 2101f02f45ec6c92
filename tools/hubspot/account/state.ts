import type { VirtualClock } from '../clock';
import type { Settings } from '../settings';
import { AppendIndex } from './appendIndex';
import { baseProperties, type PropertyType } from './contactProperties';
import type { Flow, FlowEnrollment } from './flowTypes';
import * as T from './types';

/** Told when a step ran: its email went out, or its task stands in the rep's list. */
type StepWatcher = (enrollment: T.Enrollment, step: T.PlannedStep) => void;
type ContactWatcher = (contact: T.Contact, change: () => void) => void;

/** What a HubSpot account holds: plain mutable state, and the look-ups everything shares. */
export class AccountState {
	readonly portalId = 4242424;
	timeZone = 'Europe/Berlin';
	contacts = new Map<string, T.Contact>();
	/** Ids and addresses for which a batch read is refused as a whole. */
	refusedKeys = new Set<string>();
	reps: T.Rep[] = [];
	sequences: T.Sequence[] = [];
	/** Oldest first, ended ones included. */
	enrollments: T.Enrollment[] = [];
	sends: T.Send[] = [];
	oneToOneMail: T.OneToOneEmail[] = [];
	/** Sends that met the limit, whatever became of them. */
	overLimitSends: T.OverLimitSend[] = [];
	/** Those of them that were accepted and silently not sent (`overLimit: 'silent'`). */
	droppedSends: T.OverLimitSend[] = [];
	emails: T.EmailRecord[] = [];
	flows: Flow[] = [];
	flowEnrollments: FlowEnrollment[] = [];
	lists: T.ContactList[] = [];
	marketingSends: T.MarketingSend[] = [];
	/** Contact property names and types; reads ignore others, writes refuse them. */
	properties: Map<string, PropertyType> = baseProperties();
	/** The user who made the token. */
	tokenUserId = '';
	/** Wraps every change of a contact, so that flows see the state before and after. */
	watchers: ContactWatcher[] = [];
	stepWatchers: StepWatcher[] = [];
	/** By inbox, in lower case. */
	private queues = new Map<string, T.MailQueue>();
	private lastId = 100;
	private byContact = new AppendIndex<T.Enrollment>(({ contactId }) => contactId);
	private flowsByContact = new AppendIndex<FlowEnrollment>(({ contactId }) => contactId);
	private bySender = new AppendIndex<T.Enrollment>(({ senderEmail }) => senderEmail.toLowerCase());
	private sendsBySender = new AppendIndex<T.Send>(({ senderEmail }) => senderEmail.toLowerCase());

	private oneToOneBySender = new AppendIndex<T.OneToOneEmail>(({ senderEmail }) =>
		senderEmail.toLowerCase(),
	);

	constructor(
		readonly clock: VirtualClock,
		readonly settings: Settings,
	) {}

	/** A new id, unique over all kinds of record. */
	nextId(prefix = ''): string {
		return `${prefix}${++this.lastId}`;
	}

	/** By its id, or by that of a contact which was merged into it. */
	contact(id: string): T.Contact | undefined {
		const known =
			this.contacts.get(id) ??
			[...this.contacts.values()].find(({ mergedIds }) => mergedIds.includes(id));
		return known?.archived ? undefined : known;
	}

	contactByEmail(email: string): T.Contact | undefined {
		const wanted = email.trim().toLowerCase();
		for (const contact of this.contacts.values()) {
			if (!contact.archived && addressesOf(contact).includes(wanted)) return contact;
		}
		return undefined;
	}

	/** Contacts by lower-case email, for look-ups of many at once. */
	byEmail(): Map<string, T.Contact> {
		const index = new Map<string, T.Contact>();
		for (const contact of this.contacts.values()) {
			if (contact.archived) continue;
			for (const email of addressesOf(contact)) index.set(email, contact);
		}
		return index;
	}

	/** By HubSpot user id. */
	repByUser(userId: string): T.Rep | undefined {
		return this.reps.find((rep) => rep.userId === userId);
	}

	repByOwner(ownerId: string | null | undefined): T.Rep | undefined {
		return this.reps.find((rep) => rep.ownerId === ownerId);
	}

	sequence(id: string): T.Sequence | undefined {
		return this.sequences.find((sequence) => sequence.id === id);
	}

	flow(id: string): Flow | undefined {
		return this.flows.find((flow) => flow.id === id);
	}

	/** Every enrollment a contact ever had, oldest first. */
	enrollmentsOf(contactId: string): readonly T.Enrollment[] {
		return this.byContact.of(this.enrollments, contactId);
	}

	/** The enrollment a contact is in now, paused ones included: there is at most one. */
	openEnrollment(contactId: string): T.Enrollment | undefined {
		return this.enrollmentsOf(contactId).findLast(T.isOpen);
	}

	/** Every workflow enrollment a contact ever had, oldest first. */
	flowEnrollmentsOf(contactId: string): readonly FlowEnrollment[] {
		return this.flowsByContact.of(this.flowEnrollments, contactId);
	}

	enrollmentsFrom(senderEmail: string): readonly T.Enrollment[] {
		return this.bySender.of(this.enrollments, senderEmail.toLowerCase());
	}

	sendsFrom(senderEmail: string): readonly T.Send[] {
		return this.sendsBySender.of(this.sends, senderEmail.toLowerCase());
	}

	oneToOneMailFrom(senderEmail: string): readonly T.OneToOneEmail[] {
		return this.oneToOneBySender.of(this.oneToOneMail, senderEmail.toLowerCase());
	}

	/** The emails of an inbox that are due and wait for their turn. */
	queueOf(senderEmail: string): T.MailQueue {
		const inbox = senderEmail.toLowerCase();
		const queue = this.queues.get(inbox) ?? { waiting: [], left: [] };
		this.queues.set(inbox, queue);
		return queue;
	}
}

/** Addresses by which a contact is found, in lower case. */
const addressesOf = ({ properties, hiddenEmails }: T.Contact): string[] =>
	[properties.email ?? '', ...(properties.hs_additional_emails ?? '').split(';'), ...hiddenEmails]
		.map((email) => email.trim().toLowerCase())
		.filter((email) => email !== '');
