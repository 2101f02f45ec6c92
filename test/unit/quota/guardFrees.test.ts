import { enrolleeOf } from '../../../nodes/shared/quota/enrollee';
import {
	EMPTY_ROW,
	NO_EMAIL,
	sendsToCome,
	type LedgerRow,
} from '../../../nodes/shared/quota/ledgerRow';
import { DAY, HOUR, MINUTE, NOW } from '../../support/unit/arbitraries';
import { outcomesOf } from '../../support/unit/decisions';
import { ask, contacts, sentTo } from '../../support/unit/guard';
import { addressOf, enrollment, owedIn, rowOf, scheduleAt } from '../../support/unit/schedules';

const IN_TWO_DAYS = NOW + 2 * DAY;

/** A row with enrollments made at an instant, with one email then, which was seen, and one in two days. */
function madeAt(at: number, ...contactIds: string[]): LedgerRow {
	const schedule = scheduleAt(0, IN_TWO_DAYS - at);
	const owed = rowOf(...contactIds.map((id) => enrollment(id, { at, schedule })));
	const groups = owed.groups.map((group) => ({ ...group, seen: 1, last: group.hour }));
	return { ...EMPTY_ROW, owed: { ...owed, groups } };
}

/** Whose follow-up is still to come, once it is too late for it to have gone out unseen. */
const toCome = ({ owed }: LedgerRow) =>
	owedIn(owed, NOW + HOUR)
		.filter((one) => !one.endsWith(': 0'))
		.map((one) => one.split('@')[0]);

/** Someone who needs the room of that follow-up. */
const asking = contacts(1, { from: 50, schedule: scheduleAt(2 * DAY) });

describe('what was planned for a contact that HubSpot shows in no sequence', () => {
	const long = NOW - 30 * HOUR;

	it('is free for others', () => {
		const row = madeAt(long, '1');
		const answer = ask({ row, enrollments: [...contacts(1), ...asking], limit: 1 });
		expect(outcomesOf(answer.verdicts)).toEqual(['admitted', 'admitted']);
		expect(toCome(answer.row)).toEqual(['1', '50']);
	});

	it('is not where HubSpot shows it in one', () => {
		const [again] = contacts(1, { isEnrolled: true });
		const row = madeAt(long, '1');
		const answer = ask({ row, enrollments: [again, ...asking], limit: 1 });
		expect(outcomesOf(answer.verdicts)).toEqual(['admitted', 'SEND_LIMIT']);
	});

	it('is not where it is another contact', () => {
		const answer = ask({ row: madeAt(long, '2'), enrollments: asking, limit: 1 });
		expect(outcomesOf(answer.verdicts)).toEqual(['SEND_LIMIT']);
	});

	it('is free also where the contact itself is held, and that is written', () => {
		const answer = ask({ row: madeAt(long, '1', '2'), enrollments: contacts(1), limit: 0 });
		expect(answer.reserved).toBe(0);
		expect(toCome(answer.row)).toEqual(['2']);
	});

	it.each<[string, number, string[]]>([
		['not where another run reserved it a moment ago', NOW - 1, ['1']],
		['not where it was reserved in the hour before', NOW - HOUR, ['1']],
		['where it was reserved before that hour', NOW - HOUR - 1, []],
	])('is free %s', (_, at, left) => {
		expect(toCome(ask({ row: madeAt(at, '1'), enrollments: contacts(1), limit: 0 }).row)).toEqual(
			left,
		);
	});

	it('counts as sent for what has gone out', () => {
		const row = madeAt(NOW - 2 * HOUR, '1');
		const logged = [sentTo(1, NOW - 2 * HOUR)];
		const answer = ask({ row, logged, enrollments: contacts(1), limit: 1 });
		expect(outcomesOf(answer.verdicts)).toEqual(['SEND_LIMIT']);
		expect(toCome(answer.row)).toEqual([]);
	});

	it('counts for what was due and the log may not show yet, and then no more', () => {
		const at = NOW - 2 * HOUR;
		const row = { ...EMPTY_ROW, owed: rowOf(enrollment(1, { at })) };
		const found = ask({ row, enrollments: contacts(1), limit: 1 });
		expect(outcomesOf(found.verdicts)).toEqual(['SEND_LIMIT']);
		const later = { row: found.row, enrollments: contacts(1), limit: 1, now: NOW + 15 * MINUTE };
		expect(outcomesOf(ask(later).verdicts)).toEqual(['admitted']);
	});
});

describe('what was planned for contacts that have left', () => {
	it('is free, and that is written', () => {
		const row = madeAt(NOW - 30 * HOUR, '1', '2');
		const left = ask({ row, enrollments: asking, limit: 2, hasLeft: ([id]) => id === '2' });
		expect(outcomesOf(left.verdicts)).toEqual(['admitted']);
		expect(toCome(left.row)).toEqual(['1', '50']);
		const nobody = ask({ row, enrollments: [], hasLeft: ([id]) => id === '2' });
		expect(toCome(nobody.row)).toEqual(['1']);
	});
});

describe('as time goes by', () => {
	it('the row forgets what owes nothing more and has left every window', () => {
		const at = NOW - 2 * DAY;
		const row = { ...EMPTY_ROW, owed: rowOf(enrollment(1, { at }), enrollment(2, { at })) };
		const answer = ask({ row, logged: [sentTo(1, at + MINUTE)] });
		expect(owedIn(answer.row.owed)).toEqual(['2@-48: 1']);
	});
});

describe('where nobody looks at the log', () => {
	const MONTH = 30 * DAY;

	it.each<['hold' | 'off']>([['hold'], ['off']])(
		'what is owed is not in the row for ever, in mode %s',
		(mode) => {
			const first = ask({ enrollments: contacts(2), mode, logged: 'unknown' });
			const soon = ask({ row: first.row, mode, logged: 'unknown', now: NOW + 2 * DAY });
			expect(owedIn(soon.row.owed)).toEqual(['1@0: 1', '2@0: 1']);
			const later = ask({ row: soon.row, mode, logged: 'unknown', now: NOW + MONTH });
			expect(later.row.owed).toEqual(EMPTY_ROW.owed);
		},
	);

	it('and is where somebody does', () => {
		const first = ask({ enrollments: contacts(2) });
		const later = ask({ row: first.row, now: NOW + MONTH });
		expect(owedIn(later.row.owed)).toEqual(['1@0: 1', '2@0: 1']);
	});

	it('of a workflow enrollments alone count, for a day', () => {
		const settings = { mail: undefined, isWorkflow: true, enrollmentCap: 3 };
		const workflow = { schedule: NO_EMAIL, targetId: '900' };
		const known = { settings, logged: 'unknown' as const };
		const first = ask({ ...known, enrollments: contacts(2, workflow) });
		expect(sendsToCome(first.row, NOW)).toBe(0);
		const enrollments = contacts(2, { from: 5, ...workflow });
		const next = ask({ ...known, row: first.row, enrollments, now: NOW + HOUR });
		expect(outcomesOf(next.verdicts)).toEqual(['admitted', 'DAILY_ENROLLMENT_CAP']);
		expect(next.decision.used).toBe(2);
		const tomorrow = ask({ ...known, row: next.row, now: NOW + DAY + HOUR });
		expect(owedIn(tomorrow.row.owed)).toEqual(['5@1: 0']);
	});

	it('of a workflow that version 0.1 has enrolled in, enrollments alone count', () => {
		const hour = NOW / HOUR - 2;
		const enrollees = [enrolleeOf('1', addressOf(1))];
		const cohorts = [{ source: '900', hour, sends: [0], enrollees, others: 0 }];
		const row = { ...EMPTY_ROW, cohorts };
		const settings = { mail: undefined, isWorkflow: true, enrollmentCap: 2 };
		const known = { settings, logged: 'unknown' as const };
		const workflow = { schedule: NO_EMAIL, targetId: '900', from: 5 };
		const next = ask({ ...known, row, enrollments: contacts(2, workflow) });
		expect(outcomesOf(next.verdicts)).toEqual(['admitted', 'DAILY_ENROLLMENT_CAP']);
		expect(sendsToCome(next.row, NOW)).toBe(0);
		expect(ask({ ...known, row: next.row, now: NOW + 2 * DAY }).row.owed).toEqual(EMPTY_ROW.owed);
	});
});

describe("the cap of HubSpot's API", () => {
	const row = madeAt(NOW - 20 * HOUR, '1', '2');

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
		addresses.map((recipient, order) => contacts(1, { from: order + 1, recipient })[0]);

	it('counts the addresses of one domain, in any case', () => {
		const enrollments = of('a@acme.com', 'b@ACME.com', 'c@mail.acme.com', 'd@other.com');
		const { verdicts } = ask({ enrollments, settings: { maxPerDomain: 1 } });
		expect(outcomesOf(verdicts)).toEqual(['admitted', 'DOMAIN_CAP', 'admitted', 'admitted']);
	});

	it('counts what earlier runs have enrolled in the last day', () => {
		const first = ask({ enrollments: of('a@acme.com', 'b@acme.com') });
		expect(owedIn(first.row.owed)).toEqual(['1@0: 1', '2@0: 1']);
		const enrollments = contacts(1, { from: 9, recipient: 'c@acme.com' });
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

	it.each(['hold', 'fail', 'warn', 'off'] as const)('holds in mode %s', (mode) => {
		const enrollments = of('a@acme.com', 'b@acme.com');
		const { verdicts, reserved } = ask({ enrollments, settings: { maxPerDomain: 1 }, mode });
		expect(outcomesOf(verdicts)).toEqual(['admitted', 'DOMAIN_CAP']);
		expect(reserved).toBe(1);
	});
});
