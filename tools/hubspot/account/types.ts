/** Instants are epoch milliseconds, ids are strings as HubSpot writes them. */

export type Properties = Record<string, string | null>;

export interface Contact {
	id: string;
	properties: Properties;
	createdAt: number;
	updatedAt: number;
	archived: boolean;
	/** HubSpot has seen the address bounce, though no property shows it (hubspot-api.md 2.7). */
	hiddenBounce: boolean;
	/** Ids of contacts that were merged into this one: they lead to it. */
	mergedIds: string[];
	/** Addresses that lead to it, though no property shows them. */
	hiddenEmails: string[];
	/** Former values that search still shows until `until`. */
	stale: Array<{ until: number; properties: Properties }>;
}

export interface Rep {
	/** Owner id: the value of `hubspot_owner_id`. */
	ownerId: string;
	/** User id: what the sequences API calls `userId`. Never equal to the owner id. */
	userId: string;
	email: string;
	firstName: string;
	lastName: string;
	/** Addresses of the connected personal inboxes. */
	inboxes: string[];
	/** Send-as aliases any of the inboxes may use. */
	aliases: string[];
	salesSeat: boolean;
	/** Emails per rolling 24 hours and inbox. */
	dailyLimit: number;
	/**
	 * What the limit counts: that of a seat sequence mail only; a custom limit, and the 350 of free
	 * Gmail, one-to-one mail of the inbox as well (hubspot-api.md 2.8, 8.1).
	 */
	limitCounts: 'sequence' | 'all';
	archived: boolean;
}

type StepKind = 'EMAIL' | 'TASK' | 'FINISH_ENROLLMENT' | 'ADAPTIVE_CONTAINER';

export interface SequenceStep {
	id: string;
	stepOrder: number;
	actionType: StepKind;
	/** Wait since the step before. */
	delayMillis: number;
	templateId?: string;
	taskType?: 'CALL' | 'EMAIL' | 'TODO' | 'LINKED_IN_CONNECT' | 'LINKED_IN_MESSAGE';
	subject?: string;
}

type DependencyType = 'TASK_COMPLETION' | 'MANUAL_PAUSE' | 'ADAPTIVE_COMPLETION';

/** A step waits until a task of the sequence is completed. */
export interface Dependency {
	dependencyType: DependencyType;
	/** The step that waits; those after it wait with it. */
	requiredByStepOrder: number;
	/** The task. */
	reliesOnStepOrder: number;
}

type FollowUpDays = 'BUSINESS_DAYS' | 'EVERYDAY' | 'WEEKDAYS_ONLY';

export interface Sequence {
	id: string;
	name: string;
	userId: string;
	folderId?: string;
	createdAt: number;
	updatedAt: number;
	eligibleFollowUpDays: FollowUpDays;
	/** Minutes of the day in the account's time zone. */
	sendWindowStartMinute: number;
	sendWindowEndMinute: number;
	/** By `stepOrder`. */
	steps: SequenceStep[];
	dependencies: Dependency[];
}

export interface PlannedStep {
	stepOrder: number;
	kind: StepKind;
	/** When it comes by the delays alone. */
	due: number;
	/** When it ran, or is going to: `due`, moved into the send window. */
	at: number;
	/** Its email is due, and waits in the queue of the inbox. */
	queued?: boolean;
	/** It ran: an email went out, a task stands in the rep's list. */
	done: boolean;
	/** The rep completed the task. */
	completed?: boolean;
}

type EnrollmentState = 'active' | 'paused' | 'finished' | 'unenrolled' | 'errored';

export interface Enrollment {
	id: string;
	contactId: string;
	sequenceId: string;
	userId: string;
	senderEmail: string;
	toEmail: string;
	enrolledAt: number;
	updatedAt: number;
	state: EnrollmentState;
	plan: PlannedStep[];
	/** Its next email, if that is in the log ahead of its time. */
	scheduled?: EmailRecord;
	/** Since when it is paused. */
	pausedAt?: number;
	endedAt?: number;
	/** E.g. `reply`, `unsubscribe`, `bridge`, `rate limit reached`. */
	endReason?: string;
}

export function isOpen({ state }: Enrollment): boolean {
	return state === 'active' || state === 'paused';
}

/** An email that is due, in the queue of its inbox. */
export interface QueuedEmail {
	enrollment: Enrollment;
	step: PlannedStep;
	/** What happens when its turn has come. */
	leave: () => void;
}

/** The emails of one inbox that are due and wait for their turn, and when the last ones left. */
export interface MailQueue {
	waiting: QueuedEmail[];
	/** Ascending. */
	left: number[];
	/** When the next turn comes, if one is waited for. */
	wakesAt?: number;
}

/** An email that a person wrote. */
export interface OneToOneEmail {
	at: number;
	senderEmail: string;
}

/** One automated sequence email that left an inbox. */
export interface Send {
	at: number;
	senderEmail: string;
	ownerId: string;
	contactId: string;
	sequenceId: string;
	stepOrder: number;
}

/** A send that met the limit, and what became of it. */
export interface OverLimitSend extends Send {
	handling: 'refused' | 'dropped' | 'delayed' | 'errored' | 'sent';
}

export interface EmailRecord {
	id: string;
	properties: Properties;
	contactId: string | null;
	/** When HubSpot logged it, or last changed it; search shows that `searchLagMs` later. */
	recordedAt: number;
	/** What search still shows until `until`. */
	stale: Array<{ until: number; properties: Properties }>;
}

export interface ContactList {
	listId: string;
	name: string;
	processingType: 'MANUAL' | 'SNAPSHOT' | 'DYNAMIC';
	/** Of contacts (`0-1`), unless it says otherwise. */
	objectTypeId?: string;
	createdAt: number;
	/** Contact id to the instant it joined. */
	members: Map<string, number>;
}

export interface MarketingSend {
	at: number;
	emailId: string;
	/** How many emails this entry stands for; above 1 only in seeded history. */
	count: number;
	flowId?: string;
	contactId?: string;
}
