import { isInWeekdays } from '../../../nodes/shared/quota/emailsOwed';
import { hourOf } from '../../../nodes/shared/quota/hours';
import type { OwedRow } from '../../../nodes/shared/quota/owed';
import { readingName, READINGS, type Reading } from '../../../nodes/shared/quota/readings';
import { Plans, type Logged } from '../../../nodes/shared/quota/underReadings';
import { exactly } from '../../../nodes/shared/quota/window';
import { DAY, HOUR, MINUTE, NOW } from '../../support/unit/arbitraries';
import { emailAt } from '../../support/unit/emails';
import {
	enrollment,
	havingCome,
	officeSchedule,
	rowOf,
	WHEN_DUE,
} from '../../support/unit/schedules';

const OFFICE = officeSchedule([0, 3]);
const NOTHING: Logged = { counted: [], scheduled: [] };

const readingOf = (name: string): Reading[] =>
	READINGS.filter((reading) => readingName(reading) === name);
const placeOf = (name: string): number => READINGS.findIndex((one) => readingName(one) === name);
const FROM_STEP = 'fromStep/atOnce/whenDue';
const FROM_ENROLLMENT = 'fromEnrollment/atOnce/whenDue';

const madeAt = (contact: string, at: number) => enrollment(contact, { schedule: OFFICE, at });

/** What is owed under readings, of each by itself. */
function owedUnder(
	readings: readonly Reading[],
	row: OwedRow,
	{ logged = NOTHING, now = NOW }: { logged?: Logged; now?: number } = {},
) {
	const all = [...new Plans(readings).owedBy(row, logged, now)].flat();
	return readings.map((_, place) => all.filter(({ order }) => order === place));
}

describe('those who owe', () => {
	const onSunday = madeAt('2', NOW - 4 * DAY);
	const onMonday = madeAt('1', NOW - 3 * DAY);
	const seen = havingCome(rowOf(onSunday, onMonday), { seen: 1, last: hourOf(NOW - DAY) });

	it('the same are one, whenever they were enrolled, but where delays are summed up from then', () => {
		const [[together], apart] = owedUnder(
			[...readingOf(FROM_STEP), ...readingOf(FROM_ENROLLMENT)],
			seen,
		);
		expect(together.count).toBe(2);
		// Three days after Wednesday is Saturday, which is Monday.
		expect(together.emails).toMatchObject([{ from: NOW + 4 * DAY - HOUR }]);
		expect(apart.map(({ count }) => count)).toEqual([1, 1]);
		// Three days after Sunday and after Monday: the one should have gone out.
		expect(apart.map(({ emails }) => emails[0])).toMatchObject([
			{ from: NOW, overdue: true },
			{ from: NOW, overdue: false },
		]);
	});

	it('after the first email owe the same, however the first step is read, and before it do not', () => {
		const names = [FROM_STEP, 'fromStep/inWindow/whenDue'];
		const readings = names.flatMap(readingOf);
		const [[atOnce], [inWindow]] = owedUnder(readings, seen);
		expect(inWindow.emails).toBe(atOnce.emails);
		const [[early], [late]] = owedUnder(readings, rowOf(madeAt('1', NOW - 4 * HOUR)), {
			now: NOW - 3 * HOUR,
		});
		expect(early.emails[0]).toMatchObject({ from: NOW - 3 * HOUR });
		expect(late.emails[0]).toMatchObject({ from: NOW - HOUR });
	});
});

describe('who has left', () => {
	it.each([
		['as it was due', NOW, [emailAt(NOW)]],
		['a moment before', NOW - 1, []],
		['later', NOW + MINUTE, [emailAt(NOW + MINUTE)]],
	])('%s owes what may have gone out unseen by then', (_, left, emails) => {
		const row = havingCome(rowOf(madeAt('1', NOW)), { left });
		const [[owed]] = owedUnder(WHEN_DUE, row);
		expect(owed).toEqual({ order: 0, emails, count: 1 });
	});
});

describe('an email that HubSpot has scheduled', () => {
	it.each([
		['for later', NOW + HOUR, emailAt(NOW + HOUR)],
		['for this instant', NOW, emailAt(NOW)],
		['and not sent in time', NOW - 1, { ...emailAt(NOW), overdue: true }],
	])('%s is the next', (_, at, next) => {
		const row = rowOf(madeAt('1', NOW - DAY));
		const scheduled = [{ targetId: '7', contactId: '1', hour: hourOf(NOW - DAY), at }];
		const [[others, one]] = owedUnder(WHEN_DUE, row, { logged: { counted: [], scheduled } });
		expect(others.count).toBe(0);
		expect(one.count).toBe(1);
		expect(one.emails[0]).toEqual(next);
		expect(one.emails).toHaveLength(2);
	});
});

describe('plans are worked out once', () => {
	const plans = new Plans(READINGS);
	const plan = plans.of(OFFICE);
	const [atOnce, inWindow] = [placeOf(FROM_STEP), placeOf('fromStep/inWindow/whenDue')];
	const early = NOW - 3 * HOUR;

	it('for a schedule', () => {
		expect(plans.of(OFFICE)).toBe(plan);
		expect(plans.of({ ...OFFICE })).not.toBe(plan);
	});

	it('for a start that is asked for again, and anew for another', () => {
		const emails = plan[inWindow](early);
		expect(plan[inWindow](early)).toBe(emails);
		expect(emails[0]).toMatchObject(exactly(NOW - HOUR));
		expect(plan[inWindow](NOW)[0]).toMatchObject(exactly(NOW));
	});

	it('for two readings of the first step, where both send the same', () => {
		expect(plan[inWindow](NOW)).toBe(plan[atOnce](NOW));
		expect(plan[inWindow](early)).not.toBe(plan[atOnce](early));
	});

	it('as far as a later start is due later; it may fall back only where week days count', () => {
		const mayFallBack = plan.map(({ fallsBack }) => fallsBack !== undefined);
		expect(mayFallBack).toEqual(READINGS.map((reading) => isInWeekdays(OFFICE, reading)));
	});
});
