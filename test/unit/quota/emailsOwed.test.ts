import * as fc from 'fast-check';
import { DateTime } from 'luxon';

import { BEFORE_ALL, emailPlanner, isFirstStepClear } from '../../../nodes/shared/quota/emailsOwed';
import { readingNamed, READINGS, type Reading } from '../../../nodes/shared/quota/readings';
import { calendars, scheduleOf, type Schedule } from '../../../nodes/shared/quota/schedule';
import type { WindowSettings } from '../../../nodes/shared/quota/openHours';
import { exactly, type Span } from '../../../nodes/shared/quota/window';
import { DAY, HOUR } from '../../support/unit/arbitraries';
import { emailSteps } from '../../support/unit/emails';
import {
	followUpSettings,
	sequenceSteps,
	zoneAndInstant,
} from '../../support/unit/sequenceArbitraries';
import { play, type Played } from './readingOracle';

const plannerOf = (schedule: Schedule, reading: Reading) =>
	emailPlanner(schedule, reading, calendars()(schedule));

const named = (name: string): Reading => {
	const reading = readingNamed(name);
	if (!reading) throw new Error(name);
	return reading;
};

/** Whether the clock is set back between two instants, or in the days around them. */
function isSetBack(zone: string, from: number, until: number): boolean {
	const offset = (at: number) => DateTime.fromMillis(at, { zone }).offset;
	for (let at = from - 2 * DAY; at <= until + 2 * DAY; at += DAY) {
		if (offset(at + DAY) < offset(at)) return true;
	}
	return false;
}

/** Checks enrollments as they are played under a reading. */
const forAny = (
	numRuns: number,
	check: (schedule: Schedule, reading: Reading, enrolledAt: number, played: Played[]) => void,
) =>
	fc.assert(
		fc.property(
			followUpSettings,
			zoneAndInstant,
			sequenceSteps,
			fc.constantFrom(...READINGS),
			fc.array(fc.double({ min: 0, max: 0.999_999, noNaN: true }), { minLength: 5, maxLength: 5 }),
			(settings, [zone, enrolledAt], steps, reading, draws) => {
				const schedule = scheduleOf({ settings, steps }, zone);
				const left = [...draws];
				const played = play(schedule, reading, enrolledAt, () => left.shift() ?? 0);
				fc.pre(played !== undefined);
				// In a night whose hour comes twice a window may be open twice, which the walk does not know.
				fc.pre(!isSetBack(zone, enrolledAt, played?.at(-1)?.until ?? enrolledAt));
				if (played) check(schedule, reading, enrolledAt, played);
			},
		),
		{ numRuns },
	);

describe('the emails that are owed', () => {
	it('are where a walk through the calendar finds them, after those seen', () => {
		forAny(120, (schedule, reading, enrolledAt, played) => {
			const plan = plannerOf(schedule, reading);
			played.forEach((email, seen) => {
				const last = seen > 0 ? exactly(played[seen - 1].at) : undefined;
				const owed = plan({ enrolled: exactly(enrolledAt), seen, last }, BEFORE_ALL);
				expect(owed).toHaveLength(played.length - seen);
				// A task between the two is due in the window: only the first email after it is certain.
				expect(owed[0]).toMatchObject({ from: email.from, until: email.until, overdue: false });
			});
		});
	});

	it('hold, from the first on, whatever is drawn for those before', () => {
		forAny(120, (schedule, reading, enrolledAt, played) => {
			const owed = plannerOf(schedule, reading)(
				{ enrolled: exactly(enrolledAt), seen: 0 },
				enrolledAt,
			);
			const missed = played.filter(
				({ at }, order) => at < owed[order].from || at > owed[order].until,
			);
			expect(missed).toEqual([]);
		});
	});

	it('hold them too where the ledger knows the hours alone', () => {
		const hour = (at: number) => {
			const from = Math.floor(at / HOUR) * HOUR;
			return { from, until: from + HOUR - 1 };
		};
		forAny(120, (schedule, reading, enrolledAt, played) => {
			const plan = plannerOf(schedule, reading);
			played.forEach((email, seen) => {
				const last = seen > 0 ? hour(played[seen - 1].at) : undefined;
				const [next] = plan({ enrolled: hour(enrolledAt), seen, last }, BEFORE_ALL);
				expect(next.from).toBeLessThanOrEqual(email.at);
				expect(next.until).toBeGreaterThanOrEqual(email.at);
			});
		});
	});
});

const BUSINESS = {
	eligibleFollowUpDays: 'BUSINESS_DAYS' as const,
	sendWindowStartMinute: 8 * 60,
	sendWindowEndMinute: 18 * 60,
};
const iso = (at: number) => new Date(at).toISOString().slice(5, 16);
const THURSDAY = Date.UTC(2026, 10, 26, 10, 5);

/** What is owed, in short: an instant, a stretch, `~` where it is spread, `!` where it is overdue. */
function shortly(
	delays: number[],
	name: string,
	{
		at = exactly(THURSDAY),
		seen = [],
		now = at.from,
		settings = BUSINESS,
		zone = 'UTC',
	}: { at?: Span; seen?: number[]; now?: number; settings?: WindowSettings; zone?: string } = {},
) {
	const schedule = scheduleOf({ settings, steps: emailSteps(...delays) }, zone);
	const last = seen.at(-1);
	return plannerOf(schedule, named(name))(
		{
			enrolled: at,
			seen: seen.length,
			last: last === undefined ? undefined : exactly(last),
		},
		now,
	).map(({ from, until, spread, overdue }) =>
		from === until
			? `${iso(from)}${overdue ? '!' : ''}`
			: `${iso(from)}${spread ? '~' : '-'}${iso(until + 1)}`,
	);
}

describe('an enrollment on Thursday at 10:05, in steps of three days on week days', () => {
	it.each([
		['weekdaysFromStep/atOnce/whenDue', ['11-26T10:05', '12-01T10:05', '12-04T10:05']],
		['fromStep/atOnce/whenDue', ['11-26T10:05', '11-30T08:00', '12-03T08:00']],
		['fromEnrollment/atOnce/whenDue', ['11-26T10:05', '11-30T08:00', '12-02T10:05']],
		[
			'weekdaysFromStep/inWindow/anywhere',
			['11-26T10:05', '12-01T08:00~12-01T18:00', '12-04T08:00~12-04T18:00'],
		],
	])('%s', (name, expected) => {
		expect(shortly([0, 3, 3], name)).toEqual(expected);
	});

	it('in calendar days where mail goes out every day', () => {
		const settings = { ...BUSINESS, eligibleFollowUpDays: 'EVERYDAY' as const };
		const times = shortly([0, 3], 'weekdaysFromStep/atOnce/whenDue', { settings });
		expect(times).toEqual(['11-26T10:05', '11-29T10:05']);
	});

	it('in calendar days, moved off the weekend, where HubSpot says WEEKDAYS_ONLY', () => {
		const settings = { ...BUSINESS, eligibleFollowUpDays: 'WEEKDAYS_ONLY' as const };
		const times = shortly([0, 3], 'weekdaysFromStep/atOnce/whenDue', { settings });
		expect(times).toEqual(['11-26T10:05', '11-30T08:00']);
	});
});

const SATURDAY = Date.UTC(2026, 10, 28, 20, 0);

describe('a first step without delay', () => {
	it.each([
		['at once, whatever the window says', 'fromStep/atOnce/anywhere', SATURDAY, ['11-28T20:00']],
		['when the window opens', 'fromStep/inWindow/whenDue', SATURDAY, ['11-30T08:00']],
		['anywhere in it', 'fromStep/inWindow/anywhere', SATURDAY, ['11-30T08:00~11-30T18:00']],
		['at once in an open window', 'fromStep/inWindow/anywhere', THURSDAY, ['11-26T10:05']],
	])('runs %s', (_, name, at, expected) => {
		expect(shortly([0], name, { at: exactly(at) })).toEqual(expected);
	});

	const hour = (from: number) => ({ from, until: from + HOUR - 1 });
	const halfPast = { ...BUSINESS, sendWindowStartMinute: 510, sendWindowEndMinute: 1050 };
	it.each([
		['whose hour the window opens in', 8, '11-26T08:30-11-26T17:30'],
		['whose hour it closes in', 17, '11-26T17:00-11-27T17:30'],
		['whose hour is within it', 10, '11-26T10:00-11-26T11:00'],
	])('of an enrollment %s may run until it closes', (_, hours, expected) => {
		const at = hour(Date.UTC(2026, 10, 26, hours));
		const owed = shortly([0], 'fromStep/inWindow/anywhere', { at, settings: halfPast });
		expect(owed.map((one) => one.replace('~', '-'))).toEqual([expected]);
	});

	it('of an hour that the weekend begins in is due from the first to the last that it may be', () => {
		// Half past six in UTC is midnight in Kolkata.
		const at = hour(Date.UTC(2026, 10, 27, 18));
		const owed = shortly([3], 'weekdaysFromStep/atOnce/whenDue', { at, zone: 'Asia/Kolkata' });
		expect(owed).toEqual(['12-02T02:30-12-03T02:30']);
	});

	it.each([
		{ name: 'with a delay', delay: 1, at: SATURDAY, is: true },
		{ name: 'without one in an open window', delay: 0, at: THURSDAY, is: true },
		{ name: 'without one outside it', delay: 0, at: SATURDAY, is: false },
	])('$name is the same however it is read: $is', ({ delay, at, is }) => {
		const schedule = scheduleOf({ settings: BUSINESS, steps: emailSteps(delay) }, 'UTC');
		expect(isFirstStepClear(schedule, calendars()(schedule), at)).toBe(is);
		const [atOnce, inWindow] = ['atOnce', 'inWindow'].map((first) =>
			shortly([delay], `fromStep/${first}/whenDue`, { at: exactly(at) }),
		);
		expect(inWindow.join() === atOnce.join()).toBe(is);
	});
});

describe('what is still owed', () => {
	it('is summed up from enrolling on, also where emails were seen', () => {
		const owed = shortly([1, 2, 4], 'fromEnrollment/atOnce/whenDue', { seen: [THURSDAY + DAY] });
		expect(owed).toEqual(['11-30T08:00', '12-03T10:05']);
	});

	it('is nothing where the log shows more emails than there are', () => {
		const seen = [THURSDAY, THURSDAY, THURSDAY];
		expect(shortly([0, 3], 'fromStep/atOnce/whenDue', { seen })).toEqual([]);
	});

	it('begins behind the last email that was seen, and not behind a task', () => {
		const [first, second, ...others] = emailSteps(0, 1, 1, 1);
		const steps = [first, { ...second, actionType: 'TASK' }, ...others];
		const schedule = scheduleOf({ settings: BUSINESS, steps }, 'UTC');
		const progress = { enrolled: exactly(THURSDAY), seen: 2, last: exactly(THURSDAY + DAY) };
		const planner = plannerOf(schedule, named('fromStep/atOnce/whenDue'));
		expect(planner(progress, THURSDAY).map(({ from }) => iso(from))).toEqual(['11-30T08:00']);
	});
});

describe('an email that was not seen', () => {
	const seen = [THURSDAY];
	const tuesday = (hour: number) => Date.UTC(2026, 11, 1, hour);

	it.each([
		[
			'is spread over what is left of its day',
			14,
			['12-01T14:00~12-01T18:00', '12-04T08:00~12-04T18:00'],
		],
		[
			'is overdue after it, and what follows counts from now, or from what the log may not show yet',
			18,
			['12-01T18:00!', '12-04T08:00-12-07T18:00'],
		],
		['is overdue for good', 24 + 9, ['12-02T09:00!', '12-07T08:00~12-07T18:00']],
	])('%s', (_, hour, expected) => {
		const now = tuesday(hour);
		expect(shortly([0, 3, 3], 'weekdaysFromStep/atOnce/anywhere', { seen, now })).toEqual(expected);
	});

	it('takes room for a day while the log cannot show it, where what follows does not wait', () => {
		const owed = (minutes: number) =>
			shortly([0, 3], 'fromEnrollment/atOnce/anywhere', { now: THURSDAY + minutes * 60_000 });
		expect(owed(15)).toEqual(['11-26T10:20-11-27T10:20', '11-30T08:00~11-30T18:00']);
		expect(owed(16)).toEqual(['11-26T10:21!', '11-30T08:00~11-30T18:00']);
	});

	it('is never due before one of the same enrollment that was seen', () => {
		const late = [THURSDAY, Date.UTC(2026, 11, 8, 9)];
		const now = Date.UTC(2026, 11, 8, 10);
		expect(shortly([0, 3, 3], 'fromEnrollment/atOnce/whenDue', { seen: late, now })).toEqual([
			'12-08T10:00!',
		]);
		expect(shortly([0, 3, 3], 'fromStep/atOnce/whenDue', { seen: late, now })).toEqual([
			'12-11T09:00',
		]);
	});

	it('is due so many week days and hours later, where a delay has a part of a day', () => {
		const owed = shortly([0, 1.25], 'weekdaysFromStep/atOnce/whenDue');
		expect(owed).toEqual(['11-26T10:05', '11-27T16:05']);
	});

	it('counts in all days that it may have, where a delay has a part of a day', () => {
		expect(shortly([0, 1, 0.5], 'fromStep/atOnce/anywhere').slice(1)).toEqual([
			'11-27T08:00~11-27T18:00',
			'11-30T08:00~11-30T18:00',
		]);
		expect(shortly([0, 1, 0.25], 'fromStep/atOnce/anywhere').slice(1)).toEqual([
			'11-27T08:00~11-27T18:00',
			'11-27T08:00-11-30T18:00',
		]);
	});
});
