import * as fc from 'fast-check';

import { endEnrollments, enroll, prune, sendsOf } from '../../../nodes/shared/quota/cohort';
import { DAY, HOUR, NOW } from '../../support/unit/arbitraries';
import { ann, bob, cohort, inOneOrder, plannedEnrollments } from '../../support/unit/cohorts';

describe('enrollments that end', () => {
	const later = NOW + DAY;

	it('keep what was sent, and drop what was to come', () => {
		const ended = endEnrollments([cohort({ enrollees: [ann, bob] })], ([id]) => id === '1', later);
		expect(ended).toEqual([cohort({ enrollees: [bob] }), cohort({ sends: [0], enrollees: [ann] })]);
		expect([...sendsOf(ended)].map(({ address }) => address)).toEqual([bob[1], bob[1], ann[1]]);
	});

	it.each<[string, number, number[]]>([
		['a send of this hour stays', NOW + 2 * DAY, [0, 48]],
		['a send of the next hour goes', NOW + 2 * DAY - 1, [0]],
		['before the first send all go', NOW - 1, []],
	])('%s', (_, now, sends) => {
		expect(endEnrollments([cohort()], () => true, now)).toEqual([cohort({ sends })]);
	});

	it('count as enrollments still, with others that ended the same way', () => {
		const two = [cohort(), cohort({ sends: [0, 72], enrollees: [bob] })];
		const ended = endEnrollments(two, () => true, later);
		expect(ended).toEqual([cohort({ sends: [0], enrollees: [ann, bob] })]);
	});

	it('are those of the cohort that is asked about alone', () => {
		const two = [cohort(), cohort({ source: '8' })];
		const ended = endEnrollments(two, (_, { source }) => source === '8', later);
		expect(ended).toEqual([cohort(), cohort({ source: '8', sends: [0] })]);
	});

	it('leave others, of whom nobody knows whose they are', () => {
		const some = [cohort({ others: 3 })];
		expect(endEnrollments(some, () => true, later)).toEqual([
			cohort({ enrollees: [], others: 3 }),
			cohort({ sends: [0] }),
		]);
	});

	it.each<[string, () => boolean, number]>([
		['nobody left', () => false, later],
		['nothing was to come for those who left', () => true, NOW + 3 * DAY],
	])('leave the very same list where %s', (_, hasLeft, now) => {
		const cohorts = [cohort()];
		expect(endEnrollments(cohorts, hasLeft, now)).toBe(cohorts);
	});

	it('keep every send that is not in a later hour, and every other contact', () => {
		const nows = fc.integer({ min: -5, max: 80 }).map((hours) => NOW + hours * HOUR);
		fc.assert(
			fc.property(plannedEnrollments, nows, (base, now) => {
				const hasLeft = (id: string | undefined) => id === '1';
				const before = enroll([], base);
				const thisHour = Math.floor(now / HOUR);
				const expected = base.map((one) => ({
					...one,
					sends: hasLeft(one.enrollee?.[0])
						? one.sends.filter((send) => Math.floor(send / HOUR) <= thisHour)
						: one.sends,
				}));
				const ended = endEnrollments(before, ([id]) => hasLeft(id), now);
				expect(inOneOrder(ended)).toEqual(inOneOrder(enroll([], expected)));
			}),
		);
	});
});

describe('as time goes by', () => {
	const gone = NOW + 2 * DAY + HOUR - 1 + DAY;

	it('a cohort is kept until its last send has ended so long ago', () => {
		const cohorts = [cohort()];
		expect(prune(cohorts, gone - 1, DAY)).toBe(cohorts);
		expect(prune(cohorts, gone, DAY)).toEqual([]);
	});

	it('one without sends is kept from the hour it was made in', () => {
		const cohorts = [cohort({ sends: [] }), cohort({ sends: [5] })];
		expect(prune(cohorts, NOW + HOUR - 2 + DAY, DAY)).toBe(cohorts);
		expect(prune(cohorts, NOW + HOUR - 1 + DAY, DAY)).toEqual([cohort({ sends: [5] })]);
	});
});
