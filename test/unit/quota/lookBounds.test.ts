import { enrolleeOf } from '../../../nodes/shared/quota/enrollee';
import { hourOf } from '../../../nodes/shared/quota/hours';
import { inOrder, look, type LoggedEmail } from '../../../nodes/shared/quota/look';
import {
	addEnrollments,
	NOTHING_OWED,
	type OwedGroup,
	type OwedRow,
} from '../../../nodes/shared/quota/owed';
import { exactly } from '../../../nodes/shared/quota/window';
import { DAY, HOUR, MINUTE, NOW } from '../../support/unit/arbitraries';
import { addressOf, enrollment, havingCome, rowOf, scheduleAt } from '../../support/unit/schedules';

const THREE = scheduleAt(0, DAY, 2 * DAY);
const LATER = NOW + 10 * DAY;
const made = (contact: string, at = NOW) => enrollment(contact, { schedule: THREE, at });
const emailTo = (contact: string, id: string, at: number): LoggedEmail => ({
	id,
	at,
	to: addressOf(contact),
	sequenceId: '7',
});
const toAnn = (id: string, at: number) => emailTo('ann', id, at);
const progressIn = ({ groups }: OwedRow) =>
	groups.map(({ seen, last, inLast }) => [seen, last && last - hourOf(NOW), inLast]);

describe('a log is read by the instant, each email once,', () => {
	const [a, b] = [toAnn('a', NOW), toAnn('b', NOW + 1)];

	it.each([
		['where it comes the youngest first', [b, a]],
		['where an email comes twice', [a, b, b]],
		['where an email comes twice, apart', [a, b, a]],
	])('%s', (_, log) => {
		expect(inOrder(log)).toEqual([a, b]);
	});

	it.each([
		['where it is so already', [a, b]],
		['where two are of one instant', [a, { ...b, at: a.at }]],
		['where it is empty', []],
	])('%s: as it is', (_, log) => {
		expect(inOrder(log)).toBe(log);
	});
});

describe('how far an enrollment has come', () => {
	const row = rowOf(made('ann'));

	it.each<[string, number[], unknown[]]>([
		['is by the hour of its last email', [0], [1, 0, undefined]],
		['has two of that hour counted', [0, HOUR - 1], [2, 0, 2]],
		['has all of that hour counted', [0, 1, HOUR - 1], [3, 0, 3]],
		['has those of the hour before forgotten', [0, 1, HOUR], [3, 1, undefined]],
	])('%s', (_, instants, progress) => {
		const log = instants.map((at, order) => toAnn(String(order), NOW + at));
		expect(progressIn(look(row, log, LATER).row)).toEqual([progress]);
	});

	it('stays where an email of before is read again', () => {
		const { row: seen } = look(row, [toAnn('a', NOW), toAnn('b', NOW + DAY)], LATER);
		expect(look(seen, [toAnn('a', NOW)], LATER).sightings).toEqual([]);
	});

	it('goes on after two of an hour were read again', () => {
		const two = [toAnn('a', NOW), toAnn('b', NOW + 1)];
		const { row: seen } = look(row, two, LATER);
		const more = look(seen, [...two, toAnn('c', NOW + 2)], LATER);
		expect(progressIn(more.row)).toEqual([[3, 0, 3]]);
	});

	it('is not told by mail of an enrollment whose schedule nobody knows', () => {
		const unknown = { ...row, schedules: {} };
		expect(look(unknown, [toAnn('a', NOW)], LATER)).toMatchObject({
			sightings: [],
			scheduled: [],
			counted: [NOW],
		});
	});

	it('is that of each contact by itself, in its own sequence', () => {
		const other = enrollment('ann', { schedule: THREE, targetId: '8' });
		const both = addEnrollments(rowOf(made('ann'), made('bob')), [other]);
		const log = [toAnn('a', NOW), emailTo('bob', 'b', NOW + 1), emailTo('bob', 'c', NOW + DAY)];
		const { groups } = look(both, log, LATER).row;
		const seenOf = groups.map(({ targetId, members: [[id]], seen }) => [targetId, id, seen]);
		expect(seenOf.sort()).toEqual([
			['7', 'ann', 1],
			['7', 'bob', 2],
			['8', 'ann', 0],
		]);
	});

	it('is the same row where the log shows nothing new, looked at until now', () => {
		const shown = look({ ...row, lookedAt: NOW }, [], NOW + HOUR).row;
		expect(shown.groups).toBe(row.groups);
		expect(shown.lookedAt).toBe(NOW + HOUR);
		expect(look({ ...row, lookedAt: LATER }, [], NOW).row.lookedAt).toBe(LATER);
		expect(look(row, [], NOW).row.lookedAt).toBe(NOW);
	});
});

describe('enrollments of nobody', () => {
	it('are passed over', () => {
		const others = addEnrollments(NOTHING_OWED, [{ targetId: '7', schedule: THREE, at: NOW }]);
		expect(look(others, [toAnn('a', NOW)], LATER).sightings).toEqual([]);
	});
});

describe('an email is of the enrollment that was made', () => {
	/** One of the hour before, and one of this hour; `left` of the one before. */
	const twice = (before: Partial<OwedGroup> = {}): OwedRow =>
		addEnrollments(havingCome(rowOf(made('ann', NOW - HOUR)), before), [made('ann')]);
	const left = NOW + 10;
	const enrolledOf = (row: OwedRow, at: number) =>
		look(row, [toAnn('x', at)], LATER).sightings.map(({ enrolled }) => enrolled.from - NOW);

	it.each<[string, OwedRow, number, number[]]>([
		['last, where the one before has not left', twice(), NOW + 5, [0]],
		['before, until that left', twice({ left }), NOW + 5, [-HOUR]],
		['before, up to the moment it left', twice({ left }), NOW + 10, [-HOUR]],
		['last, once the one before had left', twice({ left }), NOW + 11, [0]],
		['last, from the next hour on', twice({ left: NOW + 2 * HOUR }), NOW + HOUR, [0]],
		[
			'last, where the one before owes nothing more',
			twice({ left, seen: 3, last: hourOf(NOW) - 1 }),
			NOW + 5,
			[0],
		],
		[
			'before, and was seen, where that has one of this hour',
			twice({ left, seen: 3, last: hourOf(NOW) }),
			NOW + 5,
			[],
		],
		['by a clock that is a minute ahead', rowOf(made('ann')), NOW - MINUTE, [0]],
		['and none by a clock further ahead', rowOf(made('ann')), NOW - MINUTE - 1, []],
	])('%s', (_, row, at, expected) => {
		expect(enrolledOf(row, at)).toEqual(expected);
	});

	it('last of those in the row, where two were made in an hour', () => {
		const first = havingCome(rowOf(made('ann')), { claim: { by: 'a', at: NOW } });
		const { row } = look(addEnrollments(first, [made('ann')]), [toAnn('x', NOW)], LATER);
		expect(row.groups.map(({ claim, seen }) => [claim?.by, seen])).toEqual([
			['a', 0],
			[undefined, 1],
		]);
	});
});

describe('a sighting', () => {
	const sightingsOf = (...log: LoggedEmail[]) =>
		look(rowOf(made('ann'), made('bob')), log, LATER).sightings;

	it('says of which enrollment it is, the same for each of its emails', () => {
		const [a, b, c] = sightingsOf(
			toAnn('a', NOW),
			emailTo('bob', 'b', NOW + 1),
			toAnn('c', NOW + DAY),
		);
		expect(a.enrollment).toBe([hourOf(NOW), ...enrolleeOf('ann', addressOf('ann'))].join(' '));
		expect(b.enrollment).not.toBe(a.enrollment);
		expect(c).toMatchObject({ enrollment: a.enrollment, order: 1, previous: exactly(NOW) });
		expect(c.schedule).toEqual(THREE);
	});

	it.each([
		['right behind another', 5 * MINUTE, -5 * MINUTE],
		['a moment later than that', 5 * MINUTE + 1, 0],
	])('%s has stood in a queue since then, or not', (_, gap, since) => {
		const byHand: LoggedEmail = { id: 'h', at: NOW + DAY - gap, to: '' };
		const [, second] = sightingsOf(toAnn('a', NOW), byHand, toAnn('c', NOW + DAY));
		expect(second.queuedSince).toBe(NOW + DAY + since);
	});

	it('stands behind no mail that HubSpot has not sent', () => {
		const planned: LoggedEmail = { id: 'p', at: NOW + DAY - 1, to: '', scheduled: true };
		const [, second] = sightingsOf(toAnn('a', NOW), planned, toAnn('c', NOW + DAY));
		expect(second.queuedSince).toBe(NOW + DAY);
	});
});

describe('what HubSpot has scheduled', () => {
	const scheduled = (at: number): LoggedEmail => ({ ...toAnn('s', at), scheduled: true });

	it('for one who owes no more only counts', () => {
		const done = havingCome(rowOf(made('ann')), { seen: 3, last: hourOf(NOW) });
		const shown = look(done, [scheduled(NOW + HOUR)], NOW);
		expect([shown.scheduled, shown.counted]).toEqual([[], [NOW + HOUR]]);
	});

	it('and not sent in time counts now, among the others by the instant', () => {
		const byHand: LoggedEmail = { id: 'h', at: NOW - 1, to: '' };
		const late: LoggedEmail = { id: 'l', at: NOW - HOUR, to: '', scheduled: true };
		expect(look(NOTHING_OWED, [late, byHand], NOW).counted).toEqual([NOW - 1, NOW]);
	});
});
