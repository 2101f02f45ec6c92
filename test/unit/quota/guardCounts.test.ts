import { reserve } from '../../../nodes/shared/quota/guard';
import { EMPTY_ROW, type LedgerRow } from '../../../nodes/shared/quota/ledgerRow';
import { atOnce } from '../../../nodes/shared/quota/steps';
import { DAY, HOUR, NOW } from '../../support/unit/arbitraries';
import { ask, byHand, contacts, type GuardRequest } from '../../support/unit/guard';
import { enrollment, rowOf, rowWith } from '../../support/unit/schedules';

describe('where mail is not limited, the guard counts enrollments', () => {
	const ofWorkflow = (request: GuardRequest) =>
		ask({
			logged: 'unknown',
			...request,
			settings: { mail: undefined, isWorkflow: true, enrollmentCap: 3 },
		});
	const row = rowWith(
		enrollment(8, { at: NOW - DAY - HOUR }),
		enrollment(9, { at: NOW - 2 * HOUR }),
	);

	it('of the last 24 hours, and those that it admits', () => {
		const { decision, verdicts } = ofWorkflow({ row, enrollments: contacts(3) });
		expect(decision).toMatchObject({ used: 1, left: Infinity });
		expect(verdicts).toEqual([
			{ admitted: { used: 2, exceeded: false } },
			{ admitted: { used: 3, exceeded: false } },
			{ held: { reason: 'DAILY_ENROLLMENT_CAP', used: 3 } },
		]);
	});

	it.each([
		['not the one whose hour ended a day ago', NOW - 1, 1],
		['the one whose hour ended a millisecond less than a day ago', NOW - 2, 2],
	])('%s', (_, now, used) => {
		expect(ofWorkflow({ row, now }).decision.used).toBe(used);
	});
});

describe('room comes free', () => {
	it.each<[string, number[], number]>([
		['a day after the oldest email of the last 24 hours', [-30, -23, -2], 1],
		['not with one that is a day old', [-24, -2], 22],
		['not with one that is to come', [0.01], 24],
	])('%s', (_, hours, expected) => {
		const logged = hours.map((hour) => byHand(NOW + hour * HOUR));
		expect(ask({ logged }).decision.releaseAt).toBe(NOW + expected * HOUR);
	});

	it('by what the ledger has planned, where HubSpot does not tell', () => {
		const row = rowWith(
			enrollment(7, { at: NOW - 30 * HOUR }),
			enrollment(8, { at: NOW - 2 * HOUR }),
			enrollment(9, { at: NOW }),
		);
		expect(ask({ row, logged: 'unknown' }).decision.releaseAt).toBe(NOW + 23 * HOUR - 1);
	});
});

describe('who is held', () => {
	const full = { limit: 1, logged: [byHand(NOW - 3 * HOUR)], enrollments: contacts(2) };

	it('is told by enrollment when it is expected to fit', () => {
		const times = atOnce(ask(full).decision.retryTimes());
		expect([...times]).toEqual(full.enrollments.map((one) => [one, expect.anything()]));
		expect(times.get(full.enrollments[0])).toBe(NOW + 21 * HOUR);
	});

	it('says nothing of what the log has shown, where HubSpot does not tell', () => {
		expect(ask({ ...full, logged: 'unknown' }).decision.sightings).toEqual([]);
	});

	it.each([
		['at that very instant no more', NOW, 1],
		['a millisecond before it yet', NOW + 1, 0],
	])('while HubSpot says that the sender is full, %s', (_, fullUntil, left) => {
		expect(ask({ limit: 1, row: { ...EMPTY_ROW, fullUntil } }).decision.left).toBe(left);
	});
});

it('what is reserved has the mark of its run, where it has one', () => {
	const { decision } = ask({ enrollments: contacts(1) });
	const claimed = (row: LedgerRow) => JSON.stringify(row.owed).includes('run-1');
	expect(claimed(reserve(decision, 1, { by: 'run-1', at: NOW }).row)).toBe(true);
	expect(reserve(decision, 1).row.owed.groups).toEqual(rowOf(enrollment(1)).groups);
});
