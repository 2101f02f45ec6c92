import * as fc from 'fast-check';

import {
	addressMark,
	domainMark,
	domainOf,
	enrolleeOf,
} from '../../../nodes/shared/quota/enrollee';
import {
	enroll,
	join,
	prune,
	sizeOf,
	unite,
	withdraw,
	type PlannedEnrollment,
} from '../../../nodes/shared/quota/cohort';
import { DAY, HOUR, NOW } from '../../support/unit/arbitraries';
import {
	ann,
	bob,
	cohort,
	inOneOrder,
	planned,
	plannedEnrollments,
} from '../../support/unit/cohorts';

describe('whose enrollment it is', () => {
	it('is told by marks, in which no address is', () => {
		const [contactId, ...marks] = enrolleeOf('1', ' Ann@Example.com ');
		expect([contactId, ...marks]).toEqual([...ann]);
		expect(marks).toEqual([addressMark(' ANN@example.com '), domainMark('EXAMPLE.com')]);
		for (const mark of marks) expect(mark).toMatch(/^[\w-]{6}$/);
		expect(ann[1]).not.toBe(bob[1]);
		expect(ann[2]).toBe(bob[2]);
	});

	it('has marks of their own for some thousand addresses', () => {
		const marks = Array.from({ length: 5000 }, (_, index) => addressMark(`c${index}@example.com`));
		expect(new Set(marks).size).toBe(marks.length);
	});

	it.each([
		['Ann@Example.COM', 'example.com'],
		['"odd@name"@example.com', 'example.com'],
		['example.com', 'example.com'],
	])('has in %s the domain %s', (address, domain) => {
		expect(domainOf(address)).toBe(domain);
	});
});

describe('enrollments share a cohort', () => {
	it.each<[string, Partial<PlannedEnrollment>, boolean]>([
		['of the same source, hour and sends', {}, true],
		['whatever the minute', { at: NOW + HOUR - 1, sends: [NOW + HOUR - 1, NOW + 2 * DAY] }, true],
		['not of another source', { source: '8' }, false],
		['not of another hour', { at: NOW - 1 }, false],
		['not with sends of another hour', { sends: [NOW, NOW + 2 * DAY - 1] }, false],
		['not with fewer sends', { sends: [NOW] }, false],
	])('%s', (_, other, shared) => {
		const cohorts = enroll(enroll([], [planned()]), [planned({ ...other, enrollee: bob })]);
		expect(cohorts).toHaveLength(shared ? 1 : 2);
		expect(cohorts[0]).toEqual(cohort(shared ? { enrollees: [ann, bob] } : {}));
	});

	it('with those of whom nobody asks whose they are', () => {
		const cohorts = enroll(
			[],
			[planned(), planned({ enrollee: undefined, count: 3 }), planned({ enrollee: undefined })],
		);
		expect(cohorts).toEqual([cohort({ others: 4 })]);
		expect(cohorts.map(sizeOf)).toEqual([5]);
	});

	it('not where other hours are written with the same digits', () => {
		const [day, morning] = [
			[1, 23],
			[1, 2, 3],
		].map((hours) => planned({ sends: hours.map((hour) => NOW + hour * HOUR) }));
		expect(enroll([], [day, morning]).map(({ sends }) => sends)).toEqual([
			[1, 23],
			[1, 2, 3],
		]);
	});

	it('and each of one contact is counted', () => {
		const cohorts = enroll([], [planned(), planned(), planned({ source: '8' })]);
		expect(cohorts.map(sizeOf)).toEqual([2, 1]);
		expect(withdraw(cohorts, [planned()]).map(sizeOf)).toEqual([1, 1]);
	});

	it('and what was known before stays as it was', () => {
		const before = enroll([], [planned()]);
		const copy = structuredClone(before);
		enroll(before, [planned({ enrollee: bob })]);
		withdraw(before, [planned()]);
		expect(before).toEqual(copy);
	});
});

describe('what is withdrawn', () => {
	it('leaves everything as it was before it was enrolled, in whatever order', () => {
		fc.assert(
			fc.property(plannedEnrollments, plannedEnrollments, fc.nat(), (base, more, seed) => {
				const before = enroll([], base);
				const turned = more.map((_, order) => more[(order + seed) % more.length]);
				expect(inOneOrder(withdraw(enroll(before, more), turned))).toEqual(inOneOrder(before));
			}),
		);
	});

	it('takes no room that is another’s, whatever it is', () => {
		fc.assert(
			fc.property(plannedEnrollments, plannedEnrollments, (base, gone) => {
				const withdrawn = withdraw(enroll([], base), gone);
				const keyOf = ({ source, at, sends, enrollee }: PlannedEnrollment) =>
					[
						source,
						Math.floor(at / HOUR),
						...sends.map((one) => Math.floor(one / HOUR)),
						enrollee,
					].join();
				const left = new Map<string, number>();
				for (const one of base)
					left.set(keyOf(one), (left.get(keyOf(one)) ?? 0) + (one.count ?? 1));
				for (const one of gone) {
					left.set(keyOf(one), Math.max(0, (left.get(keyOf(one)) ?? 0) - (one.count ?? 1)));
				}
				const expected = [...left.values()].reduce((sum, count) => sum + count, 0);
				expect(withdrawn.map(sizeOf).reduce((sum, size) => sum + size, 0)).toBe(expected);
			}),
		);
	});

	it.each<[string, Partial<PlannedEnrollment>]>([
		['another contact', { enrollee: bob }],
		['another source', { source: '8' }],
		['another hour', { at: NOW + HOUR }],
		['other sends', { sends: [NOW] }],
		['nobody in particular', { enrollee: undefined, count: 5 }],
	])('changes nothing where it is of %s', (_, gone) => {
		expect(withdraw([cohort()], [planned(gone)])).toEqual([cohort()]);
	});

	it('takes nothing from those nobody asks about where it is of a contact', () => {
		expect(withdraw([cohort({ enrollees: [], others: 2 })], [planned()])).toEqual([
			cohort({ enrollees: [], others: 2 }),
		]);
	});

	it('leaves no empty cohort', () => {
		expect(withdraw([cohort()], [planned()])).toEqual([]);
		const others = [cohort({ enrollees: [], others: 2 })];
		expect(withdraw(others, [planned({ enrollee: undefined, count: 2 })])).toEqual([]);
	});
});

describe('united lists', () => {
	/** How many are alike, with one of them. */
	function tally(list: PlannedEnrollment[]) {
		const tallied = new Map<string, { one: PlannedEnrollment; total: number }>();
		for (const one of list) {
			const name = inOneOrder(enroll([], [{ ...one, count: 1 }])).join();
			const total = (tallied.get(name)?.total ?? 0) + (one.count ?? 1);
			tallied.set(name, { one, total });
		}
		return tallied;
	}

	it('have as many as the list that knows of more, of whatever it is', () => {
		fc.assert(
			fc.property(plannedEnrollments, plannedEnrollments, (here, there) => {
				const most = tally(here);
				for (const [name, { one, total }] of tally(there)) {
					if (total > (most.get(name)?.total ?? 0)) most.set(name, { one, total });
				}
				const expected = [...most.values()].flatMap(({ one, total }) =>
					one.enrollee ? Array<PlannedEnrollment>(total).fill(one) : { ...one, count: total },
				);
				const united = unite(enroll([], here), enroll([], there));
				expect(inOneOrder(united)).toEqual(inOneOrder(enroll([], expected)));
			}),
			{ numRuns: 500 },
		);
	});

	it('have a contact as often as the list that knows of it more often', () => {
		const [once, twice] = [[planned()], [planned(), planned()]].map((all) => enroll([], all));
		expect(unite(once, twice).map(sizeOf)).toEqual([2]);
		expect(unite(twice, once).map(sizeOf)).toEqual([2]);
	});

	it('of one list twice are that list', () => {
		fc.assert(
			fc.property(plannedEnrollments, (base) => {
				const cohorts = enroll([], base);
				expect(inOneOrder(unite(cohorts, cohorts))).toEqual(inOneOrder(cohorts));
			}),
		);
	});
});

it('joined lists have each member of both', () => {
	fc.assert(
		fc.property(plannedEnrollments, plannedEnrollments, (one, other) => {
			const joined = join(enroll([], one), enroll([], other));
			expect(inOneOrder(joined)).toEqual(inOneOrder(enroll([], [...one, ...other])));
		}),
	);
});

it('joined lists have no cohort of nobody', () => {
	expect(join([cohort({ enrollees: [] }), cohort()], [])).toEqual([cohort()]);
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
