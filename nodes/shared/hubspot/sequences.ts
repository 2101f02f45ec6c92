import { sumBy } from 'lodash';
import { z } from 'zod';

import { id, instant, maybe, whole, type Page } from './fields';

/** `crmObjects`: the routes of a recipe that HubSpot has not published. */
export type ApiRoutes = 'published' | 'v4' | 'crmObjects';

/** Nobody waits longer in a sequence; what is planned is kept in memory minute by minute. */
const LONGEST_MS = 1_000 * 24 * 60 * 60 * 1000;

const step = z.object({
	stepOrder: whole(0, 10_000),
	/** `EMAIL`, `TASK`, `FINISH_ENROLLMENT` or `ADAPTIVE_CONTAINER`. */
	actionType: z.string(),
	/** Milliseconds after the step before. */
	delayMillis: maybe(whole(0, LONGEST_MS)),
});

/** Which follow-ups wait for which days and hours; wall clock of the account's time zone. */
const settings = z.object({
	/** Monday to Friday with `BUSINESS_DAYS` and `WEEKDAYS_ONLY`. */
	eligibleFollowUpDays: z.enum(['BUSINESS_DAYS', 'EVERYDAY', 'WEEKDAYS_ONLY']).nullish(),
	/** Minute of the day, 0 to 1440. */
	sendWindowStartMinute: whole(0, 1440).nullish(),
	sendWindowEndMinute: whole(0, 1440).nullish(),
});

/** One step waits until another, such as a task, is done. */
const dependency = z.object({
	/** `TASK_COMPLETION`, `MANUAL_PAUSE` or `ADAPTIVE_COMPLETION`. */
	dependencyType: maybe(z.string()),
	/** The step that waits. */
	requiredByStepOrder: maybe(whole(0, 10_000)),
	/** The step that it waits for. */
	reliesOnStepOrder: maybe(whole(0, 10_000)),
});

/** A sequence as the list shows it. */
export const listedSequence = z.object({ id, name: z.string() });

/** One sequence, read by itself. */
export const fullSequence = listedSequence.extend({
	settings: maybe(settings),
	steps: z
		.array(step)
		.max(1_000)
		.refine(
			(steps) => sumBy(steps, ({ delayMillis }) => delayMillis ?? 0) <= LONGEST_MS,
			'delays of 1,000 days in all at most',
		),
	dependencies: maybe(z.array(dependency)),
});

export type SequenceStep = z.output<typeof step>;
export type SequenceSettings = z.output<typeof settings>;
export type StepDependency = z.output<typeof dependency>;
export type ListedSequence = z.output<typeof listedSequence>;
export type Sequence = z.output<typeof fullSequence>;

/** What HubSpot says of an enrollment that was just made. */
export const enrolled = z.object({
	id,
	sequenceId: maybe(id),
	sequenceName: maybe(z.string()),
	/** ISO instant. */
	enrolledAt: maybe(instant),
	/** User id. */
	enrolledBy: maybe(id),
	enrolledByEmail: maybe(z.string()),
	toEmail: maybe(z.string()),
	updatedAt: maybe(instant),
});

export type Enrollment = z.output<typeof enrolled>;

/** An enrollment that is read back: which it is shows by its sequence and its time. */
export const enrollment = enrolled.extend({ sequenceId: id, enrolledAt: instant });

/**
 * "There is none", in the ways that are conceivable for calls of which HubSpot does not document it:
 * 204, an empty body, null and {} (hubspot-api.md 2.2).
 */
export const NONE = z
	.union([z.undefined(), z.null(), z.literal(''), z.object({}).strict()])
	.transform(() => null);

export interface EnrollRequest {
	userId: string;
	contactId: string;
	sequenceId: string;
	senderEmail: string;
	senderAliasAddress?: string | undefined;
}

/** HubSpot's sequences API. */
export interface SequencesApi {
	/** One page of the sequences that a user sees, by name. `userId` is required by HubSpot. */
	list(userId: string, name?: string, after?: string): Promise<Page<ListedSequence>>;
	/** All sequences that a user sees, page by page. */
	pages(userId: string): AsyncIterable<Page<ListedSequence>>;
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
