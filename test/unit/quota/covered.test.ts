import { emailPlanner } from '../../../nodes/shared/quota/emailsOwed';
import { ExpectedLoad } from '../../../nodes/shared/quota/expectedLoad';
import { READINGS, type Reading } from '../../../nodes/shared/quota/readings';
import { calendars, scheduleOf } from '../../../nodes/shared/quota/schedule';
import { exactly } from '../../../nodes/shared/quota/window';
import { DAY, HOUR, MINUTE, NOW } from '../../support/unit/arbitraries';

const OF_STEP: Reading = { delays: 'fromStep', firstStep: 'atOnce', instant: 'whenDue' };
const OF_ENROLLMENT: Reading = { ...OF_STEP, delays: 'fromEnrollment' };

const scheduleWith = (...delays: number[]) =>
	scheduleOf(
		{
			steps: delays.map((delayMillis, stepOrder) => ({
				stepOrder,
				actionType: 'EMAIL',
				delayMillis,
			})),
		},
		'UTC',
	);

/** Four hundred enrollments of `ago` (ms), none of whose email was seen. */
function loadOf(reading: Reading, ago: number, ...delays: number[]) {
	const schedule = scheduleWith(...delays);
	const planner = emailPlanner(schedule, reading, calendars()(schedule));
	const owed = planner({ enrolled: exactly(NOW - ago), seen: 0 }, NOW);
	const load = new ExpectedLoad({ limit: 500, reserve: 0 }, NOW);
	load.take(owed, 400);
	return { owed, load, planner };
}

/** How many more enrollments of the same kind fit now. */
function howManyFit(reading: Reading, ago: number, ...delays: number[]): number {
	const { load, planner } = loadOf(reading, ago, ...delays);
	const one = planner({ enrolled: exactly(NOW), seen: 0 }, NOW);
	let fits = 0;
	while (load.tryTake(() => one, NOW)) fits++;
	return fits;
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
				const email = { ...exactly(NOW + days * DAY), spread: false, overdue: false };
				let fits = 0;
				while (load.tryTake(() => [email], NOW)) fits++;
				load.take([email], -fits);
				expect(fits).toBeLessThanOrEqual(100);
			}
		}
	});
});
