import { emailPlanner, type OwedEmail } from '../../../nodes/shared/quota/emailsOwed';
import { ExpectedLoad } from '../../../nodes/shared/quota/expectedLoad';
import { READINGS, type Reading } from '../../../nodes/shared/quota/readings';
import { calendars, scheduleOf } from '../../../nodes/shared/quota/schedule';
import { exactly } from '../../../nodes/shared/quota/window';
import { DAY, HOUR, MINUTE, NOW } from '../../support/unit/arbitraries';
import { emailAt, emailStepsAfter } from '../../support/unit/emails';

const OF_STEP: Reading = { delays: 'fromStep', firstStep: 'atOnce', instant: 'whenDue' };
const OF_ENROLLMENT: Reading = { ...OF_STEP, delays: 'fromEnrollment' };

const scheduleWith = (...delays: number[]) =>
	scheduleOf({ steps: emailStepsAfter(...delays) }, 'UTC');

/** Four hundred enrollments of `ago` (ms), none of whose email was seen. */
function loadOf(reading: Reading, ago: number, ...delays: number[]) {
	const schedule = scheduleWith(...delays);
	const planner = emailPlanner(schedule, reading, calendars()(schedule));
	const owed = planner({ enrolled: exactly(NOW - ago), seen: 0 }, NOW);
	const load = new ExpectedLoad({ limit: 500, reserve: 0 }, NOW);
	load.take(owed, 400);
	return { owed, load, planner };
}

/** How many more enrollments with these emails fit, for who asks at `start`; they take their room. */
function fitsOf(load: ExpectedLoad, emails: readonly OwedEmail[], start = NOW): number {
	let fits = 0;
	while (fits < 1_000 && load.tryTake(() => emails, start)) fits++;
	return fits;
}

const at = (days: number) => emailAt(NOW + days * DAY);

/** How many more enrollments of the same kind fit now. */
function howManyFit(reading: Reading, ago: number, ...delays: number[]): number {
	const { load, planner } = loadOf(reading, ago, ...delays);
	return fitsOf(load, planner({ enrolled: exactly(NOW), seen: 0 }, NOW));
}

describe('emails in the queue of HubSpot', () => {
	it.each<[string, Reading, number[], number]>([
		['of one email leave the rest of the limit', OF_STEP, [0], 100],
		['with a follow-up a day or more behind leave as much', OF_STEP, [0, 3 * DAY], 100],
		['with several such follow-ups, too', OF_STEP, [0, 3 * DAY, 2 * DAY, DAY], 100],
		['with a follow-up hours behind take room twice', OF_STEP, [0, 5 * HOUR], 0],
		['whose follow-up does not wait for them take room beside it', OF_ENROLLMENT, [0, 3 * DAY], 0],
	])('%s', (_, reading, delays, expected) => {
		expect(howManyFit(reading, 2 * HOUR, ...delays)).toBe(expected);
	});

	it.each<[string, number, number[], number]>([
		['and a follow-up days later leaves room beside it', 15 * MINUTE, [0, 3 * DAY], 100],
		['and a follow-up a day later takes room beside it', 15 * MINUTE, [0, DAY], 0],
		['so long no more, and takes room beside every follow-up', 15 * MINUTE + 1, [0, 3 * DAY], 0],
	])('may have gone out before the log shows it, %s', (_, ago, delays, expected) => {
		expect(howManyFit(OF_ENROLLMENT, ago, ...delays)).toBe(expected);
	});

	it('hold what follows at least once in every window, whenever they go out', () => {
		for (const reading of READINGS) {
			const { load, owed } = loadOf(reading, 2 * HOUR, 0, 3 * DAY, 2 * DAY);
			const [{ overdue }] = owed;
			if (!overdue) continue;
			for (let days = 0; days < 12; days++) {
				const fits = fitsOf(load, [at(days)]);
				load.take([at(days)], -fits);
				expect(fits).toBeLessThanOrEqual(100);
			}
		}
	});
});

describe('what follows emails in the queue, by when they go out', () => {
	it('is covered by the one before it, not by all of them together', () => {
		const { owed } = loadOf(OF_STEP, 2 * HOUR, 0, 12 * HOUR, 12 * HOUR, DAY);
		expect(owed.map(({ covered }) => covered)).toEqual([false, false, false, true]);
	});

	it.each([
		['beside the queue, in the day in which it empties', [0, DAY], 1.5, 0, 100],
		['after it, for who asks while it stands', [0, 3 * DAY], 3.5, 0, 100],
		['after it, for who asks once it is empty', [0, 3 * DAY], 3.5, 1, 100],
		['behind it, for who asks while it stands', [0, 3 * DAY], 9, 0, 100],
		['behind it, for who asks once it is empty', [0, 3 * DAY], 9, 1, 500],
	])('leaves room %s', (_, delays, days, asked, expected) => {
		const { load } = loadOf(OF_STEP, 2 * HOUR, ...delays);
		expect(fitsOf(load, [at(days)], NOW + asked * DAY)).toBe(expected);
	});

	it.each([
		['in the day in which the queue empties once', [0, DAY], 1.5, 100],
		['in its own day as much', [0, 3 * DAY], 3.5, 100],
		['and none behind it', [0, 3 * DAY], 9, 500],
	])('is told to take room %s', (_, delays, days, expected) => {
		const { load } = loadOf(OF_STEP, 2 * HOUR, ...delays);
		expect(load.leftIn(exactly(NOW + days * DAY))).toBe(expected);
	});

	it('that is spread takes its share, as much as by the end of the half hour', () => {
		const load = new ExpectedLoad({ limit: 500, reserve: 0 }, NOW);
		const day = { from: NOW + 3 * DAY, until: NOW + 3 * DAY + 10 * HOUR - 1 };
		load.take([{ ...day, spread: true, overdue: false, covered: true }], 400);
		expect(load.leftIn(exactly(NOW + 3 * DAY + 5 * HOUR))).toBe(500 - 220);
		expect(load.leftIn(exactly(NOW + 3 * DAY + 11 * HOUR))).toBe(100);
	});

	it('leaves none in the last minute of what went out a day ago', () => {
		// The last minute of its half hour, and the only one that holds that.
		const now = NOW + 29 * MINUTE;
		const load = new ExpectedLoad({ limit: 2, reserve: 0 }, now);
		load.count([now - DAY + 1]);
		load.take([{ ...exactly(now), spread: false, overdue: true }]);
		expect(load.fits([emailAt(now)])).toBe(false);
		expect(load.fits([emailAt(now + MINUTE)])).toBe(true);
	});

	it('holds nobody back for longer than the queue, who asks again in a day', () => {
		const load = new ExpectedLoad({ limit: 400, reserve: 0 }, NOW);
		load.take([{ ...exactly(NOW), spread: false, overdue: true }], 400);
		const inThreeDays = (start: number) => [emailAt(start + 3 * DAY)];
		expect(load.earliest(inThreeDays, NOW)).toBe(NOW + DAY);
		const atOnce = (start: number) => [emailAt(start)];
		expect(load.earliest(atOnce, NOW)).toBe(NOW + 2 * DAY);
	});
});
