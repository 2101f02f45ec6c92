import { createHash } from 'crypto';
import { groupBy, pick, sortBy, sumBy, uniq } from 'lodash';

import { groupsOf } from '../groups';
import { hourOf, spanOfHour } from './hours';
import type { Enrollee } from './enrollee';
import { owedCount, type EnrollmentProgress } from './emailsOwed';
import { scheduleKey, type Schedule } from './schedule';
import { SEARCH_LAG_MS, WINDOW_MS } from './window';

/** A reservation of which no run has said yet what came of it. */
export interface Claim {
	/** Mark of the run that made it; '' where that run could not know what came of it, and is over. */
	by: string;
	/** When it was made, ms since epoch. */
	at: number;
}

/** Enrollments in one sequence, made in the same hour, that have come equally far. */
export interface OwedGroup {
	/** What they are enrolled in. */
	targetId: string;
	/** Mark of their schedule. */
	schedule: string;
	/** When they were made: hours since epoch. */
	hour: number;
	/** How many of its emails HubSpot's log has shown of each. */
	seen: number;
	/** In which hour the last of these went out; missing where none was seen. */
	last?: number | undefined;
	/** How many of them went out in that hour; missing for one. */
	inLast?: number | undefined;
	/** No run has said yet what came of the reservation. */
	claim?: Claim | undefined;
	/** They were seen to have left the sequence: when, ms since epoch. */
	left?: number | undefined;
	members: readonly Enrollee[];
	/** Further enrollments, of which nobody asks whose they are. */
	others: number;
}

/** The enrollments of a sender, as the ledger keeps them. Plain JSON. */
export interface OwedRow {
	/** By their marks. */
	schedules: Readonly<Record<string, Schedule>>;
	groups: readonly OwedGroup[];
	/** HubSpot's log was read whole until then, ms since epoch; missing where it never was. */
	lookedAt?: number | undefined;
}

export const NOTHING_OWED: OwedRow = { schedules: {}, groups: [] };

/** An enrollment that is made now. */
export interface NewEnrollment {
	targetId: string;
	schedule: Schedule;
	/** Ms since epoch. */
	at: number;
	/** Missing where nobody asks whose it is; then it may be several. */
	enrollee?: Enrollee;
	count?: number;
	claim?: Claim;
}

const scheduleMark = (schedule: Schedule): string =>
	createHash('sha256').update(scheduleKey(schedule)).digest('base64url').slice(0, 8);

/**
 * A contact's own properties show an enrollment seconds after it was made, and runs last minutes: of
 * one that is older than an hour they say for sure whether the contact is in it.
 */
export const isSettled = ({ hour }: Pick<OwedGroup, 'hour'>, now: number): boolean =>
	hour < hourOf(now) - 1;

/** Each enrollment as a group of its own; those of nobody stay together. */
export const singles = ({ groups }: OwedRow): OwedGroup[] =>
	groups.flatMap((group) => [
		...group.members.map((member) => ({ ...group, members: [member], others: 0 })),
		...(group.others > 0 ? [{ ...group, members: [] }] : []),
	]);

/** The row with these groups instead: equal ones together, and without schedules that none of them has. */
export function withGroups(row: OwedRow, groups: readonly OwedGroup[]): OwedRow {
	const alike = groupsOf(groups, ({ targetId, schedule, hour, seen, last, inLast, left, claim }) =>
		[targetId, schedule, hour, seen, last, inLast, left, claim?.by, claim?.at].join(' '),
	);
	const united = alike.map(([first, ...more]) => {
		if (more.length === 0) return first;
		const all = [first, ...more];
		return {
			...first,
			members: all.flatMap(({ members }) => members),
			others: sumBy(all, 'others'),
		};
	});
	const kept = united.filter((group) => sizeOfGroup(group) > 0);
	const schedules = pick(row.schedules, uniq(kept.map(({ schedule }) => schedule)));
	return { ...row, schedules, groups: kept };
}

export const sizeOfGroup = ({ members, others }: OwedGroup): number => members.length + others;

export function addEnrollments(row: OwedRow, enrollments: readonly NewEnrollment[]): OwedRow {
	const schedules = { ...row.schedules };
	const marks = new Map<Schedule, string>();
	const added = enrollments.map((made): OwedGroup => {
		const { targetId, schedule, at, enrollee, count = 1, claim } = made;
		const mark = marks.get(schedule) ?? scheduleMark(schedule);
		marks.set(schedule, mark);
		schedules[mark] = schedule;
		const group = { targetId, schedule: mark, hour: hourOf(at), seen: 0, ...(claim && { claim }) };
		return enrollee
			? { ...group, members: [enrollee], others: 0 }
			: { ...group, members: [], others: count };
	});
	return withGroups({ ...row, schedules }, [...row.groups, ...added]);
}

/**
 * Takes out enrollments that did not come about, each once: of several of the same contact in the same
 * target the youngest. Those that are not there are passed over.
 *
 * @param gone `by`: the mark of the run that has reserved it; missing for one without a claim
 */
export function removeEnrollments(
	row: OwedRow,
	gone: ReadonlyArray<{ targetId: string; contactId: string; by?: string }>,
): OwedRow {
	const all = singles(row);
	const byContact = groupBy(sortBy(all, 'hour'), ({ targetId, members: [member] }) =>
		[targetId, member?.[0]].join(' '),
	);
	const out = new Set<OwedGroup>();
	for (const { targetId, contactId, by } of gone) {
		const found = byContact[`${targetId} ${contactId}`]?.findLast(
			(one) => one.claim?.by === by && !out.has(one),
		);
		if (found) out.add(found);
	}
	return withGroups(
		row,
		all.filter((one) => !out.has(one)),
	);
}

/**
 * Marks those who have left what they were enrolled in: they owe nothing more, but for what may have gone
 * out before and is too young for the log to show. The same row where nobody has.
 */
export function cancelRest(
	row: OwedRow,
	hasLeft: (enrollee: Enrollee, group: OwedGroup) => boolean,
	now: number,
): OwedRow {
	let cancelled = 0;
	const groups = row.groups.flatMap((group) => {
		if (!owesAny(row, group, now) || group.left !== undefined) return [group];
		const left = group.members.filter((member) => hasLeft(member, group));
		if (left.length === 0) return [group];
		cancelled += left.length;
		const gone = new Set(left);
		return [
			{ ...group, members: group.members.filter((member) => !gone.has(member)) },
			{ ...group, members: left, others: 0, left: now },
		];
	});
	return cancelled === 0 ? row : withGroups(row, groups);
}

/** Emails that each enrollment of the group may still send, or have sent unseen. */
export function owedByEach({ schedules }: OwedRow, group: OwedGroup, now: number): number {
	const schedule = schedules[group.schedule];
	if (!schedule || (group.left !== undefined && now >= group.left + SEARCH_LAG_MS)) return 0;
	return owedCount(schedule, group.seen);
}

export const owesAny = (row: OwedRow, group: OwedGroup, now: number): boolean =>
	owedByEach(row, group, now) > 0;

const TWO_WEEKS_MS = 14 * WINDOW_MS;

/**
 * Where nobody looks at the log (no scope for it, or nobody asks), nothing is ever seen. Since the last
 * look the plan has passed twice over, week ends included, and two weeks of pauses and queues.
 */
function isForgotten({ schedules, lookedAt = 0 }: OwedRow, group: OwedGroup, now: number): boolean {
	const planned = sumBy(schedules[group.schedule]?.steps, 'after');
	const since = Math.max(spanOfHour(group.hour).until, lookedAt);
	return now > since + 2 * planned + TWO_WEEKS_MS;
}

/**
 * Without enrollments that owe nothing more, or that nobody looks at any more. Those of the last 24 hours
 * stay, for the caps on enrollments, and those with a claim; and those who have left and whose last email
 * the next look reads again: it would be taken for one of a later enrollment. The same row where there are
 * none.
 */
export function pruneOwed(row: OwedRow, now: number): OwedRow {
	const readAgain = hourOf(logFrom(row, now));
	const groups = row.groups.filter(
		(group) =>
			spanOfHour(group.hour).until > now - WINDOW_MS ||
			(group.left !== undefined && group.last !== undefined && group.last >= readAgain) ||
			group.claim !== undefined ||
			(owesAny(row, group, now) && !isForgotten(row, group, now)),
	);
	return groups.length === row.groups.length ? row : withGroups(row, groups);
}

export const progressOf = ({ hour, seen, last }: OwedGroup): EnrollmentProgress => ({
	enrolled: spanOfHour(hour),
	seen,
	last: last === undefined ? undefined : spanOfHour(last),
});

/**
 * From where the log has to be read on, ms: from the last look, and before it what the log may not have
 * shown then; for a first look from the oldest enrollment that owes an email.
 */
export function lookFrom(row: OwedRow, now: number): number {
	// A whole hour, because what was seen in it is known by its number.
	if (row.lookedAt !== undefined) return spanOfHour(hourOf(row.lookedAt - SEARCH_LAG_MS)).from;
	return row.groups
		.filter((group) => owesAny(row, group, now))
		.reduce((first, { hour }) => Math.min(first, spanOfHour(hour).from), now);
}

/** From where HubSpot's log is read, ms: a look at it needs what is new, and the count the last 24 hours. */
export const logFrom = (row: OwedRow, now: number): number =>
	Math.min(lookFrom(row, now), now - WINDOW_MS);
