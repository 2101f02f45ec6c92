/** One condition of a filter tree; HubSpot has more kinds than these two. */
export interface FlowFilter {
	/** `IN_LIST`, `PROPERTY`, … */
	filterType?: string;
	/** Of `IN_LIST`: `IN_LIST` or `NOT_IN_LIST`. */
	operator?: string;
	listId?: string | number;
	property?: string;
	operation?: {
		operator?: string;
		value?: unknown;
		values?: unknown;
		includeObjectsWithNoValueSet?: boolean;
	};
}

export interface FilterBranch {
	/** `OR` or `AND`. */
	filterBranchType?: string;
	filterBranchOperator?: string;
	filterBranches?: FilterBranch[];
	filters?: FlowFilter[];
}

/** What lets records enter a flow (v4 specification). */
export interface EnrollmentCriteria {
	type?: 'LIST_BASED' | 'EVENT_BASED' | 'MANUAL' | 'DATASET' | (string & {});
	/** Off: a record enters only once, whatever lets it in (help pages, 2026-05-28). */
	shouldReEnroll?: boolean;
	/** Whether records leave that no longer meet `listFilterBranch`. */
	unEnrollObjectsNotMeetingCriteria?: boolean;
	/** Of `LIST_BASED`. */
	listFilterBranch?: FilterBranch;
	reEnrollmentTriggersFilterBranches?: FilterBranch[];
	/** Of `EVENT_BASED`. */
	eventFilterBranches?: Array<{ eventTypeId?: string }>;
}
