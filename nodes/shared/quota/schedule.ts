import { sumBy } from 'lodash';

import { LONGEST_PLAN_HOURS, HOUR_MS } from './hours';
import { calendarOf, type Calendar } from './calendar';
import { openHoursOf, type OpenHours, type WindowSettings } from './openHours';

/** A sequence in HubSpot's words (hubspot-api.md 2.2). */
export interface SequencePlan {
	steps: ReadonlyArray<{
		stepOrder: number;
		actionType: string;
		/** Ms after the step before. */
		delayMillis?: number | undefined;
	}>;
	settings?: WindowSettings | undefined;
	/** Steps that wait until another is done. */
	dependencies?: ReadonlyArray<{ requiredByStepOrder?: number | undefined }> | undefined;
}

export interface ScheduledStep {
	/** Ms after the step before. */
	after: number;
	/** Whether it is an email; else a task or a wait. */
	email: boolean;
	/** It waits for a person: until a task is done, or somebody goes on after a pause. */
	waits?: true | undefined;
}

/** What the ledger keeps of a sequence: how its enrollments send. Plain JSON. */
export interface Schedule extends OpenHours {
	/** Those that run, up to the last email. */
	steps: readonly ScheduledStep[];
	/** IANA name. */
	timeZone: string;
}

const LONGEST_MS = LONGEST_PLAN_HOURS * HOUR_MS;

/**
 * The schedule of a sequence. Nothing after FINISH_ENROLLMENT runs, and what comes after the last email
 * sends nothing. All of it is within three years.
 *
 * @param timeZone of the account, IANA name
 */
export function scheduleOf(sequence: SequencePlan, timeZone: string): Schedule {
	const { settings, dependencies = [] } = sequence;
	const ordered = [...sequence.steps].sort((a, b) => a.stepOrder - b.stepOrder);
	const end = ordered.findIndex(({ actionType }) => actionType === 'FINISH_ENROLLMENT');
	const running = end === -1 ? ordered : ordered.slice(0, end);
	const emails = running.findLastIndex(({ actionType }) => actionType === 'EMAIL') + 1;
	// A dependency that does not say whose it is may be that of the first step.
	const waiting = new Set(
		dependencies.map(({ requiredByStepOrder: order }) => order ?? running[0]?.stepOrder),
	);
	let left = LONGEST_MS;
	const steps = running.slice(0, emails).map(({ stepOrder, actionType, delayMillis = 0 }) => {
		const after = Math.min(Math.max(0, delayMillis), left);
		left -= after;
		const step = { after, email: actionType === 'EMAIL' };
		return waiting.has(stepOrder) ? { ...step, waits: true as const } : step;
	});
	return { steps, ...openHoursOf(settings), timeZone };
}

/** The same text for schedules that send alike. */
export const scheduleKey = ({ steps, days, window, timeZone }: Schedule): string =>
	JSON.stringify([
		steps.map(({ after, email, waits = false }) => [after, email, waits]),
		days,
		window,
		timeZone,
	]);

export const emailCount = ({ steps }: Schedule): number =>
	steps.filter(({ email }) => email).length;

/** Its enrollments may be over before anybody can see them: HubSpot would take a contact once more. */
export const endsAtOnce = ({ steps }: Schedule): boolean =>
	sumBy(steps, 'after') < HOUR_MS && !steps.some(({ waits }) => waits);

/** What is kept by its key: of one use in a Map, of the process in a store. */
interface Kept<T> {
	get(key: string): T | undefined;
	set(key: string, value: T): unknown;
}

/**
 * The calendar of each schedule; schedules with the same days and window share one.
 * @param known where they are kept
 */
export function calendars(
	known: Kept<Calendar> = new Map<string, Calendar>(),
): (schedule: Schedule) => Calendar {
	return (schedule) => {
		const { days, window, timeZone } = schedule;
		const key = [days, ...window, timeZone].join(' ');
		const calendar = known.get(key) ?? calendarOf(schedule, timeZone);
		known.set(key, calendar);
		return calendar;
	};
}
