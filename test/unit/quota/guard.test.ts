import { isBeyondLimit, release } from '../../../nodes/shared/quota/guard';
import { EMPTY_ROW } from '../../../nodes/shared/quota/ledgerRow';
import { DAY, HOUR, MINUTE, NOW } from '../../support/unit/arbitraries';
import { outcomesOf } from '../../support/unit/decisions';
import { ask, byHand, contacts, sentTo, type GuardRequest } from '../../support/unit/guard';
import { enrollment, owedIn, rowOf, rowWith, scheduleAt } from '../../support/unit/schedules';

const TWO = scheduleAt(0, 3 * DAY);

/** Three enrollments of two emails where one send is known: with a limit of 3 two of them fit. */
const three = {
	limit: 3,
	enrollments: contacts(3, { schedule: TWO }),
	logged: [byHand(NOW - 3 * HOUR)],
} satisfies GuardRequest;

const owing = (...contactIds: string[]) => contactIds.map((id) => `${id}@0: 2`);

describe.each<['hold' | 'fail' | 'warn' | 'off', string[], string[]]>([
	['hold', ['admitted', 'admitted', 'SEND_LIMIT'], ['1', '2']],
	['fail', ['admitted', 'admitted', 'SEND_LIMIT'], []],
	['warn', ['admitted', 'admitted', 'exceeded'], ['1', '2', '3']],
	['off', ['admitted', 'admitted', 'admitted'], ['1', '2', '3']],
])('in mode %s', (mode, expected, reserved) => {
	it(`the guard decides ${expected.join(', ')}`, () => {
		expect(outcomesOf(ask({ ...three, mode }).verdicts)).toEqual(expected);
	});

	it(`reserves the emails of ${reserved.length}`, () => {
		const answer = ask({ ...three, mode });
		expect(answer.reserved).toBe(reserved.length);
		expect(owedIn(answer.row.owed)).toEqual(owing(...reserved));
	});
});

describe('the guard', () => {
	it('says what was known before, and what was left', () => {
		const { decision } = ask(three);
		expect(decision).toMatchObject({ used: 1, left: 2, releaseAt: NOW + 21 * HOUR });
		expect(ask({ limit: 3 }).decision).toMatchObject({ used: 0, left: 3, releaseAt: NOW + DAY });
	});

	it('reserves for each contact, also where one in between is held', () => {
		const [first, second, third] = contacts(3);
		const enrollments = [first, { ...second, schedule: scheduleAt(0, 0, 0) }, third];
		const { verdicts, row, reserved } = ask({ ...three, enrollments });
		expect(outcomesOf(verdicts)).toEqual(['admitted', 'SEND_LIMIT', 'admitted']);
		expect(reserved).toBe(2);
		expect(row.owed).toEqual({ ...rowOf(enrollment(1), enrollment(3)), lookedAt: NOW });
	});

	it('reserves what is taken out again by whose it is', () => {
		const { row } = ask(three);
		const [first] = three.enrollments;
		expect(owedIn(release(row, [first]).owed)).toEqual(owing('2'));
		expect(release(row, [])).toBe(row);
	});

	it('in mode off marks nothing, whatever the limit', () => {
		const answer = ask({ ...three, mode: 'off', limit: 0 });
		expect(outcomesOf(answer.verdicts)).toEqual(['admitted', 'admitted', 'admitted']);
	});

	it.each(['hold', 'warn', 'off'] as const)('reserves no more than a chunk in mode %s', (mode) => {
		const { verdicts, reserved, row } = ask({ ...three, limit: 9, chunk: 2, mode });
		expect(outcomesOf(verdicts)).toEqual(['admitted', 'admitted', 'admitted']);
		expect(reserved).toBe(2);
		expect(owedIn(row.owed)).toEqual(owing('1', '2'));
	});

	it('in mode fail reserves everything where all fit, whatever the chunk', () => {
		const { reserved, row } = ask({ ...three, limit: 4, chunk: 1, mode: 'fail' });
		expect(reserved).toBe(3);
		expect(owedIn(row.owed)).toEqual(owing('1', '2', '3'));
	});

	it('in mode fail reserves the others where only the cap of a company holds one back', () => {
		const settings = { maxPerDomain: 2 };
		const { verdicts, reserved } = ask({ ...three, limit: 9, mode: 'fail', settings });
		expect(outcomesOf(verdicts)).toEqual(['admitted', 'admitted', 'DOMAIN_CAP']);
		expect(verdicts.some(isBeyondLimit)).toBe(false);
		expect(reserved).toBe(2);
	});

	it('leaves the enrollments of the row as they are where there is nothing to write', () => {
		const row = { ...rowWith(enrollment('9', { schedule: TWO })), fullUntil: NOW - HOUR };
		expect(ask({ ...three, row, limit: 0 }).row.owed.groups).toBe(row.owed.groups);
		expect(ask({ ...three, row, enrollments: [] }).row.owed.groups).toBe(row.owed.groups);
		expect(ask({ row, logged: 'unknown' }).row).toBe(row);
	});

	it('keeps what else is in the row', () => {
		const row = { ...EMPTY_ROW, fullUntil: NOW - HOUR };
		expect(ask({ ...three, row }).row.fullUntil).toBe(NOW - HOUR);
	});

	it("takes HubSpot's word in the row that the sender is at the limit", () => {
		const row = { ...EMPTY_ROW, fullUntil: NOW + MINUTE };
		const { verdicts, decision } = ask({ ...three, row, enrollments: contacts(1) });
		expect(outcomesOf(verdicts)).toEqual(['HUBSPOT_SEND_LIMIT']);
		expect(decision.left).toBe(0);
	});
});

describe('the guard counts', () => {
	it('what an earlier run has reserved', () => {
		const earlier = ask({ ...three, enrollments: contacts(2) });
		const { verdicts, decision } = ask({ ...three, row: earlier.row, enrollments: contacts(1) });
		expect(outcomesOf(verdicts)).toEqual(['SEND_LIMIT']);
		expect(decision).toMatchObject({ used: 3, left: 0 });
	});

	it('that beside mail that n8n did not cause', () => {
		const logged = [1, 2, 3].map((minute) => byHand(NOW - minute * MINUTE));
		const first = ask({ enrollments: contacts(3), logged, limit: 5 });
		expect(outcomesOf(first.verdicts)).toEqual(['admitted', 'admitted', 'SEND_LIMIT']);
		const enrollments = contacts(3, { from: 4 });
		const now = NOW + 10_000;
		const again = ask({ enrollments, logged, row: first.row, limit: 5, now });
		expect(outcomesOf(again.verdicts)).toEqual(['SEND_LIMIT', 'SEND_LIMIT', 'SEND_LIMIT']);
	});

	it('a reservation once when HubSpot shows its email', () => {
		const earlier = ask({ enrollments: contacts(2), limit: 3 });
		const { verdicts, decision } = ask({
			enrollments: contacts(2, { from: 3 }),
			row: earlier.row,
			logged: [sentTo(1, NOW + 800)],
			limit: 3,
			now: NOW + 10_000,
		});
		expect(decision).toMatchObject({ used: 2, left: 1 });
		expect(decision.sightings).toMatchObject([{ order: 0, at: NOW + 800 }]);
		expect(owedIn(decision.row.owed)).toEqual(['1@0: 0', '2@0: 1']);
		expect(outcomesOf(verdicts)).toEqual(['admitted', 'SEND_LIMIT']);
	});

	it('what is overdue, for as long as the log does not show it', () => {
		const row = rowWith(enrollment(1, { at: NOW - 5 * DAY }));
		const waiting = { row, enrollments: contacts(2, { from: 3 }), limit: 2 };
		expect(outcomesOf(ask(waiting).verdicts)).toEqual(['admitted', 'SEND_LIMIT']);
		const logged = [sentTo(1, NOW - 2 * DAY)];
		expect(outcomesOf(ask({ ...waiting, logged }).verdicts)).toEqual(['admitted', 'admitted']);
	});

	it.each<[string, number, string]>([
		['for the whole day', NOW - 20 * HOUR, 'SEND_LIMIT'],
		['until the hour it was planned in is a day ago', NOW - DAY, 'SEND_LIMIT'],
		['no more after that', NOW - DAY - HOUR, 'admitted'],
		['while it is to come', NOW + HOUR, 'SEND_LIMIT'],
	])('by the ledger alone where HubSpot does not tell: %s', (_, at, outcome) => {
		const row = rowWith(enrollment(8, { at }));
		const answer = ask({ row, logged: 'unknown', enrollments: contacts(1), limit: 1 });
		expect(outcomesOf(answer.verdicts)).toEqual([outcome]);
	});

	it('nothing at first', () => {
		expect(ask({ enrollments: contacts(1) }).decision).toMatchObject({ used: 0, left: 100 });
		expect(ask({ enrollments: [] }).row.owed).toEqual({ ...EMPTY_ROW.owed, lookedAt: NOW });
	});
});
