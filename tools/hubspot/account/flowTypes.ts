export interface FlowAction {
	actionId: string;
	type: 'SINGLE_CONNECTION' | 'STATIC_BRANCH' | 'LIST_BRANCH' | 'AB_TEST_BRANCH';
	actionTypeId?: string;
	actionTypeVersion?: number;
	fields?: Record<string, unknown>;
	connection?: FlowConnection;
	defaultBranch?: FlowConnection;
	[other: string]: unknown;
}

interface FlowConnection {
	edgeType: 'STANDARD' | 'GOTO';
	nextActionId: string;
}

export interface FilterBranch {
	filterBranchType?: string;
	filterBranches?: FilterBranch[];
	filters?: Array<Record<string, unknown>>;
	[other: string]: unknown;
}

export interface EnrollmentCriteria {
	type: 'LIST_BASED' | 'EVENT_BASED' | 'MANUAL' | 'DATASET';
	shouldReEnroll?: boolean;
	unEnrollObjectsNotMeetingCriteria?: boolean;
	listFilterBranch?: FilterBranch;
	[other: string]: unknown;
}

export interface Flow {
	/** The id in HubSpot's address bar and in the v4 API. */
	id: string;
	/** The id the v2 and v3 APIs know. */
	legacyId: string;
	name: string;
	type: string;
	objectTypeId: string;
	isEnabled: boolean;
	revisionId: string;
	createdAt: number;
	updatedAt: number;
	startActionId?: string;
	actions: FlowAction[];
	enrollmentCriteria: EnrollmentCriteria;
	suppressionListIds: number[];
	/** Entering this flow leaves those others. */
	unEnrollmentSetting?: { type: 'ALL' | 'SELECTIVE'; flowIds?: string[] };
	/** Fields sent on creation that this server does not act on; given back on read. */
	rest: Record<string, unknown>;
}

export interface FlowEnrollment {
	flowId: string;
	contactId: string;
	enrolledAt: number;
	state: 'active' | 'completed' | 'unenrolled';
}
