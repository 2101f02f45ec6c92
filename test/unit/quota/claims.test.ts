import {
	changeClaims,
	claimsOf,
	isMade,
	isUnderWay,
	madeClaim,
	pruneClaims,
	withoutOwn,
} from '../../../nodes/shared/quota/claims';
import {
	addEnrollments,
	cancelRest,
	NOTHING_OWED,
	pruneOwed,
	removeEnrollments,
	type Claim,
	type OwedRow,
} from '../../../nodes/shared/quota/owed';
import { DAY, HOUR, MINUTE, NOW } from '../../support/unit/arbitraries';
import { enrollment, rowOf, scheduleAt } from '../../support/unit/schedules';

const claim = (by: string, at = NOW): Claim => ({ by, at });
const target = (contact: number) => ({ targetId: '7', contactId: String(contact) });
const [first, second, third] = [target(1), target(2), target(3)];

/** Contact 1 and 2 reserved by `ann`, 3 by `bob`, and 4 by a run that has said what came of it. */
const row: OwedRow = addEnrollments(NOTHING_OWED, [
	{ ...enrollment(1), claim: claim('ann') },
	{ ...enrollment(2), claim: claim('ann') },
	{ ...enrollment(3), claim: claim('bob') },
	enrollment(4),
]);

/** The run asks now. */
const run = (mark: string, sees = NOW) => ({ mark, sees });

const left = ({ groups }: OwedRow) =>
	groups
		.flatMap(({ members, claim: of }) =>
			members.map(([id]) => `${id} ${of ? of.by || '-' : ''}`.trim()),
		)
		.sort();

describe('reservations of runs that have not said what came of them', () => {
	it('are known by contact and target, to other runs', () => {
		const asked = [first, third, target(4), { targetId: '8', contactId: '1' }];
		expect(claimsOf(row, asked, run('bob'))).toEqual(new Map([[first, claim('ann')]]));
		expect(claimsOf(row, asked, run('ann'))).toEqual(new Map([[third, claim('bob')]]));
	});

	it('are taken out where the run asks for them itself, and are those of others never', () => {
		expect(left(withoutOwn(row, [first, third], 'ann'))).toEqual(['2 ann', '3 bob', '4']);
		expect(withoutOwn(row, [third], 'ann')).toBe(row);
	});

	it('are taken out of what was asked for alone', () => {
		const also = addEnrollments(row, [{ ...enrollment(5), targetId: '8', claim: claim('ann') }]);
		expect(left(withoutOwn(also, [first], 'ann'))).toEqual(['2 ann', '3 bob', '4', '5 ann']);
	});

	it('are those of a run that may be at it, also of a contact that HubSpot shows in it', () => {
		const long = rowOf(enrollment(1, { schedule: scheduleAt(0, DAY), claim: claim('ann') }));
		expect(claimsOf(long, [{ ...first, shown: NOW }], run('bob')).size).toBe(1);
	});

	it('are given back by the run that made them alone', () => {
		const gone = [
			{ ...first, by: 'bob' },
			{ ...second, by: 'ann' },
			{ ...target(4), by: 'ann' },
		];
		expect(left(removeEnrollments(row, gone))).toEqual(['1 ann', '3 bob', '4']);
	});

	it('stay as places when it is known what came of them', () => {
		const known = changeClaims(row, (of, { contactId }) => {
			if (of.by !== 'ann') return of;
			return contactId === '1' ? undefined : { ...of, by: '' };
		});
		expect(left(known)).toEqual(['1', '2 -', '3 bob', '4']);
		expect(changeClaims(row, (of) => of)).toBe(row);
	});

	it('stay with the others where it is known of one of them', () => {
		const known = changeClaims(row, (of, { contactId }) => (contactId === '1' ? undefined : of));
		expect(left(known)).toEqual(['1', '2 ann', '3 bob', '4']);
	});

	it('are forgotten after days', () => {
		expect(pruneClaims(row, NOW + 3 * DAY)).toBe(row);
		expect(pruneClaims(row, NOW + 4 * DAY - 1)).toBe(row);
		expect(left(pruneClaims(row, NOW + 4 * DAY))).toEqual(['1', '2', '3', '4']);
	});

	it('are kept where another is forgotten, which was said hours ago', () => {
		const said = addEnrollments(row, [
			enrollment(5, { claim: madeClaim(scheduleAt(0), true, NOW - 4 * HOUR + 1) }),
		]);
		expect(pruneClaims(said, NOW)).toBe(said);
		expect(left(pruneClaims(said, NOW + 1))).toEqual(['1 ann', '2 ann', '3 bob', '4', '5']);
	});

	it.each([
		['made a moment ago', claim('ann', NOW - MINUTE), true],
		['made less than fifteen minutes ago', claim('ann', NOW - 15 * MINUTE + 1), true],
		['made fifteen minutes ago', claim('ann', NOW - 15 * MINUTE), false],
		['of a run that is over', claim('', NOW), false],
	])('may be under way where they are %s', (_, of, expected) => {
		expect(isUnderWay(of, NOW)).toBe(expected);
	});
});

describe('what is made and may have ended at once', () => {
	const made = (isSaid: boolean) => {
		const of = madeClaim(scheduleAt(0), isSaid, NOW);
		return rowOf(enrollment(1, { claim: of }));
	};
	const isSeenBy = (row: OwedRow, sees: number) =>
		claimsOf(row, [first], run('bob', sees)).size > 0;

	it.each([
		{ name: 'at once', schedule: scheduleAt(0), is: true },
		{ name: 'within the hour', schedule: scheduleAt(0, HOUR - MINUTE), is: true },
		{ name: 'after a day', schedule: scheduleAt(0, DAY), is: false },
	])('is an enrollment that ends $name: $is', ({ schedule, is }) => {
		const claims = [true, false].map((isSaid) => madeClaim(schedule, isSaid, NOW));
		expect(claims.map(isMade)).toEqual([true, true]);
		// Who is in it for a while cannot be enrolled once more, told or not.
		expect(claims[0]?.by !== claims[1]?.by).toBe(is);
	});

	it('has the marks that rows of ledgers hold', () => {
		const marks = [true, false].map((isSaid) => madeClaim(scheduleAt(0), isSaid, NOW).by);
		expect(marks).toEqual(['done', 'untold']);
	});

	it('is claimed against runs that could not see it, where the items of its run have said it', () => {
		expect([NOW - 1, NOW].map((sees) => isSeenBy(made(true), sees))).toEqual([true, false]);
	});

	it('is claimed against all runs, where its run was stopped before', () => {
		expect([NOW - 1, NOW + DAY].map((sees) => isSeenBy(made(false), sees))).toEqual([true, true]);
	});

	it.each([
		{ name: 'goes on', schedule: scheduleAt(0, DAY), sees: true },
		{ name: 'ends at once', schedule: scheduleAt(0), sees: false },
	])('is no claim on who was seen in it, where it $name: $sees', ({ schedule, sees }) => {
		const row = rowOf(enrollment(1, { schedule, claim: madeClaim(schedule, true, NOW) }));
		const asked = [NOW - 2 * HOUR, NOW].map((shown) => ({ ...first, shown }));
		const claimed = asked.map((target) => claimsOf(row, [target], run('bob', NOW - 1)).size > 0);
		expect(claimed).toEqual([true, !sees]);
	});

	it('is claimed no longer when the contact has left', () => {
		const row = cancelRest(made(false), () => true, NOW);
		expect(isSeenBy(row, NOW - 1)).toBe(false);
	});

	it.each([
		{ isSaid: true, kept: ['hours'] },
		{ isSaid: false, kept: ['hours', 'half a day', 'days'] },
	])('is claimed for $kept (said: $isSaid)', ({ isSaid, kept }) => {
		const later = { hours: 3 * HOUR, 'half a day': DAY / 2, days: 3 * DAY, week: 7 * DAY };
		const names = Object.entries(later).filter(([, after]) => {
			const row = pruneOwed(pruneClaims(made(isSaid), NOW + after), NOW + after);
			return isSeenBy(row, NOW - 1);
		});
		expect(names.map(([name]) => name)).toEqual(kept);
	});
});
