/** `crmObjects`: the routes of a recipe that HubSpot has not published. */
export type ApiRoutes = 'published' | 'v4' | 'crmObjects';

export interface SequenceStep {
	stepOrder: number;
	actionType: 'EMAIL' | 'TASK' | 'FINISH_ENROLLMENT' | 'ADAPTIVE_CONTAINER';
	/** Milliseconds after the step before. */
	delayMillis?: number;
}

export interface Sequence {
	id: string;
	name: string;
	steps?: SequenceStep[];
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
