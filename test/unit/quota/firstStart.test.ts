import * as fc from 'fast-check';

import { sendPlanner } from '../../support/unit/sendTimes';
import { ExpectedLoad, type StartPlanner } from '../../../nodes/shared/quota/expectedLoad';
import { firstForAll, firstStart } from '../../../nodes/shared/quota/firstStart';
import { scheduleOf } from '../../../nodes/shared/quota/schedule';
import { Plans } from '../../../nodes/shared/quota/underReadings';
import { exactly, type Span } from '../../../nodes/shared/quota/window';
import {
	anyOffsets,
	capacity,
	DAY,
	HOUR,
	knownSpans,
	MINUTE,
	NOW,
	presents,
} from '../../support/unit/arbitraries';
import { followUpSettings, sequenceSteps } from '../../support/unit/sequenceArbitraries';
import { emailAt, emailSteps, whole } from '../../support/unit/emails';
import { fits } from '../../support/unit/windowOracle';

const BERLIN = 'Europe/Berlin';
const WEEK = 7 * DAY;
const someRuns = { numRuns: 150 };

/** When a sequence of emails sends that counts its delays, in days, in week days; at any time of these. */
function weekdaysPlanner(timeZone: string, ...days: number[]): StartPlanner {
	const plans = new Plans([
		{ delays: 'weekdaysFromStep', firstStep: 'atOnce', instant: 'whenDue' },
	]);
	const settings = {
		eligibleFollowUpDays: 'BUSINESS_DAYS' as const,
		sendWindowStartMinute: 0,
		sendWindowEndMinute: 24 * 60,
	};
	const [planner] = plans.of(scheduleOf({ settings, steps: emailSteps(...days) }, timeZone));
	return planner;
}

type SendPlanner = (start: number) => readonly number[];

const after =
	(shape: readonly number[]): SendPlanner =>
	(start) =>
		shape.map((offset) => start + offset);
const emailsOf =
	(planner: SendPlanner): StartPlanner =>
	(start) =>
		planner(start).map(emailAt);

function loadOf(sends: readonly Span[], limit: number, now: number): ExpectedLoad {
	const load = new ExpectedLoad({ limit, reserve: 0 }, now);
	load.take(sends.map(whole));
	return load;
}

const spansOf = (known: Array<{ span: Span }>) => known.map(({ span }) => span);

/** Every start from `from` on, and then every full minute, before `until`. */
function* startsBetween(from: number, until: number) {
	yield from;
	for (let start = Math.ceil((from + 1) / MINUTE) * MINUTE; start < until; start += MINUTE) {
		yield start;
	}
}

/** Whether its own sends are few enough at some minute of two weeks. */
function everFitsAlone(planner: StartPlanner, limit: number, from: number): boolean {
	for (const start of startsBetween(from, from + 2 * WEEK)) {
		const sends = planner(start).map(({ from }) => from);
		if (fits([], sends, limit)) return true;
	}
	return false;
}

/** Walks minute by minute, from `from` to the start that is found. */
function check(sends: Span[], limit: number, now: number, from: number, planner: StartPlanner) {
	const load = loadOf(sends, limit, now);
	const start = load.earliest(planner, from);
	if (start === undefined) return expect(everFitsAlone(planner, limit, from)).toBe(false);
	expect(start).toBeGreaterThanOrEqual(from);
	expect(start === from || start % MINUTE === 0).toBe(true);
	expect(load.fits(planner(start))).toBe(true);
	for (const earlier of start > from ? startsBetween(from, start) : []) {
		if (load.fits(planner(earlier))) {
			throw new Error(
				`${new Date(start).toISOString()}, but ${new Date(earlier).toISOString()} fits`,
			);
		}
	}
}

describe('the first start that fits', () => {
	const later = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 30 * 60 }));

	it('fits, is not before the one asked for, and no minute before it fits', () => {
		fc.assert(
			fc.property(
				knownSpans('either'),
				presents,
				later,
				anyOffsets,
				capacity,
				(known, now, minutes, shape, limit) => {
					check(spansOf(known), limit, now, now + minutes * MINUTE, emailsOf(after(shape)));
				},
			),
			someRuns,
		);
	});

	it('does so too where week days count, so that a later start may be due before', () => {
		fc.assert(
			fc.property(
				fc.array(fc.integer({ min: 0, max: 9 * 24 }), { maxLength: 6 }),
				fc.integer({ min: 0, max: 7 * 24 }),
				fc.array(fc.integer({ min: 0, max: 16 }), { minLength: 1, maxLength: 2 }),
				fc.integer({ min: 1, max: 2 }),
				(hours, later, quarters, limit) => {
					const now = NOW + later * HOUR;
					const known = hours.map((hour) => exactly(now + hour * HOUR));
					const days = quarters.map((wait) => wait / 4);
					check(known, limit, now, now, weekdaysPlanner(BERLIN, 0, ...days));
				},
			),
			someRuns,
		);
	});

	it('does so too where a send window moves what is sent', () => {
		fc.assert(
			fc.property(
				knownSpans('either'),
				presents,
				followUpSettings,
				sequenceSteps,
				capacity,
				(known, now, settings, steps, limit) => {
					const planner = emailsOf(sendPlanner({ settings, steps }, BERLIN));
					check(spansOf(known), limit, now, now, planner);
				},
			),
			someRuns,
		);
	});
});

const exact = (...times: number[]) => times.map(exactly);
const ever: Array<[string, Span[], number[], number, number | undefined]> = [
	['is now where there is room', exact(NOW), [0], 2, NOW],
	['is a day after the oldest send', exact(NOW - 3 * HOUR, NOW), [0], 2, NOW + 21 * HOUR],
	[
		'is a day after the end of an hour, where no more is known',
		[{ from: NOW - 3 * HOUR, until: NOW - 2 * HOUR - 1 }],
		[0],
		1,
		NOW + 22 * HOUR,
	],
	['lets a follow-up day clear first', exact(NOW + 2 * DAY), [0, 2 * DAY], 1, NOW + DAY],
	[
		'waits until a plan in between known sends has left the later ones behind',
		exact(NOW + 2 * DAY, NOW + 2 * DAY + 5 * HOUR),
		[0, 2 * DAY],
		1,
		NOW + 3 * DAY + 5 * HOUR,
	],
	[
		'is on the minute at which a send lets two of its own in',
		exact(NOW - 22 * HOUR - 23 * MINUTE),
		[0, HOUR],
		2,
		NOW + 37 * MINUTE,
	],
	['never comes for a plan above the limit by itself', [], [0, HOUR], 1, undefined],
	['never comes for one beside known sends', exact(NOW, NOW + 5 * DAY), [0, HOUR], 1, undefined],
	['never comes without any limit left', exact(NOW), [0], 0, undefined],
	['never comes with a reserve above the limit', [], [0], -1, undefined],
	['is now for a plan without sends', exact(NOW, NOW), [], 0, NOW],
	['is now without a limit', exact(NOW, NOW), [0, 0], Infinity, NOW],
];

describe('the first start that fits', () => {
	it.each(ever)('%s', (_, sends, shape, limit, expected) => {
		expect(loadOf(sends, limit, NOW).earliest(emailsOf(after(shape)), NOW)).toBe(expected);
	});

	it('never comes, however often it is asked for', () => {
		const load = loadOf([], 1, NOW);
		const asked = Array.from({ length: 500 }, () => load.earliest(emailsOf(after([0, HOUR])), NOW));
		expect(new Set(asked)).toEqual(new Set([undefined]));
	});

	it('comes on Friday where it would be due on the day of Friday again from Saturday on', () => {
		// Friday's follow-up is due on Tuesday, and so are Saturday's and Sunday's.
		const known = exactly(Date.UTC(2026, 10, 30, 11));
		const thursday = Date.UTC(2026, 10, 26, 10);
		const start = loadOf([known], 1, thursday).earliest(weekdaysPlanner('UTC', 0, 2), thursday);
		expect(start).toBe(Date.UTC(2026, 10, 27, 11));
	});

	it('comes where the weekend no longer pushes its own sends together', () => {
		const steps = emailSteps(1, 1);
		const settings = {
			eligibleFollowUpDays: 'BUSINESS_DAYS' as const,
			sendWindowStartMinute: 9 * 60,
			sendWindowEndMinute: 17 * 60,
		};
		// Friday noon: both emails would go out on Monday at nine.
		const friday = Date.UTC(2026, 10, 27, 12);
		const start = loadOf([], 1, friday).earliest(
			emailsOf(sendPlanner({ settings, steps }, 'UTC')),
			friday,
		);
		// From Saturday at five on they go out on Monday and on Tuesday at nine, a day apart.
		expect(start).toBe(Date.UTC(2026, 10, 28, 17));
	});
});

describe('The first start that suits all', () => {
	const multiple = (step: number, start: number) => Math.ceil(start / step) * step;

	it.each([
		['is the one asked for where it does', [3, 4, 5], 60, 60],
		['is later than what suits each by itself', [3, 4, 5], 1, 60],
		['is that of one alone', [7], 8, 14],
		['is the one asked for where nobody is to be suited', [], 8, 8],
	])('%s', (_, steps, from, expected) => {
		expect(firstForAll(steps, multiple, from)).toBe(expected);
	});

	it('is none where one of them has none', () => {
		const next = (step: number, start: number) => (step === 4 ? undefined : multiple(step, start));
		expect(firstForAll([3, 4, 5], next, 1)).toBeUndefined();
	});
});

describe('The first start that is looked for where it may well be', () => {
	const first = NOW + 500 * MINUTE;
	const search = (likely?: number) => {
		const tried: number[] = [];
		const holds = (start: number) => tried.push(start) > 0 && start >= first;
		return { found: firstStart(holds, NOW, NOW + 3 * DAY, likely), tried: tried.length };
	};

	it('is found at once where it is there', () => {
		expect(search(first)).toEqual({ found: first, tried: 2 });
	});

	it.each([
		['there is no guess', undefined],
		['the guess is too early', first - HOUR],
		['the guess is too late', first + HOUR],
		['the guess is past the end', NOW + WEEK],
		['the guess is before the beginning', NOW - HOUR],
	])('is the same where %s', (_, likely) => {
		expect(search(likely).found).toBe(first);
	});
});
