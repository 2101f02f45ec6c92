import { omit, sortBy, sortedIndex } from 'lodash';

import { addressMark } from './enrollee';
import { hourOf, spanOfHour } from './hours';
import { singles, withGroups, type OwedGroup, type OwedRow } from './owed';
import { emailCount, type Schedule } from './schedule';
import { exactly, type Span } from './window';

/** An email in HubSpot's log. */
export interface LoggedEmail {
	/** HubSpot's id of it. */
	id: string;
	/** Ms since epoch. */
	at: number;
	/** Whom it went to; `''` where the log does not say. */
	to: string;
	/** The sequence that sent it; missing for mail by hand. */
	sequenceId?: string | undefined;
	/** HubSpot has it planned (`SCHEDULED`), and has not sent it. */
	scheduled?: boolean;
}

/** An email of an enrollment that the log shows for the first time. */
export interface Sighting {
	schedule: Schedule;
	/** 0 for the first email of the sequence. */
	order: number;
	enrolled: Span;
	/** When the email before it went out; missing for the first. */
	previous?: Span | undefined;
	/** Ms since epoch. */
	at: number;
	/** Since when mail of the inbox has gone out without a break, ms: `at` where none went just before. */
	queuedSince: number;
	/** The same for emails of the same enrollment. */
	enrollment: string;
}

/** The next email of an enrollment, which HubSpot has scheduled. */
interface ScheduledEmail {
	targetId: string;
	contactId: string;
	/** When the enrollment was made: hours since epoch. */
	hour: number;
	/** Ms since epoch. */
	at: number;
}

/** What a look at the log shows. */
export interface Look {
	row: OwedRow;
	sightings: Sighting[];
	scheduled: ScheduledEmail[];
	/** Instants of all mail that counts as it is logged, ascending, ms: what is still owed is not in it. */
	counted: number[];
}

/** The clocks of HubSpot and of this machine may differ by this much. */
const CLOCK_SKEW_MS = 60 * 1000;

/** An email that goes out so soon after another one may have stood in a queue behind it. */
export const QUEUE_GAP_MS = 5 * 60 * 1000;

/** An enrollment during a look. */
interface Watched {
	/** A group of its own. */
	single: OwedGroup;
	schedule: Schedule | undefined;
	/** Emails of its last hour that were seen before and come again. */
	again: number;
	previous?: Span | undefined;
}

/**
 * Sees in HubSpot's log which emails of which enrollments went out: by sequence and recipient, in order.
 * An email counts for the last enrollment made before it (`ofWhom`), and once, however often it is read. Mail of
 * nobody's enrollment only counts.
 *
 * @param log all of it from `logFrom` on; what was read in part is no look
 */
export function look(row: OwedRow, log: readonly LoggedEmail[], now: number): Look {
	const emails = inOrder(log);
	const sent = emails.filter(({ scheduled }) => !scheduled).map(({ at }) => at);
	const enrollments = watchedBy(row);
	const byRecipient = groupByRecipient(enrollments);
	const result: Omit<Look, 'row'> = { sightings: [], scheduled: [], counted: [] };
	for (const { at, to, sequenceId, scheduled } of emails) {
		const mine = sequenceId && to ? byRecipient.get(`${sequenceId} ${addressMark(to)}`) : undefined;
		const watched = mine && ofWhom(mine, at);
		if (scheduled) {
			const next = watched && nextOf(watched, at);
			if (next) result.scheduled.push(next);
			else result.counted.push(Math.max(at, now));
			continue;
		}
		result.counted.push(at);
		const sighting = watched && see(watched, at);
		if (sighting) result.sightings.push({ ...sighting, queuedSince: queueBefore(sent, at) });
	}
	// Scheduled mail that is overdue counts now.
	result.counted.sort((a, b) => a - b);
	const moved = result.sightings.length > 0;
	const seen = moved
		? withGroups(
				row,
				enrollments.map(({ single }) => single),
			)
		: row;
	return { ...result, row: { ...seen, lookedAt: Math.max(now, row.lookedAt ?? 0) } };
}

/** By the instant, and each once; the same log where it is so already, as one that was read is. */
export function inOrder(log: readonly LoggedEmail[]): readonly LoggedEmail[] {
	const ids = new Set(log.map(({ id }) => id));
	const isAscending = log.every(({ at }, place) => at >= (log[place - 1]?.at ?? -Infinity));
	if (isAscending && ids.size === log.length) return log;
	return sortBy([...new Map(log.map((email) => [email.id, email])).values()], 'at');
}

function watchedBy(row: OwedRow): Watched[] {
	return singles(row).map((single) => {
		const schedule = row.schedules[single.schedule];
		const { last, inLast = 1 } = single;
		if (last === undefined) return { single, schedule, again: 0 };
		return { single, schedule, again: inLast, previous: spanOfHour(last) };
	});
}

/** Those of one sequence and address, the youngest first: a row has them in the order in which they were made. */
function groupByRecipient(enrollments: readonly Watched[]): Map<string, Watched[]> {
	const groups = new Map<string, Watched[]>();
	for (const watched of sortBy([...enrollments].reverse(), ({ single }) => -single.hour)) {
		const { targetId, members } = watched.single;
		const [member] = members;
		if (!member) continue;
		const key = `${targetId} ${member[1]}`;
		const group = groups.get(key);
		if (group) group.push(watched);
		else groups.set(key, [watched]);
	}
	return groups;
}

/**
 * The enrollment that an email is of: the last one made before it. In the hour in which that was made, it
 * may be the last of the one before, which was in the sequence until it was seen to have left.
 * @param mine the youngest first
 */
function ofWhom(mine: readonly Watched[], at: number): Watched | undefined {
	const [last, ...older] = mine.filter(
		({ single }) => spanOfHour(single.hour).from <= at + CLOCK_SKEW_MS,
	);
	if (!last || hourOf(at) > last.single.hour) return last;
	const before = older.find(
		(one) => at <= (one.single.left ?? 0) && (isSeenAgain(one, at) || owesOne(one)),
	);
	return before ?? last;
}

const isSeenAgain = ({ single, again }: Watched, at: number): boolean =>
	hourOf(at) === single.last && again > 0;

const owesOne = ({ single, schedule }: Watched): boolean =>
	schedule !== undefined && single.seen < emailCount(schedule);

/** @returns undefined for one that was seen before, and for one more than the sequence has */
function see(watched: Watched, at: number): Omit<Sighting, 'queuedSince'> | undefined {
	const { single, schedule, previous } = watched;
	const { hour, seen, last, inLast = 1 } = single;
	const inHour = hourOf(at);
	if (last !== undefined && inHour < last) return undefined;
	const isAgain = isSeenAgain(watched, at);
	watched.again = isAgain ? watched.again - 1 : 0;
	if (isAgain || !schedule || !owesOne(watched)) return undefined;
	const together = inHour === last ? { inLast: inLast + 1 } : {};
	watched.single = { ...omit(single, 'inLast'), ...together, seen: seen + 1, last: inHour };
	watched.previous = exactly(at);
	const enrollment = [hour, ...single.members.flat()].join(' ');
	return { schedule, order: seen, enrolled: spanOfHour(hour), previous, at, enrollment };
}

function nextOf({ single, schedule }: Watched, at: number): ScheduledEmail | undefined {
	const { targetId, hour, seen, members } = single;
	const [member] = members;
	if (!schedule || !member || seen >= emailCount(schedule)) return undefined;
	return { targetId, contactId: member[0], hour, at };
}

/** The first of the emails that went out one soon after the other up to `at`. */
function queueBefore(sent: readonly number[], at: number): number {
	let first = at;
	for (let place = sortedIndex(sent, at) - 1; place >= 0; place--) {
		const before = sent[place] ?? 0;
		if (before < first - QUEUE_GAP_MS) break;
		first = before;
	}
	return first;
}
