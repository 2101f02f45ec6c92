import {
	learn,
	NO_EVIDENCE,
	putBack,
	reportReadings,
	type Evidence,
} from '../../../nodes/shared/quota/learning';
import type { Sighting } from '../../../nodes/shared/quota/look';
import { DAY, MINUTE } from '../../support/unit/arbitraries';
import {
	all,
	BEHIND_TASK,
	day,
	first,
	hoursLate,
	leftAfter,
	often,
	second,
	sequence,
	shifted,
	TOMORROW,
	without,
} from './sightings';

/** Due the next morning at 9:05, and seen at that minute. */
const onTime = shifted(day(1, 9, 5), { schedule: TOMORROW });
const WEEK = 7 * DAY;
/** The same, after all the others. */
const afterwards = (one: typeof onTime) => (shift: number, enrollment: string) =>
	one(shift + 10 * WEEK, `later ${enrollment}`);

/** Each of them a minute later than the one before. */
const eachMinute = (one: typeof onTime) => (shift: number, enrollment: string) =>
	one(shift + Number(enrollment) * MINUTE, enrollment);
const hourAfter = shifted(day(1, 10, 5), { schedule: TOMORROW });
const later = (at: number, queuedSince = at) => shifted(at, { schedule: TOMORROW, queuedSince });

const report = (evidence: Evidence, name: string) =>
	reportReadings(evidence).find((one) => one.name === name);
const ANYWHERE = 'fromStep/atOnce/anywhere';

describe('email that always comes in the very hour', () => {
	const inShortWindow = shifted(day(1, 9, 5), { schedule: sequence([[0], [1]], 13) });
	const atOnce = (shift: number, enrollment: string) =>
		first(day(0, 9) + shift, day(0, 9, 5) + shift, { enrollment });

	it.each<[string, Sighting[], string[]]>([
		['goes out at no instant of the day', often(onTime, 30, 3), without('anywhere')],
		['may by chance, with one less', often(onTime, 29, 3), all],
		['may by chance, on two days', often(onTime, 30, 2), all],
		['may by chance, on two days, at whatever minutes', often(eachMinute(onTime), 30, 2), all],
		['goes out at no instant of the day, on more days', often(onTime, 30, 5), without('anywhere')],
		['counts until an hour after it is due', often(hourAfter, 30, 3), without('anywhere')],
		['may, where the day is short', often(inShortWindow, 60, 5), all],
		['may, where it is the first', often(atOnce, 60, 5), all],
		[
			'and hours late once in ten times does not either',
			[...often(hoursLate, 3, 3), ...often(afterwards(onTime), 30, 3)],
			without('anywhere'),
		],
		[
			'and hours late more often may',
			[...often(hoursLate, 4, 3), ...often(afterwards(onTime), 39, 3)],
			all,
		],
		[
			'counts from where it is ten times as often',
			[...often(hoursLate, 4, 3), ...often(afterwards(onTime), 40, 3)],
			without('anywhere'),
		],
	])('%s', (_, sightings, left) => {
		expect(leftAfter(...sightings)).toEqual(left);
	});

	it('is told with the instant of the last that was needed, and how many there were', () => {
		const sightings = often(onTime, 30, 3);
		const later = often(afterwards(onTime), 5, 3);
		const since = Math.max(...sightings.map(({ at }) => at));
		expect(report(learn(NO_EVIDENCE, [...sightings, ...later]), ANYWHERE)).toEqual({
			name: ANYWHERE,
			possible: false,
			since,
			why: 'PUNCTUAL',
			emails: 30,
		});
	});

	it('does not count against a reading that a person has put back', () => {
		const back = putBack(NO_EVIDENCE, ANYWHERE, day(0, 9));
		const evidence = learn(back, often(onTime, 30, 3));
		expect(report(evidence, ANYWHERE)).toMatchObject({ possible: true });
		expect(report(evidence, 'fromStep/inWindow/anywhere')).toMatchObject({ possible: false });
	});
});

describe('email that comes late', () => {
	const morning = day(0, 5);
	/** Enrolled at five, and out when the window opens: hours late for a reading that has it at once. */
	const firstInWindow = (shift: number, enrollment: string) =>
		first(morning + shift, day(0, 8, 10) + shift, { enrollment });

	it.each<[string, Sighting[], string[]]>([
		[
			'by hours says nothing after eleven that were right',
			[...often(onTime, 11, 3), ...often(afterwards(hoursLate), 10, 3)],
			all,
		],
		[
			'by hours counts after ten that were right',
			[...often(onTime, 10, 3), ...often(afterwards(hoursLate), 10, 3)],
			without('whenDue'),
		],
		[
			'by hours counts as the first email, however many others were right',
			[...often(onTime, 29, 3), ...often(afterwards(firstInWindow), 10, 3)],
			without('atOnce'),
		],
		[
			'as the first of ten enrollments on three days',
			often(firstInWindow, 10, 3),
			without('atOnce'),
		],
		['on more days than are needed counts', often(firstInWindow, 10, 5), without('atOnce')],
		['on two days, at whatever minutes, does not', often(eachMinute(firstInWindow), 10, 2), all],
		[
			'by more than an hour counts',
			often(later(day(1, 10, 5) + 1), 10, 3),
			without('Step/', 'whenDue'),
		],
		[
			'counts where it is in its window by the clock of HubSpot',
			often(later(day(1, 18) - 1 + MINUTE), 10, 3),
			without('whenDue'),
		],
		['says nothing where no reading has it so late', often(later(day(1, 18) + MINUTE), 10, 3), all],
		[
			'says nothing where mail has gone out ever since it was due',
			often(later(day(1, 12), day(1, 9, 10)), 10, 3),
			all,
		],
		[
			'counts where mail began to go out after that',
			often(later(day(1, 12), day(1, 9, 10) + 1), 10, 3),
			without('Step/', 'whenDue'),
		],
	])('%s', (_, sightings, left) => {
		expect(leftAfter(...sightings)).toEqual(left);
	});

	it.each([
		['by less than clocks differ says nothing', day(0, 8) - MINUTE, all],
		['by more rules out', day(0, 8) - MINUTE - 1, without('inWindow')],
	])('early %s', (_, at, left) => {
		expect(leftAfter(first(morning, at))).toEqual(left);
	});

	it('counts of the second email, where the task comes after it', () => {
		const before = sequence([[0], [1], [1, 'TASK'], [1]]);
		const atNoon = shifted(day(1, 12), { schedule: before });
		expect(leftAfter(...often(atNoon, 10, 3))).toEqual(without('whenDue'));
	});

	it('is told with the instant of the last that was needed, and of how many enrollments', () => {
		const sightings = often(shifted(day(5, 9, 5)), 10, 3);
		expect(report(learn(NO_EVIDENCE, sightings), ANYWHERE)).toEqual({
			name: ANYWHERE,
			possible: false,
			since: Math.max(...sightings.map(({ at }) => at)),
			why: 'LATE',
			emails: 10,
		});
	});
});

describe('a first email of a sequence with tasks', () => {
	it('is behind none, and rules out what would have it later', () => {
		const steps = sequence([[0], [1, 'TASK'], [2]]);
		const evening = first(day(2, 20), day(2, 20, 5), { schedule: steps });
		expect(leftAfter(evening)).toEqual(without('inWindow'));
	});

	it('counts when it is late', () => {
		const waits = (shift: number, enrollment: string) =>
			first(day(2, 20) + shift, day(4, 8, 10) + shift, { enrollment, schedule: BEHIND_TASK });
		expect(leftAfter(...often(waits, 10, 3))).toEqual(without('atOnce'));
	});
});

it('what was seen is learnt in the order in which it went out', () => {
	const [early, late] = [second(day(4, 12)), second(day(5, 8, 30))];
	expect(learn(NO_EVIDENCE, [late, early])).toEqual(learn(NO_EVIDENCE, [early, late]));
	expect(learn(NO_EVIDENCE, [late, early]).since).toBe(early.at);
});
