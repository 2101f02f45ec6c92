import { NO_EVIDENCE } from '../../../nodes/shared/quota/learning';
import {
	carriedOn,
	EMPTY_ROW,
	joinRows,
	sendsToCome,
	uniteRows,
	type LedgerRow,
} from '../../../nodes/shared/quota/ledgerRow';
import { enrollmentsMade } from '../../../nodes/shared/quota/enrollmentCaps';
import { DAY, HOUR, NOW } from '../../support/unit/arbitraries';
import { ann, bob, cohort } from '../../support/unit/cohorts';
import { enrollment, havingCome, owedIn, rowWith, scheduleAt } from '../../support/unit/schedules';

const old = (...cohorts: Array<ReturnType<typeof cohort>>): LedgerRow => ({
	...EMPTY_ROW,
	cohorts,
});

describe('a row of version 0.1 that is carried on', () => {
	it('owes what it had planned, at the same hours', () => {
		const row = carriedOn(old(cohort({ enrollees: [ann, bob] })), true);
		expect(row.cohorts).toEqual([]);
		expect(owedIn(row.owed)).toEqual(['1@0: 2', '2@0: 2']);
		const [{ steps }] = Object.values(row.owed.schedules);
		expect(steps).toEqual(scheduleAt(0, 48 * HOUR).steps);
	});

	it('has the delay of each email from the one before', () => {
		const { owed } = carriedOn(old(cohort({ sends: [2, 50, 122] })), true);
		const [{ steps }] = Object.values(owed.schedules);
		expect(steps).toEqual(scheduleAt(2 * HOUR, 50 * HOUR, 122 * HOUR).steps);
	});

	it('of a workflow has the schedule without emails that rows of ledgers hold', () => {
		const [schedule] = Object.values(carriedOn(old(cohort()), false).owed.schedules);
		const days = 'EVERYDAY';
		expect(schedule).toEqual({ steps: [], days, window: [0, 24 * 60], timeZone: 'UTC' });
	});

	it('of a workflow owes no email, and its enrollments count', () => {
		const { owed } = carriedOn(old(cohort({ enrollees: [ann, bob], others: 2 })), false);
		expect(owedIn(owed)).toEqual(['1@0: 0', '2@0: 0']);
		expect(enrollmentsMade(owed)).toHaveLength(4);
	});

	it('keeps what else is in it, and what is owed already', () => {
		const known = { ...rowWith(enrollment(3)), cohorts: [cohort()], fullUntil: NOW };
		const row = carriedOn(known, true);
		expect(owedIn(row.owed)).toEqual(['1@0: 2', '3@0: 1']);
		expect(row.fullUntil).toBe(NOW);
	});

	it('is the very same where there is nothing to carry on', () => {
		const row = rowWith(enrollment(3));
		expect(carriedOn(row, true)).toBe(row);
	});
});

describe('rows of two workers', () => {
	const [one, other] = [
		rowWith(enrollment(1), enrollment(2)),
		rowWith(enrollment(1), enrollment(3, { at: NOW - HOUR })),
	];
	const all = ['1@0: 1', '2@0: 1', '3@-1: 1'];

	it.each([
		['joined', () => joinRows([one, other])],
		['united', () => uniteRows(one, other)],
	])('that are %s count once what both know', (_, both) => {
		expect(owedIn(both().owed)).toEqual(all);
	});

	it('are full until the later of their times, and keep what more emails have shown', () => {
		const [few, many] = [3, 30].map((emails) => ({ ...NO_EVIDENCE, emails }));
		const known = { ...one, fullUntil: NOW, evidence: many };
		const row = joinRows([known, { ...other, fullUntil: NOW + 1, evidence: few }]);
		expect(row).toMatchObject({ fullUntil: NOW + 1, evidence: many });
		expect(joinRows([one, known])).toMatchObject({ fullUntil: NOW, evidence: many });
		const later = { ...other, evidence: few };
		expect(joinRows([later, known]).evidence).toBe(many);
		expect(Object.keys(joinRows([one, other]))).toEqual(['cohorts', 'owed']);
	});

	it('of which one is of version 0.1 keep what that one has planned', () => {
		const row = joinRows([rowWith(enrollment(3)), old(cohort({ enrollees: [ann, bob] }))]);
		expect(owedIn(carriedOn(row, true).owed)).toEqual(['1@0: 2', '2@0: 2', '3@0: 1']);
	});
});

describe('the emails to come that people see', () => {
	it.each<[string, LedgerRow, number]>([
		['are none at first', EMPTY_ROW, 0],
		['are all that is owed', rowWith(enrollment(1, { schedule: scheduleAt(0, DAY) })), 2],
		['are those of enrollments that nobody asks about too', old(cohort({ others: 2 })), 6],
		['are no more those of an hour that has begun', old(cohort({ hour: NOW / HOUR - 1 })), 1],
	])('%s', (_, row, count) => {
		expect(sendsToCome(row, NOW - 1)).toBe(count);
	});

	it('are none of who has left, and those of an hour that begins later than now', () => {
		const row = rowWith(enrollment(1, { schedule: scheduleAt(0, DAY) }));
		const gone = { ...row, owed: havingCome(row.owed, { left: NOW }) };
		expect(sendsToCome(gone, NOW)).toBe(0);
		expect(sendsToCome(old(cohort({ sends: [0, 1] })), NOW)).toBe(1);
	});
});
