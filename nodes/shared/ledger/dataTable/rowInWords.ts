import { memoize, sumBy } from 'lodash';
import { DateTime } from 'luxon';

import type { Calendar } from '../../quota/calendar';
import { sizeOf } from '../../quota/cohort';
import { plannersUnder } from '../../quota/emailsOwed';
import { spanOfHour } from '../../quota/hours';
import { spokenTime, zoneOf } from '../../quota/localTime';
import { owesAny, progressOf, sizeOfGroup } from '../../quota/owed';
import { isLikely, READINGS } from '../../quota/readings';
import { calendars } from '../../quota/schedule';
import { WINDOW_MS } from '../../quota/window';
import { openStore } from '../../stores';
import { isInbox, type LedgerKey, type LedgerRow } from '../ledger';

/** Columns for a person who looks at the table. A table of an older version of this node has none of them. */
export const LEGIBLE_COLUMNS = {
	who: 'string',
	whatFor: 'string',
	nextSends: 'string',
	lastChanged: 'string',
} as const;

export type RowInWords = Record<keyof typeof LEGIBLE_COLUMNS, string>;

/** The likely reading; for the day alone, any instant of it does. */
const LIKELY = READINGS.filter((one) => isLikely(one) && one.instant === 'whenDue');

/** So many days are named one by one. */
const MOST_DAYS = 10;
const MINUTE_MS = 60 * 1000;
const DAY_MS = 24 * 60 * MINUTE_MS;
/** In place of a day: it should have gone out, and may at any moment. */
const OVERDUE = -1;
/** Days are those of UTC where the row does not say whose they are. */
const UTC = 'UTC';

/** Every row is written again and again, and a calendar is slow until it has seen its days. */
const calendarFor = calendars(openStore<Calendar>('calendar of a send window', 100));

/** What the row says, in words for a person. */
export function rowInWords(key: LedgerKey, row: LedgerRow, now: number): RowInWords {
	const [schedule] = Object.values(row.owed.schedules);
	return {
		who: whoOf(key, now),
		whatFor: whatFor(key, row, now),
		nextSends: nextSends(row, now),
		lastChanged: spokenTime(new Date(now).toISOString(), zoneOf(schedule?.timeZone ?? UTC).name),
	};
}

/** How many emails go out on which day, as the likely reading has it: "29 Nov: 25 · 4 Dec: 25". */
function nextSends({ cohorts, owed }: LedgerRow, now: number): string {
	const plan = plannersUnder(LIKELY, calendarFor);
	const dayOf = localDays();
	const days = new Map<number, number>();
	const add = (day: number, count: number) => days.set(day, count + (days.get(day) ?? 0));
	for (const cohort of cohorts) {
		for (const hours of cohort.sends) {
			const hour = cohort.hour + hours;
			if (spanOfHour(hour).from > now) add(dayOf(spanOfHour(hour).from, UTC), sizeOf(cohort));
		}
	}
	for (const group of owed.groups) {
		const schedule = owed.schedules[group.schedule];
		const [planner] = schedule ? plan(schedule) : [];
		if (!schedule || !planner || group.left !== undefined) continue;
		for (const { from, overdue } of planner(progressOf(group), now)) {
			add(overdue ? OVERDUE : dayOf(from, schedule.timeZone), sizeOfGroup(group));
		}
	}
	const inOrder = [...days].sort(([a], [b]) => a - b);
	const named = inOrder.slice(0, MOST_DAYS).map(([day, count]) => `${spokenDay(day)}: ${count}`);
	const later = sumBy(inOrder.slice(MOST_DAYS), ([, count]) => count);
	return [...named, ...(later > 0 ? [`later: ${later}`] : [])].join(' · ');
}

/**
 * Days since 1970 on the wall clock. A time zone is slow to ask, so it is asked once a day: at midnight after
 * the clocks have changed, an email may stand at the day beside.
 */
function localDays(): (at: number, timeZone: string) => number {
	const offsetOf = memoize(
		(day: number, timeZone: string) =>
			DateTime.fromMillis(day * DAY_MS, { zone: zoneOf(timeZone) }).offset * MINUTE_MS,
		(day, timeZone) => `${day} ${timeZone}`,
	);
	return (at, timeZone) => Math.floor((at + offsetOf(Math.floor(at / DAY_MS), timeZone)) / DAY_MS);
}

const spokenDay = (day: number) =>
	day === OVERDUE
		? 'any moment'
		: DateTime.fromMillis(day * DAY_MS, { zone: UTC }).toFormat('d LLL', { locale: 'en-US' });

const OF_MONTH = 'marketing email';
const OF_ACCOUNT = 'readings';

function whoOf({ sender }: LedgerKey, now: number): string {
	if (sender === OF_ACCOUNT) return 'The account';
	if (sender !== OF_MONTH) return sender.replace(/^workflow /, 'HubSpot workflow ');
	return DateTime.fromMillis(now, { zone: UTC }).toFormat('LLLL yyyy', { locale: 'en-US' });
}

const contacts = (count: number) => `${count} contact${count === 1 ? '' : 's'}`;

/** What the row counts, with the contacts that are behind it. */
function whatFor(key: LedgerKey, row: LedgerRow, now: number): string {
	const { groups } = row.owed;
	if (key.sender === OF_ACCOUNT) {
		return `How HubSpot counts delays, by ${row.evidence?.emails ?? 0} emails`;
	}
	if (key.sender === OF_MONTH) return 'Marketing email of workflows';
	if (!isInbox(key)) {
		const ofDay = groups.filter(({ hour }) => spanOfHour(hour).until > now - WINDOW_MS);
		return `Enrollments of 24 hours: ${contacts(sumBy(ofDay, sizeOfGroup))}`;
	}
	const counts = new Map<string, number>();
	const add = (target: string, count: number) =>
		counts.set(target, count + (counts.get(target) ?? 0));
	for (const cohort of row.cohorts) add(cohort.source, sizeOf(cohort));
	for (const group of groups) {
		if (group.left === undefined && owesAny(row.owed, group, now)) {
			add(group.targetId, sizeOfGroup(group));
		}
	}
	return [...counts].map(([target, count]) => `Sequence ${target}: ${contacts(count)}`).join(' · ');
}
