import {
	enroll,
	enrolleeOf,
	sendsOf,
	sizeOf,
	type PlannedEnrollment,
} from '../../../nodes/shared/quota/cohort';
import type { LedgerRow } from '../../../nodes/shared/ledger/ledger';
import { DAY, HOUR, NOW } from '../../support/unit/arbitraries';
import { outcomesOf, plannerOf } from '../../support/unit/decisions';
import { addressOf, ask, contacts } from '../../support/unit/guard';

/** A row with enrollments made at an instant, with one email then and one in two days. */
function madeAt(at: number, ...contactIds: string[]): LedgerRow {
	const planned = contactIds.map(
		(id): PlannedEnrollment => ({
			source: '7',
			at,
			sends: [at, NOW + 2 * DAY],
			enrollee: enrolleeOf(id, addressOf(id)),
		}),
	);
	return { cohorts: enroll([], planned) };
}

const toCome = ({ cohorts }: LedgerRow) =>
	[...sendsOf(cohorts)].filter(({ from }) => from > NOW).length;

/** Someone who needs the room of that follow-up. */
const asking = contacts(1, { from: 50, planner: plannerOf([2 * DAY]) });

describe('what was planned for a contact that HubSpot shows in no sequence', () => {
	const long = NOW - 30 * HOUR;

	it('is free for others', () => {
		const [again] = contacts(1);
		const row = madeAt(long, '1');
		const answer = ask({ row, enrollments: [again, ...asking], settings: { capacity: 1 } });
		expect(outcomesOf(answer.verdicts)).toEqual(['admitted', 'admitted']);
		expect(toCome(answer.row)).toBe(1);
	});

	it('is not where HubSpot shows it in one', () => {
		const [again] = contacts(1, { isEnrolled: true });
		const row = madeAt(long, '1');
		const answer = ask({ row, enrollments: [again, ...asking], settings: { capacity: 1 } });
		expect(outcomesOf(answer.verdicts)).toEqual(['admitted', 'SEND_LIMIT']);
	});

	it('is not where it is another contact', () => {
		const answer = ask({ row: madeAt(long, '2'), enrollments: asking, settings: { capacity: 1 } });
		expect(outcomesOf(answer.verdicts)).toEqual(['SEND_LIMIT']);
	});

	it('is free also where the contact itself is held, and that is written', () => {
		const answer = ask({
			row: madeAt(long, '1', '2'),
			enrollments: contacts(1),
			settings: { capacity: 0 },
		});
		expect(answer.reserved).toBe(0);
		expect(toCome(answer.row)).toBe(1);
	});

	it.each<[string, number, number]>([
		['not where another run reserved it a moment ago', NOW - 1, 1],
		['not where it was reserved in the hour before', NOW - HOUR, 1],
		['where it was reserved before that hour', NOW - HOUR - 1, 0],
	])('is free %s', (_, at, left) => {
		expect(toCome(ask({ row: madeAt(at, '1'), enrollments: contacts(1) }).row)).toBe(left);
	});

	it('counts as sent for what has gone out', () => {
		const row = madeAt(NOW - 2 * HOUR, '1');
		const answer = ask({
			row,
			logged: 'unknown',
			enrollments: contacts(1),
			settings: { capacity: 1 },
		});
		expect(outcomesOf(answer.verdicts)).toEqual(['SEND_LIMIT']);
		expect(answer.sends).toHaveLength(1);
	});
});

describe('what was planned for contacts that have left', () => {
	it('is free, and that is written', () => {
		const row = madeAt(NOW - 30 * HOUR, '1', '2');
		const left = ask({
			row,
			enrollments: asking,
			settings: { capacity: 2 },
			hasLeft: ([id]) => id === '2',
		});
		expect(outcomesOf(left.verdicts)).toEqual(['admitted']);
		expect(toCome(left.row)).toBe(2);
		const nobody = ask({ row, enrollments: [], hasLeft: ([id]) => id === '2' });
		expect(toCome(nobody.row)).toBe(1);
	});
});

describe('as time goes by', () => {
	it('the row forgets what has left every window', () => {
		const at = NOW - 2 * DAY;
		const gone = { source: '7', at, sends: [at], enrollee: enrolleeOf('1', addressOf(1)) };
		const row = { cohorts: enroll(madeAt(at, '2').cohorts, [gone]) };
		expect(row.cohorts).toHaveLength(2);
		expect(ask({ row }).row.cohorts).toEqual(madeAt(at, '2').cohorts);
	});
});

describe("the cap of HubSpot's API", () => {
	const row = { cohorts: [...madeAt(NOW - 20 * HOUR, '1', '2').cohorts] };

	it('counts every enrollment of the last day, also of those who left', () => {
		const settings = { enrollmentCap: 3 };
		const enrollments = contacts(2, { from: 50 });
		const expected = ['admitted', 'DAILY_ENROLLMENT_CAP'];
		const hasLeft = () => true;
		expect(outcomesOf(ask({ row, enrollments, settings }).verdicts)).toEqual(expected);
		expect(outcomesOf(ask({ row, enrollments, settings, hasLeft }).verdicts)).toEqual(expected);
	});

	it('does not count those of the day before', () => {
		const enrollments = contacts(3, { from: 50 });
		const old = madeAt(NOW - 25 * HOUR, '1', '2');
		const answer = ask({ row: old, enrollments, settings: { enrollmentCap: 3 } });
		expect(outcomesOf(answer.verdicts)).toEqual(['admitted', 'admitted', 'admitted']);
	});
});

describe('the cap of a company', () => {
	const of = (...addresses: string[]) =>
		addresses.map((to, order) => contacts(1, { from: order + 1, to })[0]);

	it('counts the addresses of one domain, in any case', () => {
		const enrollments = of('a@acme.com', 'b@ACME.com', 'c@mail.acme.com', 'd@other.com');
		const { verdicts } = ask({ enrollments, settings: { maxPerDomain: 1 } });
		expect(outcomesOf(verdicts)).toEqual(['admitted', 'DOMAIN_CAP', 'admitted', 'admitted']);
	});

	it('counts what earlier runs have enrolled in the last day', () => {
		const first = ask({ enrollments: of('a@acme.com', 'b@acme.com') });
		expect(first.row.cohorts.map(sizeOf)).toEqual([2]);
		const enrollments = contacts(1, { from: 9, to: 'c@acme.com' });
		const settings = { maxPerDomain: 2 };
		const next = ask({ row: first.row, enrollments, settings, now: NOW + HOUR });
		expect(outcomesOf(next.verdicts)).toEqual(['DOMAIN_CAP']);
		const tomorrow = ask({ row: first.row, enrollments, settings, now: NOW + DAY + HOUR });
		expect(outcomesOf(tomorrow.verdicts)).toEqual(['admitted']);
	});

	it('does not know of mailboxes that anybody can have', () => {
		const enrollments = of('a@gmail.com', 'b@gmail.com', 'c@web.de', 'd@web.de');
		const { verdicts } = ask({ enrollments, settings: { maxPerDomain: 1 } });
		expect(outcomesOf(verdicts)).toEqual(Array(4).fill('admitted'));
	});

	it('is none where it is 0', () => {
		const { verdicts } = ask({ enrollments: of('a@acme.com', 'b@acme.com') });
		expect(outcomesOf(verdicts)).toEqual(['admitted', 'admitted']);
	});

	it('holds in every mode', () => {
		for (const mode of ['hold', 'fail', 'warn', 'off'] as const) {
			const enrollments = of('a@acme.com', 'b@acme.com');
			const { verdicts, reserved } = ask({ enrollments, settings: { maxPerDomain: 1, mode } });
			expect(outcomesOf(verdicts)).toEqual(['admitted', 'DOMAIN_CAP']);
			expect(reserved).toBe(1);
		}
	});
});
