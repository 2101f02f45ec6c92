import { hourOf } from '../../../nodes/shared/quota/hours';
import {
	addEnrollments,
	cancelRest,
	isSettled,
	logFrom,
	lookFrom,
	NOTHING_OWED,
	owedByEach,
	pruneOwed,
	removeEnrollments,
	singles,
	sizeOfGroup,
	withGroups,
	type OwedGroup,
	type OwedRow,
} from '../../../nodes/shared/quota/owed';
import { SEARCH_LAG_MS } from '../../../nodes/shared/quota/window';
import { DAY, HOUR, NOW } from '../../support/unit/arbitraries';
import { enrollment, havingCome, owedIn, rowOf, scheduleAt } from '../../support/unit/schedules';

const THIS_HOUR = hourOf(NOW);
it.each([
	[-2, true],
	[-1, false],
	[0, false],
])('an enrollment of hour %d, counted from now, is settled: %s', (hours, expected) => {
	expect(isSettled({ hour: THIS_HOUR + hours }, NOW)).toBe(expected);
});

describe('groups of a row', () => {
	const row = rowOf(enrollment('1'));
	const [group] = row.groups;
	const claim = { by: 'a', at: NOW };

	it.each<[string, Partial<OwedGroup>]>([
		['what they are enrolled in', { targetId: '8' }],
		['their schedule', { schedule: 'other' }],
		['their hour', { hour: group.hour + 1 }],
		['emails seen', { seen: 1 }],
		['the hour of the last', { last: group.hour }],
		['emails of that hour', { inLast: 2 }],
		['when they left', { left: NOW }],
		['a claim', { claim }],
	])('that differ in %s stay two, and equal ones are one', (_, difference) => {
		const other = { ...group, ...difference };
		const { groups } = withGroups(row, [group, other, group, other]);
		expect(groups.map(sizeOfGroup)).toEqual([2, 2]);
	});

	it.each([
		['run', { by: 'b', at: NOW }],
		['instant', { by: 'a', at: NOW + 1 }],
	])('that another %s has claimed stay two', (_, other) => {
		const { groups } = withGroups(row, [
			{ ...group, claim },
			{ ...group, claim: other },
		]);
		expect(groups).toHaveLength(2);
	});

	it('have further enrollments added up, and are none without any', () => {
		const nobody = { ...group, members: [], others: 0 };
		expect(withGroups(row, [nobody]).groups).toEqual([]);
		const some = { ...group, others: 2 };
		expect(withGroups(row, [some, some]).groups).toEqual([
			{ ...group, members: [...group.members, ...group.members], others: 4 },
		]);
	});

	it('have a schedule by a short mark, the same one whoever makes it', () => {
		expect(group.schedule).toMatch(/^[\w-]{8}$/);
		expect(rowOf(enrollment('2', { schedule: { ...scheduleAt(0) } })).groups[0].schedule).toBe(
			group.schedule,
		);
	});
});

describe('an enrollment of which nobody asks whose it is', () => {
	const ofNobody = { targetId: '7', schedule: scheduleAt(0, DAY), at: NOW };

	it.each([
		['is one', {}, 1],
		['is as many as are said', { count: 3 }, 3],
	])('%s', (_, more, others) => {
		const { groups } = addEnrollments(NOTHING_OWED, [{ ...ofNobody, ...more }]);
		expect(groups).toMatchObject([{ members: [], others }]);
		expect(singles({ ...NOTHING_OWED, groups })).toHaveLength(1);
	});

	it('stays where a contact of its group has left', () => {
		const row = addEnrollments(rowOf(enrollment('1', { schedule: ofNobody.schedule })), [ofNobody]);
		const { groups } = cancelRest(row, () => true, NOW);
		expect(groups).toMatchObject([
			{ members: [], others: 1 },
			{ others: 0, left: NOW },
		]);
	});

	it('stays where one of a contact did not come about', () => {
		const row = addEnrollments(rowOf(enrollment('1', { schedule: ofNobody.schedule })), [ofNobody]);
		const { groups } = removeEnrollments(row, [{ targetId: '7', contactId: '1' }]);
		expect(groups).toMatchObject([{ members: [], others: 1 }]);
	});
});

describe('of several enrollments of a contact', () => {
	const claimedBy = (by: string, at = NOW) => enrollment('1', { claim: { by, at }, at });
	const contact = { targetId: '7', contactId: '1' };

	it('each that is named is taken out once, the youngest first', () => {
		const row = rowOf(
			enrollment('1', { at: NOW - DAY }),
			enrollment('1'),
			enrollment('1', { at: NOW - HOUR }),
		);
		expect(owedIn(removeEnrollments(row, [contact, contact]))).toEqual(['1@-24: 1']);
		expect(owedIn(removeEnrollments(row, Array(4).fill(contact)))).toEqual([]);
	});

	it('that of the run is taken out', () => {
		const row = rowOf(
			claimedBy('a', NOW - HOUR),
			claimedBy('b'),
			enrollment('1', { at: NOW - DAY }),
		);
		expect(owedIn(removeEnrollments(row, [{ ...contact, by: 'a' }]))).toEqual([
			'1@-24: 1',
			'1@0: 1',
		]);
		expect(owedIn(removeEnrollments(row, [contact]))).toEqual(['1@-1: 1', '1@0: 1']);
	});
});

it('who owes nothing more stays in the row where somebody leaves', () => {
	const done = havingCome(rowOf(enrollment('1')), { seen: 1, last: THIS_HOUR });
	const row = addEnrollments(done, [enrollment('2')]);
	expect(owedIn(cancelRest(row, ([id]) => id === '2', NOW))).toEqual(['1@0: 0', '2@0: 1']);
});

it('an enrollment whose schedule nobody knows owes nothing', () => {
	expect(owedByEach(NOTHING_OWED, rowOf(enrollment('1')).groups[0], NOW)).toBe(0);
});

describe('of what owes nothing more', () => {
	const done = havingCome(rowOf(enrollment('1', { at: NOW - 3 * DAY })), {
		seen: 1,
		last: THIS_HOUR - 30,
	});
	const lookedAt = NOW - 29 * HOUR;

	it.each<[string, OwedRow, number]>([
		['nothing is kept', done, 0],
		['a claim is kept', havingCome(done, { claim: { by: 'a', at: NOW } }), 1],
		['who has left is not kept', havingCome(done, { left: NOW - 2 * DAY }), 0],
		[
			'who has left is kept while the last email may be read again',
			{ ...havingCome(done, { left: NOW - 2 * DAY }), lookedAt },
			1,
		],
		[
			'who has left without an email is not kept',
			{ ...havingCome(done, { seen: 0, last: undefined, left: NOW - 2 * DAY }), lookedAt },
			0,
		],
		['who goes on is not kept for that', { ...done, lookedAt }, 0],
	])('%s', (_, row, kept) => {
		expect(pruneOwed(row, NOW).groups).toHaveLength(kept);
	});
});

describe('the log is read', () => {
	const row = rowOf(enrollment('1', { at: NOW - HOUR }), enrollment('2', { at: NOW - 3 * DAY }));

	it.each<[string, OwedRow, number]>([
		['for the last day at least', rowOf(enrollment('1')), NOW - DAY],
		['from the oldest enrollment that owes', row, NOW - 3 * DAY],
		['from the last look', { ...row, lookedAt: NOW - 2 * DAY + SEARCH_LAG_MS }, NOW - 2 * DAY],
	])('%s', (_, given, from) => {
		expect(logFrom(given, NOW)).toBe(from);
	});

	it('for a look from an enrollment of the coming hour no later than now', () => {
		expect(lookFrom(rowOf(enrollment('1', { at: NOW + HOUR })), NOW)).toBe(NOW);
	});
});
