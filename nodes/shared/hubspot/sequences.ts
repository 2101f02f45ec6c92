/** `crmObjects`: the routes of a recipe that HubSpot has not published. */
export type ApiRoutes = 'published' | 'v4' | 'crmObjects';

export interface SequenceStep {
	stepOrder: number;
	actionType: 'EMAIL' | 'TASK' | 'FINISH_ENROLLMENT' | 'ADAPTIVE_CONTAINER';
	/** Milliseconds after the step before. */
	delayMillis?: number;
}

/** Which follow-ups wait for which days and hours; wall clock of the account's time zone. */
export interface SequenceSettings {
	/** Monday to Friday with `BUSINESS_DAYS` and `WEEKDAYS_ONLY`. */
	eligibleFollowUpDays?: 'BUSINESS_DAYS' | 'EVERYDAY' | 'WEEKDAYS_ONLY' | null;
	/** Minute of the day, 0 to 1440. */
	sendWindowStartMinute?: number | null;
	sendWindowEndMinute?: number | null;
}

/** One step waits until another, such as a task, is done. */
export interface StepDependency {
	dependencyType?: 'TASK_COMPLETION' | 'MANUAL_PAUSE' | 'ADAPTIVE_COMPLETION';
	/** The step that waits. */
	requiredByStepOrder?: number;
	/** The step that it waits for. */
	reliesOnStepOrder?: number;
}

export interface Sequence {
	id: string;
	name: string;
	/** These three come with one sequence, not with the list. */
	settings?: SequenceSettings;
	steps?: SequenceStep[];
	dependencies?: StepDependency[];
}

export interface Enrollment {
	id: string;
	sequenceId?: string;
	sequenceName?: string;
	/** ISO instant. */
	enrolledAt?: string;
	enrolledByEmail?: string;
	toEmail?: string;
	updatedAt?: string;
}

export interface EnrollRequest {
	userId: string;
	contactId: string;
	sequenceId: string;
	senderEmail: string;
	senderAliasAddress?: string;
}

/** HubSpot's sequences API. */
export interface SequencesApi {
	/** One page of the sequences that a user sees, by name. `userId` is required by HubSpot. */
	list(
		userId: string,
		name?: string,
		after?: string,
	): Promise<{ results: Sequence[]; paging?: { next?: { after: string } } }>;
	/** A sequence with its steps. @throws HubspotFailure 404 */
	get(userId: string, sequenceId: string): Promise<Sequence>;
	/**
	 * Enrolls one contact; HubSpot has no batch call. Never repeated here after an unknown outcome.
	 * @throws HubspotFailure
	 */
	enroll(request: EnrollRequest): Promise<Enrollment>;
	/**
	 * The enrollment of a contact, or null. What HubSpot answers for a contact without one is not
	 * documented: 404, 204, an empty body, null and {} all mean none here. It may be one that has
	 * ended: the object has no state.
	 */
	enrollmentOf(contactId: string): Promise<Enrollment | null>;
}
