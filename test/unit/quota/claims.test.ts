import {
	changeClaims,
	claimsOf,
	isUnderWay,
	pruneClaims,
	withoutOwn,
} from '../../../nodes/shared/quota/claims';
import {
	addEnrollments,
	NOTHING_OWED,
	removeEnrollments,
	type Claim,
	type OwedRow,
} from '../../../nodes/shared/quota/owed';
import { DAY, HOUR, MINUTE, NOW } from '../../support/unit/arbitraries';
import { enrollment } from '../../support/unit/schedules';

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

const left = ({ groups }: OwedRow) =>
	groups
		.flatMap(({ members, claim: of }) =>
			members.map(([id]) => `${id} ${of ? of.by || '-' : ''}`.trim()),
		)
		.sort();

describe('reservations of runs that have not said what came of them', () => {
	it('are known by contact and target, to other runs', () => {
		const asked = [first, third, target(4), { targetId: '8', contactId: '1' }];
		expect(claimsOf(row, asked, 'bob')).toEqual(new Map([[first, claim('ann')]]));
		expect(claimsOf(row, asked, 'ann')).toEqual(new Map([[third, claim('bob')]]));
	});

	it('are taken out where the run asks for them itself, and are those of others never', () => {
		expect(left(withoutOwn(row, [first, third], 'ann'))).toEqual(['2 ann', '3 bob', '4']);
		expect(withoutOwn(row, [third], 'ann')).toBe(row);
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

	it('are forgotten after days', () => {
		expect(pruneClaims(row, NOW + 3 * DAY)).toBe(row);
		expect(left(pruneClaims(row, NOW + 5 * DAY))).toEqual(['1', '2', '3', '4']);
	});

	it.each([
		['made a moment ago', claim('ann', NOW - MINUTE), true],
		['made an hour ago', claim('ann', NOW - HOUR), false],
		['of a run that is over', claim('', NOW), false],
	])('may be under way where they are %s', (_, of, expected) => {
		expect(isUnderWay(of, NOW)).toBe(expected);
	});
});
