import { groupBy } from 'lodash';

import { singles, withGroups, type OwedGroup, type OwedRow } from './owed';

/** The one that is known to have come further. */
const further = (a: OwedGroup, b: OwedGroup): OwedGroup => {
	const most = b.seen > a.seen ? b : a;
	const left = a.left ?? b.left;
	// Where one knows what came of it, it is known.
	const claim = a.claim && b.claim ? most.claim : undefined;
	return {
		...most,
		claim,
		others: Math.max(a.others, b.others),
		...(left !== undefined && { left }),
	};
};

/**
 * One row of two that different workers made: what both know of counts once, and has come as far as
 * either has seen. The log is read again from the older look on.
 */
export function mergeRows(a: OwedRow, b: OwedRow): OwedRow {
	const keyOf = ({ targetId, schedule, hour, members: [member] }: OwedGroup) =>
		[targetId, schedule, hour, member?.[0] ?? ''].join(' ');
	const inOrder = (one: OwedRow) =>
		groupBy(
			singles(one).sort((x, y) => y.seen - x.seen),
			keyOf,
		);
	const [ofA, ofB] = [inOrder(a), inOrder(b)];
	// A contact may have several reservations of an hour.
	const merged = Object.keys({ ...ofA, ...ofB }).flatMap((key) => {
		const [mine = [], theirs = []] = [ofA[key], ofB[key]];
		const [longer, shorter] = mine.length < theirs.length ? [theirs, mine] : [mine, theirs];
		return longer.map((one, order) => {
			const other = shorter[order];
			return other ? further(one, other) : one;
		});
	});
	const looks = [a, b].filter(({ groups }) => groups.length > 0).map(({ lookedAt }) => lookedAt);
	const lookedAt = looks.reduce(
		(first, look) =>
			first === undefined || look === undefined ? undefined : Math.min(first, look),
		looks[0],
	);
	return {
		...withGroups({ schedules: { ...a.schedules, ...b.schedules }, groups: [] }, merged),
		...(lookedAt !== undefined && { lookedAt }),
	};
}
