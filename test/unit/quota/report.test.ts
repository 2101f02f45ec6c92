import * as fc from 'fast-check';
import { range } from 'lodash';
import { DateTime } from 'luxon';

import type { SendLimit } from '../../../nodes/shared/quota/sendLimit';
import { EMPTY_ROW } from '../../../nodes/shared/quota/ledgerRow';
import { look } from '../../../nodes/shared/quota/look';
import { NOTHING_OWED, type OwedRow } from '../../../nodes/shared/quota/owed';
import { reportRoom, type RoomQuestion } from '../../../nodes/shared/quota/report';
import { atOnce } from '../../../nodes/shared/quota/steps';
import { Plans } from '../../../nodes/shared/quota/underReadings';
import {
	capacity,
	DAY,
	HOUR,
	knownSends,
	MINUTE,
	NOW,
	offsets,
} from '../../support/unit/arbitraries';
import { byHand } from '../../support/unit/guard';
import { enrollment, rowOf, scheduleAt, WHEN_DUE } from '../../support/unit/schedules';

/** What is known to the millisecond, beside all else that can be asked. */
interface Question
	extends Partial<Omit<RoomQuestion, 'schedule' | 'row' | 'room'>>,
		Partial<SendLimit> {
	/** Mail by hand; what is to come HubSpot has scheduled. */
	times?: number[];
	shape?: number[];
	owed?: OwedRow;
	fullUntil?: number;
}

function ask(question: Question = {}) {
	const { times = [], shape = [0], owed = NOTHING_OWED, fullUntil, ...given } = question;
	const { limit = 500, reserve = 0, now = NOW } = question;
	const logged = times.map((at, order) => ({ ...byHand(at), id: `${order}`, scheduled: at > now }));
	return atOnce(
		reportRoom({
			row: { ...EMPTY_ROW, owed, fullUntil },
			shown: look(owed, logged, now),
			plans: new Plans(WHEN_DUE),
			room: { limit, reserve },
			schedule: scheduleAt(...shape),
			contacts: 0,
			now,
			timeZone: 'UTC',
			...given,
		}),
	);
}

const sends = (count: number, at: number) => Array.from({ length: count }, () => at);

describe('how much room a sender has', () => {
	it.each<[string, number[], number, object]>([
		['open', [], 0, { remaining: 500, level: 'open' }],
		['open with 101 left', sends(399, NOW), 0, { remaining: 101, level: 'open' }],
		['close with 100 left', sends(400, NOW), 0, { remaining: 100, level: 'close' }],
		['close with one left', sends(499, NOW), 0, { remaining: 1, level: 'close' }],
		['full with none left', sends(500, NOW), 0, { remaining: 0, level: 'full' }],
		['full beyond the limit, not below zero', sends(501, NOW), 0, { remaining: 0, level: 'full' }],
		['less the reserve', sends(400, NOW), 40, { remaining: 60, level: 'close' }],
		['full where the reserve is all of it', [], 500, { remaining: 0, level: 'full' }],
		['full where the reserve is above the limit', [], 501, { remaining: 0, level: 'full' }],
		['less what comes within a day', sends(300, NOW + DAY - 1), 0, { remaining: 200 }],
		['untouched by what comes a day from now', sends(500, NOW + DAY), 0, { remaining: 500 }],
		['untouched by what was sent a day ago', sends(500, NOW - DAY), 0, { remaining: 500 }],
	])('%s', (_, times, reserve, expected) => {
		expect(ask({ times, reserve })).toMatchObject({ limit: 500, reserve, ...expected });
	});

	it('tells what was sent in the last day from what is planned for the next', () => {
		const times = [NOW - DAY, NOW - DAY + 1, NOW - HOUR, NOW];
		const owed = rowOf(
			...[1, 23, 25].map((hour) => enrollment(hour, { schedule: scheduleAt(hour * HOUR) })),
		);
		expect(ask({ times, owed })).toMatchObject({ sent: 3, planned: 2, owedNow: 0 });
	});

	it('tells what is overdue, which takes room until it is seen', () => {
		const long = { at: NOW - 3 * DAY };
		const owed = rowOf(enrollment(1, long), enrollment(2, long), enrollment(3, { at: NOW + DAY }));
		expect(ask({ owed })).toMatchObject({ sent: 0, owedNow: 2, remaining: 498 });
	});
});

describe('when there is room', () => {
	it('is now, to the full minute above', () => {
		expect(ask({ now: NOW + 1 }).nextAvailableAt).toBe('2026-11-26T09:01:00Z');
		expect(ask({ now: NOW }).nextAvailableAt).toBe('2026-11-26T09:00:00Z');
	});

	it('is when the oldest send is a day old, in the time zone asked for', () => {
		const times = [...sends(3, NOW - 2 * HOUR), NOW - HOUR];
		expect(ask({ times, limit: 4, timeZone: 'Europe/Berlin' }).nextAvailableAt).toBe(
			'2026-11-27T08:00:00+01:00',
		);
	});

	it('is never where the limit is less than the sends of one enrollment', () => {
		expect(ask({ limit: 1, shape: [0, HOUR] }).nextAvailableAt).toBeNull();
	});
});

describe('whether so many more contacts fit', () => {
	it.each<[string, Question, object]>([
		['all', { contacts: 4, limit: 4 }, { fits: 4, wouldHold: 0, restFitsAt: null }],
		[
			'some, and the rest with tomorrow’s room',
			{ contacts: 3, limit: 3, times: sends(2, NOW - HOUR) },
			{ fits: 1, wouldHold: 2, restFitsAt: '2026-11-27T08:00:00Z' },
		],
		[
			'the rest only over several days',
			{ contacts: 5, limit: 2 },
			{ fits: 2, wouldHold: 3, restFitsAt: '2026-11-28T09:00:00Z' },
		],
		[
			'none, ever',
			{ contacts: 2, limit: 0 },
			{ fits: 0, wouldHold: 2, restFitsAt: null, nextAvailableAt: null },
		],
		['none asked', {}, { fits: 0, wouldHold: 0, restFitsAt: null }],
	])('%s', (_, question, expected) => {
		expect(ask(question)).toMatchObject(expected);
	});

	it('says of every contact one or the other', () => {
		const contacts = fc.nat({ max: 6 });
		fc.assert(
			fc.property(knownSends, offsets, capacity, contacts, (times, shape, limit, count) => {
				const report = ask({ times, shape, limit, contacts: count });
				expect(report.fits + report.wouldHold).toBe(count);
				expect(report.fits > 0).toBe(
					count > 0 && report.nextAvailableAt === '2026-11-26T09:00:00Z',
				);
			}),
		);
	});
});

describe("HubSpot's own word that the sender is at the limit", () => {
	const fullUntil = NOW + HOUR / 2;

	it('leaves nothing until then', () => {
		expect(ask({ fullUntil, contacts: 2 })).toMatchObject({
			remaining: 0,
			level: 'full',
			nextAvailableAt: '2026-11-26T09:30:00Z',
			fits: 0,
			wouldHold: 2,
			restFitsAt: '2026-11-26T09:30:00Z',
		});
	});

	it('is nothing any more once it is over', () => {
		expect(ask({ fullUntil: NOW, contacts: 2 })).toMatchObject({ remaining: 500, fits: 2 });
	});
});

describe('where HubSpot does not tell its log', () => {
	it('sent is what is planned for the last day', () => {
		const owed = rowOf(
			...range(3).map((contact) => enrollment(contact, { at: NOW - 2 * HOUR })),
			enrollment(9, { at: NOW - 3 * DAY }),
		);
		const report = ask({ owed, shown: undefined });
		expect(report).toMatchObject({ sent: 3, owedNow: 0, remaining: 497 });
	});
});

describe('the days to come tell the same as the head', () => {
	/** The most that the windows hold that end in the minutes from `from` to `until`. */
	function fullest(
		sends: ReadonlyArray<{ from: number; until: number }>,
		from: number,
		until: number,
	) {
		const ends = range(Math.floor(from / MINUTE), Math.floor(until / MINUTE) + 1);
		const holds = (minute: number) =>
			sends.filter(
				(one) =>
					Math.floor(one.from / MINUTE) <= minute &&
					minute <= Math.floor((one.until + DAY - 1) / MINUTE),
			).length;
		return Math.max(...ends.map(holds));
	}

	it('as far ahead as HubSpot has mail of others scheduled', () => {
		const { forecast, level } = ask({ times: [NOW, NOW, NOW + DAY - MINUTE], limit: 3 });
		expect(level).toBe('full');
		expect(forecast.map(({ remaining }) => remaining)).toEqual([1, 0]);
	});

	it('by the least room of the windows that end in a day, the reserve taken off in both', () => {
		const planned = fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 8 });
		const zones = fc.constantFrom('UTC', 'Europe/Berlin', 'Pacific/Auckland');
		fc.assert(
			fc.property(
				knownSends,
				planned,
				fc.nat({ max: 12 }),
				fc.nat({ max: 4 }),
				zones,
				(times, hours, room, reserve, timeZone) => {
					const owed = rowOf(
						...hours.map((hour, order) => enrollment(order, { schedule: scheduleAt(hour * HOUR) })),
					);
					const limit = room + reserve;
					const report = ask({ times, owed, limit, reserve, timeZone });
					const sends = [
						...times.map((at) => ({ from: at, until: at })),
						// The ledger knows the hour.
						...hours.map((hour) => ({
							from: NOW + hour * HOUR,
							until: NOW + (hour + 1) * HOUR - 1,
						})),
					];
					const left = (from: number, until: number) =>
						Math.max(0, limit - reserve - fullest(sends, from, until));
					expect(report.remaining).toBe(left(NOW, NOW + DAY - 1));
					for (const { date, ...day } of report.forecast) {
						const midnight = DateTime.fromISO(date, { zone: timeZone });
						const from = Math.max(NOW, midnight.toMillis());
						expect(day.limit).toBe(limit);
						expect(day.remaining).toBe(left(from, midnight.endOf('day').toMillis()));
					}
					const soon = report.forecast.slice(0, 2).map(({ remaining }) => remaining);
					if (report.level === 'full') expect(Math.min(...soon)).toBe(0);
				},
			),
			{ numRuns: 60 },
		);
	});
});
