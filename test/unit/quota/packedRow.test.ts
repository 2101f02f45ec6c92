import * as fc from 'fast-check';

import { textOf } from '../../../nodes/shared/ledger/dataTable/ledgerTable';
import { enrolleeOf } from '../../../nodes/shared/quota/enrollee';
import {
	addEnrollments,
	NOTHING_OWED,
	singles,
	withGroups,
	type OwedGroup,
	type OwedRow,
} from '../../../nodes/shared/quota/owed';
import { EMPTY_ROW, sendsToCome } from '../../../nodes/shared/quota/ledgerRow';
import { hourOf } from '../../../nodes/shared/quota/hours';
import { packRow, unpackRow } from '../../../nodes/shared/quota/packedRow';
import { HOUR, NOW } from '../../support/unit/arbitraries';
import { rowOwing5000 } from '../../support/unit/rowOwing';
import { officeSchedule } from '../../support/unit/schedules';

const FOUR = officeSchedule([0, 3, 3, 4], 'Europe/Berlin');

const inOneOrder = ({ groups, ...row }: OwedRow) => ({
	...row,
	enrollments: singles({ groups, schedules: {} })
		.map((one) => JSON.stringify(Object.entries(one).sort()))
		.sort(),
});

const progress: fc.Arbitrary<Partial<OwedGroup>> = fc.oneof(
	fc.constant({}),
	fc.record({
		seen: fc.integer({ min: 1, max: 4 }),
		last: fc.integer({ min: 490_000, max: 490_009 }),
	}),
	fc.constant({ seen: 2, last: 490_000, inLast: 2 }),
	fc.constant({ left: NOW }),
	fc.constant({ claim: { by: 'abc', at: NOW } }),
	fc.constant({ claim: { by: '', at: NOW } }),
	fc.constant({ seen: 1, last: 490_000, left: NOW }),
);

const rows = fc
	.array(
		fc.record({
			targetId: fc.constantFrom('7', '8'),
			at: fc.integer({ min: 0, max: 3 }).map((hours) => NOW + hours * HOUR),
			contact: fc.constantFrom('1', '2', undefined),
			progress,
		}),
		{ maxLength: 8 },
	)
	.map((all) =>
		all.reduce((row: OwedRow, { targetId, at, contact, progress: come }) => {
			const enrollee = contact ? { enrollee: enrolleeOf(contact, `${contact}@example.com`) } : {};
			const added = addEnrollments(NOTHING_OWED, [{ targetId, schedule: FOUR, at, ...enrollee }]);
			const groups = added.groups.map((group) => (contact ? { ...group, ...come } : group));
			return withGroups(added, [...row.groups, ...groups]);
		}, NOTHING_OWED),
	);

it('a row is the same after it stood in the ledger', () => {
	fc.assert(
		fc.property(rows, fc.option(fc.nat(), { nil: undefined }), (some, lookedAt) => {
			const row = lookedAt === undefined ? some : { ...some, lookedAt };
			const stored = JSON.parse(JSON.stringify(packRow(row)));
			expect(inOneOrder(unpackRow(stored))).toEqual(inOneOrder(row));
		}),
	);
});

describe('a row in the ledger says nothing that it need not say:', () => {
	const hour = hourOf(NOW);
	const last = hour + 1;
	const ANN = enrolleeOf('1', 'ann@example.com');
	const [made] = addEnrollments(NOTHING_OWED, [
		{ targetId: '7', schedule: FOUR, at: NOW, enrollee: ANN },
	]).groups;
	const claim = { by: 'a', at: NOW };

	it.each<[string, Partial<OwedGroup>, readonly unknown[], object]>([
		['of one of whom no email was seen', {}, ANN, {}],
		['of one email', { seen: 1, last }, [...ANN, 1, last], {}],
		['of two in an hour', { seen: 2, last, inLast: 2 }, [...ANN, 2, last, 2], {}],
		['of one who has left before', { left: NOW }, [...ANN, 0, null, 1, NOW], {}],
		['of one who has left', { seen: 1, last, left: NOW }, [...ANN, 1, last, 1, NOW], {}],
		['of one that was claimed', { claim }, ANN, { claim }],
		['of one among others', { others: 2 }, ANN, { others: 2 }],
	])('%s', (_, progress, member, more) => {
		const schedules = { [made.schedule]: FOUR };
		const { schedule } = made;
		const enrollments = [{ source: '7', schedule, hour, members: [member], ...more }];
		for (const looked of [{}, { lookedAt: NOW }]) {
			const row: OwedRow = { schedules, groups: [{ ...made, ...progress }], ...looked };
			const packed = packRow(row);
			expect(packed).toStrictEqual({ schedules, enrollments, ...looked });
			expect(unpackRow(packed)).toStrictEqual(row);
		}
	});
});

it.each([
	['of runs that have ended', (row: OwedRow) => row],
	['of runs that go on, by the hundred', reservedByTheHundred],
])('5,000 emails %s take less than 200 kB', (_, reserved) => {
	const row = { ...EMPTY_ROW, owed: reserved(rowOwing5000(NOW)) };
	expect(sendsToCome(row, NOW)).toBe(5_000);
	expect(Buffer.byteLength(textOf(row))).toBeLessThan(200_000);
});

/** Each hundred enrollments is the chunk of one run. */
function reservedByTheHundred(row: OwedRow): OwedRow {
	const groups = singles(row).map((group, order) => ({
		...group,
		claim: { by: `run${Math.floor(order / 100)}`, at: NOW },
	}));
	return withGroups(row, groups);
}
