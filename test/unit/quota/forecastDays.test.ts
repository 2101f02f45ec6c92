import * as fc from 'fast-check';
import { omit } from 'lodash';

import { forecastDays } from '../../../nodes/shared/quota/forecastDays';
import { look } from '../../../nodes/shared/quota/look';
import { NOTHING_OWED, type OwedRow } from '../../../nodes/shared/quota/owed';
import { readingName, READINGS, type Reading } from '../../../nodes/shared/quota/readings';
import { atOnce } from '../../../nodes/shared/quota/steps';
import { Plans } from '../../../nodes/shared/quota/underReadings';
import { DAY, HOUR, NOW } from '../../support/unit/arbitraries';
import { byHand } from '../../support/unit/guard';
import { enrollment, rowOf, scheduleAt, WHEN_DUE } from '../../support/unit/schedules';

interface Question {
	/** Mail by hand; what is to come HubSpot has scheduled. */
	times?: number[];
	owed?: OwedRow;
	readings?: readonly Reading[];
	timeZone?: string;
	now?: number;
	/** HubSpot tells its log; else what is planned counts alone. */
	isTold?: boolean;
	/** HubSpot itself says that the sender is at the limit. */
	isFull?: boolean;
}

function ask({
	times = [],
	owed = NOTHING_OWED,
	readings = WHEN_DUE,
	timeZone = 'UTC',
	now = NOW,
	isTold = true,
	isFull = false,
}: Question) {
	const logged = times.map((at, order) => ({ ...byHand(at), id: `${order}`, scheduled: at > now }));
	const shown = isTold ? look(owed, logged, now) : undefined;
	const plans = new Plans(readings);
	const room = { limit: 10, reserve: 4 };
	const load = atOnce(plans.loadOf(owed, shown, room, now));
	return forecastDays({ owed, shown, plans, isFull, load, room, now, timeZone });
}
const forecast = (times: number[], more: Question = {}) =>
	ask({ times, ...more }).forecast.map((one) => omit(one, 'remaining'));

/** An enrollment for each of these instants to come, with one email at that instant. */
const emailsAt = (...times: number[]): OwedRow =>
	rowOf(...times.map((at, order) => enrollment(order, { schedule: scheduleAt(at - NOW) })));

const day = (date: string, planned: number, given: { sent?: number; atMost?: number } = {}) => {
	const { sent = 0, atMost = sent + planned } = given;
	return { date, sent, planned, total: sent + planned, atMost, limit: 10 };
};

describe('the forecast', () => {
	it('is of today alone where nothing is planned', () => {
		expect(forecast([])).toEqual([day('2026-11-26', 0)]);
		expect(forecast([NOW - 20 * HOUR])).toEqual([day('2026-11-26', 0)]);
	});

	it('tells what was sent today from what is planned for it', () => {
		const midnight = NOW - 9 * HOUR;
		expect(forecast([midnight - 1, midnight, NOW], { owed: emailsAt(NOW + HOUR) })).toEqual([
			day('2026-11-26', 1, { sent: 2 }),
		]);
	});

	it('has every day until the last planned send, also those without', () => {
		const owed = emailsAt(NOW + HOUR, ...Array<number>(7).fill(NOW + 2 * DAY));
		expect(forecast([NOW - HOUR], { owed })).toEqual([
			day('2026-11-26', 1, { sent: 1 }),
			day('2026-11-27', 0),
			day('2026-11-28', 7),
		]);
	});

	it('goes on until the last mail that HubSpot has scheduled, which has not gone out', () => {
		expect(forecast([NOW + 2 * DAY])).toEqual([
			day('2026-11-26', 0),
			day('2026-11-27', 0),
			day('2026-11-28', 0),
		]);
	});

	it.each([
		['in 24 hours', NOW + DAY, 1],
		['in more', NOW + DAY + HOUR, 0],
	])('has an email %s among those planned for the next 24 hours or not', (_, at, planned) => {
		expect(ask({ owed: rowOf(enrollment(1, { at })) }).plannedIn24Hours).toBe(planned);
	});

	it.each<[string, string, string[], Array<[string, number]>]>([
		[
			'gains an hour in autumn',
			'2026-10-24T12:00:00+02:00',
			['2026-10-24T23:59:59+02:00', '2026-10-25T00:00:00+02:00', '2026-10-25T23:59:59+01:00'],
			[
				['2026-10-24', 1],
				['2026-10-25', 2],
			],
		],
		[
			'loses an hour in spring',
			'2027-03-27T12:00:00+01:00',
			['2027-03-28T00:00:00+01:00', '2027-03-28T23:59:59+02:00', '2027-03-29T00:00:00+02:00'],
			[
				['2027-03-27', 0],
				['2027-03-28', 2],
				['2027-03-29', 1],
			],
		],
	])('keeps the days of Berlin apart where the clock %s', (_, at, instants, expected) => {
		const now = Date.parse(at);
		const owed = rowOf(
			...instants.map((iso, order) =>
				enrollment(order, { at: now, schedule: scheduleAt(Date.parse(iso) - now) }),
			),
		);
		const days = forecast([], { owed, timeZone: 'Europe/Berlin', now });
		expect(days.map(({ date, planned }) => [date, planned])).toEqual(expected);
	});

	it('has each day once over a year, and every email in one of them', () => {
		const hours = fc.array(fc.integer({ min: 0, max: 365 * 24 }), { maxLength: 30 });
		fc.assert(
			fc.property(hours, (instants) => {
				const owed = emailsAt(...instants.map((hour) => NOW + hour * HOUR));
				const days = forecast([], { owed, timeZone: 'Europe/Berlin' });
				expect(new Set(days.map(({ date }) => date)).size).toBe(days.length);
				expect(days.reduce((sum, { planned }) => sum + planned, 0)).toBe(instants.length);
				if (instants.length > 0) expect(days.at(-1)?.planned).toBeGreaterThan(0);
			}),
			{ numRuns: 20 },
		);
	});
});

describe('the room of a day', () => {
	const remaining = (question: Question) =>
		ask(question).forecast.map((one) => [one.date.slice(-2), one.remaining]);
	const tomorrow = emailsAt(...Array<number>(4).fill(NOW + DAY), NOW + 2 * DAY + HOUR);

	it.each<[string, Question, Array<[string, number]>]>([
		['is the limit less the reserve at first', {}, [['26', 6]]],
		['is less what was sent in the day before', { times: [NOW - 20 * HOUR] }, [['26', 5]]],
		[
			'is the least of the 24 hours that end in it, which hold some of the day before',
			{ times: [NOW, NOW], owed: tomorrow },
			[
				['26', 4],
				['27', 2],
				// Friday's four until ten, and then one.
				['28', 2],
			],
		],
		[
			'is none where HubSpot says so, today',
			{ owed: tomorrow, isFull: true },
			[
				['26', 0],
				['27', 2],
				['28', 2],
			],
		],
	])('%s', (_, question, expected) => {
		expect(remaining(question)).toEqual(expected);
	});
});

describe('of the last 24 hours, what went out before today', () => {
	const midnight = NOW - 9 * HOUR;
	const times = [NOW - DAY, NOW - DAY + 1, midnight - 1, midnight, NOW];

	it.each<[string, Question, number]>([
		['is counted by the calendar', { times }, 2],
		['of the time zone asked for', { times, timeZone: 'America/New_York' }, 3],
		['is none where nothing went out', {}, 0],
		[
			'is what was due, where HubSpot does not tell',
			{
				owed: rowOf(
					enrollment(1, { at: NOW - 30 * HOUR }),
					enrollment(2, { at: NOW - 20 * HOUR }),
					enrollment(3, { at: NOW - HOUR }),
				),
				isTold: false,
			},
			1,
		],
	])('%s', (_, question, expected) => {
		expect(ask(question).sentBeforeToday).toBe(expected);
	});
});

describe('what is overdue', () => {
	const owed = rowOf(enrollment(1, { at: NOW - 3 * DAY }), enrollment(2, { at: NOW - HOUR }));

	it('may go out any moment: it is planned for today until it is seen', () => {
		const { owedNow, plannedIn24Hours } = ask({ owed });
		expect(forecast([], { owed })).toEqual([day('2026-11-26', 2)]);
		expect([owedNow, plannedIn24Hours]).toEqual([2, 0]);
	});

	it('has gone out, as far as anybody knows, where HubSpot does not tell', () => {
		expect(forecast([], { owed, isTold: false })).toEqual([day('2026-11-26', 0, { sent: 1 })]);
		expect(ask({ owed, isTold: false }).owedNow).toBe(0);
	});
});

describe('under several readings', () => {
	const named = (...names: string[]) =>
		READINGS.filter((reading) => names.includes(readingName(reading)));
	/** Thursday: three days later is Tuesday in week days, else Sunday, which is Monday. */
	const schedule = { ...scheduleAt(3 * DAY), days: 'BUSINESS_DAYS' as const };
	const owed = rowOf(enrollment(1, { schedule }), enrollment(2, { schedule }));
	const readings = named('weekdaysFromStep/atOnce/whenDue', 'fromStep/atOnce/whenDue');

	it('a day has what the likeliest plans for it, and at most what any does', () => {
		const days = forecast([], { owed, readings }).filter(({ atMost }) => atMost > 0);
		expect(days).toEqual([
			day('2026-11-30', 0, { atMost: 2 }),
			day('2026-12-01', 2, { atMost: 2 }),
		]);
	});

	it('an email that may go out anywhere in its window is of that day', () => {
		const window = [8 * 60, 18 * 60] as const;
		const spread = rowOf(enrollment(1, { schedule: { ...schedule, window } }));
		const days = forecast([], {
			owed: spread,
			readings: named('weekdaysFromStep/atOnce/anywhere'),
		});
		expect(days.at(-1)).toEqual(day('2026-12-01', 1));
	});

	it('an email of today that may still go out anywhere in its window is not overdue', () => {
		const everyDay = { ...scheduleAt(3 * DAY), window: [8 * 60, 18 * 60] as const };
		const today = rowOf(enrollment(1, { at: NOW - 3 * DAY, schedule: everyDay }));
		const told = ask({ owed: today, readings: named('fromStep/atOnce/anywhere') });
		expect([told.owedNow, told.plannedIn24Hours]).toEqual([0, 1]);
	});

	it('what has gone out, as far as anybody knows, has once', () => {
		const due = rowOf(enrollment(1, { at: NOW - HOUR }));
		const [today] = forecast([], { owed: due, readings, isTold: false });
		expect(today).toEqual(day('2026-11-26', 0, { sent: 1 }));
	});

	it('what is sent and planned is never more than at most', () => {
		const waits = fc.array(fc.integer({ min: 0, max: 9 * 24 }), { maxLength: 6 });
		fc.assert(
			fc.property(waits, (hours) => {
				const made = hours.map((wait, order) =>
					enrollment(order, {
						schedule: { ...schedule, ...scheduleAt(wait * HOUR), days: 'WEEKDAYS_ONLY' },
					}),
				);
				for (const one of forecast([NOW - HOUR], { owed: rowOf(...made), readings: READINGS })) {
					expect(one.total).toBe(one.sent + one.planned);
					expect(one.atMost).toBeGreaterThanOrEqual(one.total);
				}
			}),
			{ numRuns: 50 },
		);
	});
});
