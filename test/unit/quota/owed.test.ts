import { enrollmentsByDomain, enrollmentsMade } from '../../../nodes/shared/quota/enrollmentCaps';
import { SEARCH_LAG_MS } from '../../../nodes/shared/quota/window';
import {
	addEnrollments,
	cancelRest,
	lookFrom,
	NOTHING_OWED,
	pruneOwed,
	removeEnrollments,
	singles,
	type OwedRow,
} from '../../../nodes/shared/quota/owed';
import type { Span } from '../../../nodes/shared/quota/window';
import { DAY, HOUR, NOW } from '../../support/unit/arbitraries';
import { enrollment, owedIn, rowOf, scheduleAt } from '../../support/unit/schedules';

const TWO = scheduleAt(0, 2 * DAY);
const ONE = scheduleAt(0);
const made = (contact: string, at = NOW, schedule = TWO, targetId = '7') =>
	enrollment(contact, { at, schedule, targetId });
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
			made('1'),
			made('2', NOW + HOUR - 1, { ...TWO }),
			made('3', NOW + HOUR),
			made('4', NOW, ONE),
		);
		expect(row.groups.map(({ members }) => members.length)).toEqual([2, 1, 1]);
		expect(Object.values(row.schedules)).toEqual([TWO, ONE]);
		expect(JSON.parse(JSON.stringify(row))).toEqual(row);
	});

	it('are the same whether they come one by one or together', () => {
		const all = [made('1'), made('2'), made('1', NOW - HOUR)];
		const oneByOne = all.reduce((row, one) => addEnrollments(row, [one]), NOTHING_OWED);
		expect(oneByOne).toEqual(rowOf(...all));
	});
});

describe('an enrollment that did not come about', () => {
	it.each<[string, OwedRow, string[]]>([
		['is taken out', rowOf(made('1'), made('2')), ['2@0: 2']],
		['is the youngest of several', rowOf(made('1'), made('1', NOW - DAY)), ['1@-24: 2']],
		['is one of two of an hour', rowOf(made('1'), made('1')), ['1@0: 2']],
		['is none in another sequence', rowOf(made('1', NOW, TWO, '8')), ['1@0: 2']],
	])('%s', (_, row, expected) => {
		expect(owedIn(removeEnrollments(row, [{ targetId: '7', contactId: '1' }]))).toEqual(expected);
	});
});

describe('those who have left', () => {
	const gone = cancelRest(rowOf(made('1'), made('2')), ([id]) => id === '1', NOW);

	it('owe what the log may not show yet, and then nothing', () => {
		expect(owedIn(gone, NOW + SEARCH_LAG_MS - 1)).toEqual(['1@0: 2', '2@0: 2']);
		expect(owedIn(gone, NOW + SEARCH_LAG_MS)).toEqual(['1@0: 0', '2@0: 2']);
	});

	it('stay for a day, for the caps on enrollments', () => {
		expect(contactsIn(pruneOwed(gone, NOW + 23 * HOUR))).toEqual(['1', '2']);
		expect(contactsIn(pruneOwed(gone, NOW + 25 * HOUR))).toEqual(['2']);
	});

	it('are nobody where nobody has left', () => {
		const row = rowOf(made('1'));
		expect(cancelRest(row, () => false, NOW)).toBe(row);
		expect(cancelRest(gone, ([id]) => id === '1', NOW + 1)).toBe(gone);
	});
});

describe('what owes nothing more', () => {
	const row = seenOnce(rowOf(made('1', NOW, ONE), made('2')));

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
		seenOnce(rowOf(made('1', NOW - HOUR, ONE), made('2'), made('3', NOW - 2 * DAY))),
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
		['with the oldest enrollment that owes', rowOf(made('1', NOW - 9 * DAY)), NOW - 9 * DAY],
		['not with one that owes nothing', seenOnce(rowOf(made('1', NOW - DAY, ONE))), NOW],
		[
			'with the hour of which the last one may not have seen all',
			{ ...rowOf(made('1', NOW - DAY)), lookedAt: NOW - HOUR + SEARCH_LAG_MS - 1 },
			NOW - 2 * HOUR,
		],
	])('%s', (_, row, from) => {
		expect(lookFrom(row, NOW)).toBe(from);
	});
});
