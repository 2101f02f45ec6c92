import { enrolleeOf } from '../../../nodes/shared/quota/enrollee';
import {
	learn,
	NO_EVIDENCE,
	possibleReadings,
	putBack,
	reportReadings,
	type Evidence,
} from '../../../nodes/shared/quota/learning';
import { look, type Sighting } from '../../../nodes/shared/quota/look';
import {
	addEnrollments,
	logFrom,
	NOTHING_OWED,
	pruneOwed,
	type OwedRow,
} from '../../../nodes/shared/quota/owed';
import { readingName, READINGS, type Reading } from '../../../nodes/shared/quota/readings';
import { DAY, HOUR, NOW } from '../../support/unit/arbitraries';
import { draws, Inbox } from './account';
import {
	all,
	BEHIND_TASK,
	day,
	first,
	hoursLate,
	leftAfter,
	namesOf,
	often,
	second,
	sequence,
	shifted,
	TOMORROW,
	without,
} from './sightings';

describe('an email that is earlier than a reading allows', () => {
	it.each<[string, Sighting, string[]]>([
		// In week days it is due on Tuesday, else on Monday.
		['by a day rules it out', second(day(4, 12)), without('weekdaysFromStep')],
		[
			'by hours rules out that it goes out when it is due',
			second(day(5, 8, 30)),
			without('weekdaysFromStep', 'whenDue'),
		],
		['by a minute may be of another clock', second(day(4, 7, 59)), without('weekdaysFromStep')],
		['by more is too early for all, and says nothing', second(day(4, 7, 58)), all],
		[
			'counts behind a task as well',
			second(day(4, 12), { schedule: BEHIND_TASK }),
			without('weekdaysFromStep'),
		],
		// Done on Saturday at 8:30, two week days before Tuesday at 8:30.
		[
			'by hours says nothing behind a task, which may have been done on a weekend',
			second(day(5, 8, 30), { schedule: BEHIND_TASK }),
			all,
		],
		[
			'counts in a queue as well',
			second(day(4, 12), { queuedSince: NOW }),
			without('weekdaysFromStep'),
		],
		[
			'rules out the window for a first step',
			first(day(2, 20), day(2, 20, 5)),
			without('inWindow'),
		],
		['is none within the hour that is known', first(day(0, 9), day(0, 9)), all],
	])('%s', (_, sighting, left) => {
		expect(leftAfter(sighting)).toEqual(left);
	});
});

describe('an email that is later', () => {
	const late = shifted(day(5, 9, 5));
	const right = Array.from({ length: 101 }, () => second(day(1, 9, 5), { schedule: TOMORROW }));
	const inWeekdays = all.filter((name) => name.includes('weekdaysFromStep'));
	/** Enrolled after the window, in it no earlier than in the next. */
	const fromEvening = (days: number, queuedSince: number) => (shift: number, enrollment: string) =>
		first(day(days, 20) + shift, day(4, 8, 10) + shift, {
			enrollment,
			queuedSince: queuedSince + shift,
		});

	it.each<[string, Sighting[], string[]]>([
		['by a day says nothing by itself', [late(0, 'ann')], all],
		['nor of nine enrollments', often(late, 9, 3), all],
		['nor of ten on two days', often(late, 10, 2), all],
		['nor ten times of one enrollment', often((shift) => late(shift, 'ann'), 10, 3), all],
		['counts from ten enrollments on three days on', often(late, 10, 3), inWeekdays],
		[
			'says nothing behind a task',
			often(shifted(day(5, 9, 5), { schedule: BEHIND_TASK }), 10, 3),
			all,
		],
		['says nothing where no reading has it right', often(shifted(day(8, 9)), 20, 5), all],
		['by hours counts against the moment it is due', often(hoursLate, 10, 3), without('whenDue')],
		[
			'by hours may have stood in a queue',
			often(shifted(day(1, 12), { schedule: TOMORROW, queuedSince: day(1, 9) }), 10, 3),
			all,
		],
		[
			'by hours stood in none that was shorter',
			often(shifted(day(1, 12), { schedule: TOMORROW, queuedSince: day(1, 11) }), 10, 3),
			without('whenDue'),
		],
		[
			'by hours says nothing of who is right as a rule',
			[...right, ...often(hoursLate, 10, 3)],
			all,
		],
		[
			'is a first one that waits for Monday',
			often(fromEvening(2, day(4, 8)), 10, 3),
			without('atOnce'),
		],
		[
			'may be a first one in a queue of the whole night',
			often(fromEvening(3, day(3, 20)), 10, 3),
			all,
		],
	])('%s', (_, sightings, left) => {
		expect(leftAfter(...sightings)).toEqual(left);
	});
});

describe('what is known of readings', () => {
	const early = (at: number) => second(at);
	const learnt = learn(NO_EVIDENCE, [early(day(4, 12))]);
	const OUT = 'weekdaysFromStep/atOnce/anywhere';

	it('says which is possible, since when, why not, and from how many emails', () => {
		const more = learn(learnt, often(shifted(day(5, 12)), 10, 3));
		const byName = (name: string) => reportReadings(more).find((one) => one.name === name);
		const since = day(4, 12);
		expect(byName(OUT)).toEqual({ name: OUT, possible: false, since, why: 'EARLY', emails: 1 });
		const possible = 'fromStep/atOnce/anywhere';
		expect(byName(possible)).toEqual({ name: possible, possible: true, since, emails: 11 });
		expect(reportReadings(NO_EVIDENCE)[0]).toEqual({
			name: OUT,
			possible: true,
			since: undefined,
			emails: 0,
		});
	});

	it('is plain JSON that does not grow', () => {
		const year = learn(NO_EVIDENCE, often(shifted(day(5, 15)), 2_000, 50));
		expect(JSON.parse(JSON.stringify(year))).toEqual(year);
		expect(JSON.stringify(year).length).toBeLessThan(3_000);
	});

	const backAt = day(6, 9);
	const back = putBack(learnt, OUT, backAt);
	const afterWeekend = (shift: number, enrollment: string) =>
		first(day(9, 20) + shift, day(11, 8) + shift, { enrollment });
	const isBack = (evidence: Evidence) => namesOf(possibleReadings(evidence)).includes(OUT);
	it.each<[string, Sighting[], boolean]>([
		['stays back', [], true],
		['stays back with an email from before', [early(day(4, 12))], true],
		['stays back with late emails', often(afterWeekend, 20, 5), true],
		['goes with an email after it that is too early', [shifted(day(4, 12))(7 * DAY, 'bob')], false],
	])('a reading that a person has put back %s', (_, sightings, expected) => {
		expect(isBack(learn(back, sightings))).toBe(expected);
		const report = reportReadings(back).find(({ name }) => name === OUT);
		expect(report).toMatchObject({ possible: true, since: backAt });
	});

	it('is the same where a name is of no reading', () => {
		expect(putBack(learnt, 'fromStep/atOnce', backAt)).toBe(learnt);
	});

	it('keeps the last reading, whatever comes', () => {
		const early = (index: number) =>
			second(day(4, 12) - index * HOUR, { enrollment: String(index) });
		const chaos = Array.from({ length: 200 }, (_, index) => early(index % 90));
		expect(leftAfter(...chaos).length).toBeGreaterThan(0);
	});
});

/** Two weeks and a half of an account, looked at once a day; enrollments come early and late in the day. */
function learnFromAccount(reading: Reading, pace: number) {
	const draw = draws(5);
	const inbox = new Inbox({ reading, pace, replies: 0.03 });
	const sequences = [
		[0, 3, 3],
		[0, 1, 1, 1],
		[0, 2, 5],
		[0, 4, 5, 7],
	].map((days) => sequence(days.map((one) => [one])));
	let evidence = NO_EVIDENCE;
	let row: OwedRow = NOTHING_OWED;
	const out = new Set<string>();
	for (let hour = 0; hour < 17 * 24; hour++) {
		const now = NOW + hour * HOUR;
		const isAwake = new Date(now).getUTCHours() >= 6;
		for (let count = isAwake ? Math.floor(draw() * 3) : 0; count > 0; count--) {
			const which = Math.floor(draw() * 4);
			const [contact, targetId, schedule] = [`${hour} ${count}`, String(which), sequences[which]];
			inbox.enroll(contact, targetId, schedule, now);
			const enrollee = enrolleeOf(contact, `${contact}@example.com`);
			row = addEnrollments(row, [{ targetId, schedule, at: now, enrollee }]);
		}
		inbox.runUntil(now);
		if (hour % 24 > 0) continue;
		const from = logFrom(row, now);
		const shown = look(
			row,
			inbox.log.filter(({ at }) => at >= from),
			now,
		);
		row = pruneOwed(shown.row, now);
		evidence = learn(evidence, shown.sightings);
		if (!possibleReadings(evidence).includes(reading)) out.add(readingName(reading));
	}
	return { left: namesOf(possibleReadings(evidence)), out: [...out] };
}

describe.each([
	['without a queue', 0],
	['with emails half a minute apart', 30_000],
])('after two weekends, %s', (_, pace) => {
	it.each(READINGS.map((reading) => [readingName(reading), reading] as const))(
		'an account of %s is down to it, or to that and the same day at any instant',
		(name, reading) => {
			const { left, out } = learnFromAccount(reading, pace);
			expect(out).toEqual([]);
			expect(left).toContain(name);
			const sameDay = name.replace('whenDue', 'anywhere');
			expect(left.filter((one) => one !== name && one !== sameDay)).toEqual([]);
		},
	);
});
