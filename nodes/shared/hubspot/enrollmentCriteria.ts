import { z } from 'zod';

import { id, maybe } from './fields';

/** One condition of a filter tree; HubSpot has more kinds than these two. */
const filter = z.object({
	/** `IN_LIST`, `PROPERTY`, … */
	filterType: maybe(z.string()),
	/** Of `IN_LIST`: `IN_LIST` or `NOT_IN_LIST`. */
	operator: maybe(z.string()),
	listId: maybe(id),
	property: maybe(z.string()),
	operation: maybe(
		z.object({
			operator: maybe(z.string()),
			value: z.unknown(),
			values: z.unknown(),
			includeObjectsWithNoValueSet: maybe(z.boolean()),
		}),
	),
});

export type FlowFilter = z.output<typeof filter>;

export interface FilterBranch {
	/** `OR` or `AND`. */
	filterBranchType?: string | undefined;
	filterBranchOperator?: string | undefined;
	filterBranches?: FilterBranch[] | undefined;
	filters?: FlowFilter[] | undefined;
}

const filterBranch: z.ZodType<FilterBranch, z.ZodTypeDef, unknown> = z.object({
	filterBranchType: maybe(z.string()),
	filterBranchOperator: maybe(z.string()),
	filterBranches: maybe(z.array(z.lazy(() => filterBranch))),
	filters: maybe(z.array(filter)),
});

/** What lets records enter a flow (hubspot-api.md 3.4). */
export const enrollmentCriteria = z.object({
	/** `LIST_BASED`, `EVENT_BASED`, `MANUAL` or `DATASET`. */
	type: maybe(z.string()),
	/** Off: a record enters only once, whatever lets it in (hubspot-api.md 3.4). */
	shouldReEnroll: maybe(z.boolean()),
	/** Whether records leave that no longer meet `listFilterBranch`. */
	unEnrollObjectsNotMeetingCriteria: maybe(z.boolean()),
	/** Of `LIST_BASED`. */
	listFilterBranch: maybe(filterBranch),
	reEnrollmentTriggersFilterBranches: maybe(z.array(filterBranch)),
	/** Of `EVENT_BASED`. */
	eventFilterBranches: maybe(z.array(z.object({ eventTypeId: maybe(z.string()) }))),
});

export type EnrollmentCriteria = z.output<typeof enrollmentCriteria>;
