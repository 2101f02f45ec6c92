import * as fc from 'fast-check';

import { enrolleeOf } from '../../../nodes/shared/quota/enrollee';
import { hourOf } from '../../../nodes/shared/quota/hours';
import { enrollmentsByDomain, enrollmentsMade } from '../../../nodes/shared/quota/enrollmentCaps';
import { SEARCH_LAG_MS } from '../../../nodes/shared/quota/window';
import { mergeRows } from '../../../nodes/shared/quota/mergeRows';
import {
	addEnrollments,
	cancelRest,
	lookFrom,
	NOTHING_OWED,
	owedByEach,
	pruneOwed,
	removeEnrollments,
	singles,
	type OwedRow,
} from '../../../nodes/shared/quota/owed';
import { scheduleOf, type Schedule } from '../../../nodes/shared/quota/schedule';
import type { Span } from '../../../nodes/shared/quota/window';
import { DAY, HOUR, NOW } from '../../support/unit/arbitraries';

const scheduleAfter = (...days: number[]): Schedule =>
	scheduleOf(
		{
			steps: days.map((wait, stepOrder) => ({
				stepOrder,
				actionType: 'EMAIL',
				delayMillis: wait * DAY,
			})),
		},
		'UTC',
	);
const TWO = scheduleAfter(0, 2);
const ONE = scheduleAfter(0);

const enrollment = (contact: string, at = NOW, schedule = TWO, targetId = '7') => ({
	targetId,
	schedule,
	at,
	enrollee: enrolleeOf(contact, `${contact}@example.com`),
});
const rowOf = (...enrollments: Array<ReturnType<typeof enrollment>>) =>
	addEnrollments(NOTHING_OWED, enrollments);

/** Whose emails are owed, and how many, in an order that does not depend on how they came together. */
const owedIn = (row: OwedRow, now = NOW) =>
	row.groups
		.flatMap((group) =>
			group.members.map(
				([id]) => `${id}@${group.hour - hourOf(NOW)}: ${owedByEach(row, group, now)}`,
			),
		)
		.sort();
const contactsIn = (row: OwedRow) =>
	singles(row)
		.map(({ members: [member] }) => member?.[0])
		.sort();

/** The row after its first emails were seen. */
const seenOnce = (row: OwedRow): OwedRow => ({
	...row,
	groups: row.groups.map((group) => ({ ...group, seen: 1, last: group.hour })),
});

describe('enrollments that are added', () => {
	it('of the same hour, sequence and schedule are one group, and each schedule is kept once', () => {
		const row = rowOf(
			enrollment('1'),
			enrollment('2', NOW + HOUR - 1, scheduleAfter(0, 2)),
			enrollment('3', NOW + HOUR),
			enrollment('4', NOW, ONE),
		);
		expect(row.groups.map(({ members }) => members.length)).toEqual([2, 1, 1]);
		expect(Object.values(row.schedules)).toEqual([TWO, ONE]);
		expect(JSON.parse(JSON.stringify(row))).toEqual(row);
	});

	it('are the same whether they come one by one or together', () => {
		const all = [enrollment('1'), enrollment('2'), enrollment('1', NOW - HOUR)];
		const oneByOne = all.reduce((row, one) => addEnrollments(row, [one]), NOTHING_OWED);
		expect(oneByOne).toEqual(rowOf(...all));
	});
});

describe('an enrollment that did not come about', () => {
	it.each<[string, OwedRow, string[]]>([
		['is taken out', rowOf(enrollment('1'), enrollment('2')), ['2@0: 2']],
		[
			'is the youngest of several',
			rowOf(enrollment('1'), enrollment('1', NOW - DAY)),
			['1@-24: 2'],
		],
		['is one of two of an hour', rowOf(enrollment('1'), enrollment('1')), ['1@0: 2']],
		['is none in another sequence', rowOf(enrollment('1', NOW, TWO, '8')), ['1@0: 2']],
	])('%s', (_, row, expected) => {
		expect(owedIn(removeEnrollments(row, [{ targetId: '7', contactId: '1' }]))).toEqual(expected);
	});
});

describe('two rows of different workers', () => {
	const base = rowOf(enrollment('1'), enrollment('2'));

	it.each<[string, OwedRow, OwedRow, string[]]>([
		['count once what both know', base, base, ['1@0: 2', '2@0: 2']],
		[
			'have what each knows alone',
			addEnrollments(base, [enrollment('3')]),
			addEnrollments(base, [enrollment('4')]),
			['1@0: 2', '2@0: 2', '3@0: 2', '4@0: 2'],
		],
		['have come as far as one has seen', base, seenOnce(base), ['1@0: 1', '2@0: 1']],
		[
			'count a contact as often as the one that knows more of it',
			rowOf(enrollment('1'), enrollment('1')),
			rowOf(enrollment('1')),
			['1@0: 2', '1@0: 2'],
		],
		[
			'know who has left',
			cancelRest(seenOnce(base), ([id]) => id === '1', NOW),
			base,
			['1@0: 0', '2@0: 1'],
		],
	])('%s', (_, a, b, expected) => {
		expect(owedIn(mergeRows(a, b), NOW + SEARCH_LAG_MS)).toEqual(expected);
		expect(owedIn(mergeRows(b, a), NOW + SEARCH_LAG_MS)).toEqual(expected);
	});

	it.each([
		['the older look', 5, 3, 3],
		['no look', 5, undefined, undefined],
	])('go on reading from %s', (_, a, b, lookedAt) => {
		const looked = (at: number | undefined) =>
			at === undefined ? base : { ...base, lookedAt: at };
		expect(mergeRows(looked(a), looked(b)).lookedAt).toBe(lookedAt);
		expect(mergeRows(looked(b), looked(a)).lookedAt).toBe(lookedAt);
		expect(mergeRows(looked(a), NOTHING_OWED).lookedAt).toBe(a);
	});

	it('never owe less than one of them, nor more than both', () => {
		const contacts = fc.array(fc.constantFrom('1', '2', '3'), { maxLength: 5 });
		const count = (row: OwedRow, id: string) => contactsIn(row).filter((one) => one === id).length;
		fc.assert(
			fc.property(contacts, contacts, (a, b) => {
				const [one, other] = [a, b].map((ids) => rowOf(...ids.map((id) => enrollment(id))));
				const merged = mergeRows(one, other);
				for (const id of ['1', '2', '3']) {
					expect(count(merged, id)).toBe(Math.max(count(one, id), count(other, id)));
				}
			}),
		);
	});
});

describe('those who have left', () => {
	const gone = cancelRest(rowOf(enrollment('1'), enrollment('2')), ([id]) => id === '1', NOW);

	it('owe what the log may not show yet, and then nothing', () => {
		expect(owedIn(gone, NOW + SEARCH_LAG_MS - 1)).toEqual(['1@0: 2', '2@0: 2']);
		expect(owedIn(gone, NOW + SEARCH_LAG_MS)).toEqual(['1@0: 0', '2@0: 2']);
	});

	it('stay for a day, for the caps on enrollments', () => {
		expect(contactsIn(pruneOwed(gone, NOW + 23 * HOUR))).toEqual(['1', '2']);
		expect(contactsIn(pruneOwed(gone, NOW + 25 * HOUR))).toEqual(['2']);
	});

	it('are nobody where nobody has left', () => {
		const row = rowOf(enrollment('1'));
		expect(cancelRest(row, () => false, NOW)).toBe(row);
		expect(cancelRest(gone, ([id]) => id === '1', NOW + 1)).toBe(gone);
	});
});

describe('what owes nothing more', () => {
	const row = seenOnce(rowOf(enrollment('1', NOW, ONE), enrollment('2')));

	it('goes after a day, with its schedule; an email that is owed stays, however old', () => {
		expect(pruneOwed(row, NOW + DAY)).toBe(row);
		const later = pruneOwed({ ...row, lookedAt: NOW + 400 * DAY }, NOW + 400 * DAY);
		expect(owedIn(later)).toEqual(['2@0: 1']);
		expect(Object.values(later.schedules)).toEqual([TWO]);
	});

	/** Twice the two days of the plan, and two weeks. */
	const FORGOTTEN = HOUR - 1 + 18 * DAY;

	it.each<[string, number | undefined, number]>([
		['its enrollment, where nobody has looked', undefined, NOW],
		['the last look', NOW + 30 * DAY, NOW + 30 * DAY + 1 - HOUR],
	])('goes where the plan has passed twice over, and two weeks, since %s', (_, lookedAt, since) => {
		const known = { ...row, lookedAt };
		expect(owedIn(pruneOwed(known, since + FORGOTTEN))).toEqual(['2@0: 1']);
		expect(owedIn(pruneOwed(known, since + FORGOTTEN + 1))).toEqual([]);
	});
});

describe('enrollments that were made', () => {
	const row = pruneOwed(
		seenOnce(
			rowOf(enrollment('1', NOW - HOUR, ONE), enrollment('2'), enrollment('3', NOW - 2 * DAY)),
		),
		NOW,
	);
	const hoursOf = (spans: readonly Span[]) => spans.map(({ from }) => (from - NOW) / HOUR).sort();

	it('count for the cap of the inbox by their hour, whatever they owe', () => {
		expect(hoursOf(enrollmentsMade(row))).toEqual([-1, -48, 0]);
	});

	it.each([
		['Example.com', [-1, -48, 0]],
		['other.com', []],
	])('count for the cap of the company of %s', (domain, hours) => {
		expect(hoursOf(enrollmentsByDomain(row)(domain))).toEqual(hours);
	});
});

describe('a look begins', () => {
	it.each<[string, OwedRow, number]>([
		['now, where nothing is owed', NOTHING_OWED, NOW],
		['with the oldest enrollment that owes', rowOf(enrollment('1', NOW - 9 * DAY)), NOW - 9 * DAY],
		['not with one that owes nothing', seenOnce(rowOf(enrollment('1', NOW - DAY, ONE))), NOW],
		[
			'with the hour of which the last one may not have seen all',
			{ ...rowOf(enrollment('1', NOW - DAY)), lookedAt: NOW - HOUR + SEARCH_LAG_MS - 1 },
			NOW - 2 * HOUR,
		],
	])('%s', (_, row, from) => {
		expect(lookFrom(row, NOW)).toBe(from);
	});
});
