import * as fc from 'fast-check';

import { hourOf } from '../../../nodes/shared/quota/hours';
import { mergeRows } from '../../../nodes/shared/quota/mergeRows';
import {
	addEnrollments,
	cancelRest,
	NOTHING_OWED,
	singles,
	withGroups,
	type OwedGroup,
	type OwedRow,
} from '../../../nodes/shared/quota/owed';
import { SEARCH_LAG_MS } from '../../../nodes/shared/quota/window';
import { DAY, NOW } from '../../support/unit/arbitraries';
import { enrollment, havingCome, owedIn, rowOf, scheduleAt } from '../../support/unit/schedules';

const THIS_HOUR = hourOf(NOW);
const TWO_EMAILS = scheduleAt(0, 2 * DAY);
const rowWithAll = (...contacts: string[]) =>
	rowOf(...contacts.map((contact) => enrollment(contact, { schedule: TWO_EMAILS })));
/** How far each enrollment has come, those first that have come further. */
const seenIn = (row: OwedRow) =>
	singles(row)
		.map(({ seen }) => seen)
		.sort((a, b) => b - a);

describe('two rows of different workers', () => {
	const base = rowWithAll('1', '2');
	const seenOnce = havingCome(base, { seen: 1, last: THIS_HOUR });

	it.each<[string, OwedRow, OwedRow, string[]]>([
		['count once what both know', base, base, ['1@0: 2', '2@0: 2']],
		[
			'have what each knows alone',
			addEnrollments(base, [enrollment('3')]),
			addEnrollments(base, [enrollment('4')]),
			['1@0: 2', '2@0: 2', '3@0: 1', '4@0: 1'],
		],
		['have come as far as one has seen', base, seenOnce, ['1@0: 1', '2@0: 1']],
		[
			'count a contact as often as the one that knows more of it',
			rowWithAll('1', '1'),
			rowWithAll('1'),
			['1@0: 2', '1@0: 2'],
		],
		[
			'know who has left',
			cancelRest(seenOnce, ([id]) => id === '1', NOW),
			base,
			['1@0: 0', '2@0: 1'],
		],
	])('%s', (_, a, b, expected) => {
		expect(owedIn(mergeRows(a, b), NOW + SEARCH_LAG_MS)).toEqual(expected);
		expect(owedIn(mergeRows(b, a), NOW + SEARCH_LAG_MS)).toEqual(expected);
	});

	it('have those of whom nobody asks who they are as often as the one that has more', () => {
		const ofNobody = { targetId: '7', schedule: TWO_EMAILS, at: NOW };
		const [one, three] = [1, 3].map((count) =>
			addEnrollments(NOTHING_OWED, [{ ...ofNobody, count }]),
		);
		for (const merged of [mergeRows(one, three), mergeRows(three, one)]) {
			expect(merged.groups).toMatchObject([{ others: 3 }]);
		}
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
		const count = (row: OwedRow, id: string) =>
			singles(row).filter(({ members: [member] }) => member?.[0] === id).length;
		fc.assert(
			fc.property(contacts, contacts, (a, b) => {
				const [one, other] = [rowWithAll(...a), rowWithAll(...b)];
				const merged = mergeRows(one, other);
				for (const id of ['1', '2', '3']) {
					expect(count(merged, id)).toBe(Math.max(count(one, id), count(other, id)));
				}
			}),
		);
	});
});

describe('two rows have of a contact', () => {
	const two = rowOf(enrollment('1'), enrollment('1'));
	const [group] = two.groups;
	const [member] = group.members;
	const rowSeen = (...seen: number[]): OwedRow =>
		withGroups(
			two,
			seen.map((count) => ({
				...group,
				members: [member],
				seen: count,
				...(count > 0 && { last: THIS_HOUR }),
			})),
		);

	it('each enrollment as far as it is known to have come, in whatever order they are', () => {
		expect(seenIn(mergeRows(rowSeen(0, 1), rowSeen(1, 0)))).toEqual([1, 0]);
		expect(seenIn(mergeRows(rowSeen(0), rowSeen(0, 1)))).toEqual([1, 0]);
	});

	it.each<[string, Partial<OwedGroup>, Partial<OwedGroup>, Partial<OwedGroup>]>([
		['no claim where one knows what came of it', { claim: { by: 'a', at: NOW } }, {}, {}],
		[
			'the claim where neither knows',
			{ claim: { by: 'a', at: NOW } },
			{ claim: { by: 'a', at: NOW } },
			{ claim: { by: 'a', at: NOW } },
		],
		[
			'the claim of the one that has come further',
			{ claim: { by: 'a', at: NOW } },
			{ claim: { by: 'b', at: NOW }, seen: 1, last: THIS_HOUR },
			{ claim: { by: 'b', at: NOW }, seen: 1, last: THIS_HOUR },
		],
		['when it left, as either says', { left: NOW }, { seen: 1 }, { left: NOW, seen: 1 }],
	])('%s', (_, mine, theirs, expected) => {
		const row = rowOf(enrollment('1'));
		const [a, b] = [havingCome(row, mine), havingCome(row, theirs)];
		for (const merged of [mergeRows(a, b), mergeRows(b, a)]) {
			expect(merged.groups).toEqual([{ ...group, members: [member], ...expected }]);
		}
	});
});
