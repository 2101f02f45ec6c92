import { Claims, type Closing } from '../../../nodes/shared/enroll/claims';
import { LedgerDamaged } from '../../../nodes/shared/errors';
import {
	LedgerUnavailable,
	type Ledger,
	type LedgerRow,
} from '../../../nodes/shared/ledger/ledger';
import { isMade, NOBODY } from '../../../nodes/shared/quota/claims';
import { EMPTY_ROW } from '../../../nodes/shared/quota/ledgerRow';
import { NOW } from '../../support/unit/arbitraries';
import { ask, contacts } from '../../support/unit/guard';
import { enrollment, rowWith } from '../../support/unit/schedules';

const KEY = { account: '1', sender: 'ann@example.com' };
const NOTHING: Closing = { made: [], others: [], isSaid: true };
const target = (contact: number) => ({ targetId: '7', contactId: String(contact) });
const claimOf = (by: string) => ({ by, at: NOW });

/** A ledger of one row, and what was written to it. */
function ledgerOf(row: LedgerRow) {
	const written: LedgerRow[] = [];
	const read = async () => written.at(-1) ?? row;
	const ledger: Ledger = {
		read,
		update: async (_, change) => {
			const changed = change(await read());
			written.push(changed.row);
			return changed;
		},
		rowsOf: async () => [{ key: KEY, row: await read() }],
	};
	return { ledger, written };
}

/** Whose the reservations in a row are, by contact. */
const marksIn = ({ owed }: LedgerRow) =>
	Object.fromEntries(
		owed.groups.flatMap(({ members, claim }) =>
			members.map(([id]) => [id, claim && isMade(claim) ? 'made' : claim?.by]),
		),
	);

/** A run that has reserved room for contacts 1 and 2, beside another's for 9. */
function reserved() {
	const claims = new Claims(NOW);
	const before = rowWith(enrollment(9, { claim: claimOf('other') }));
	const { decision } = ask({ row: before, enrollments: contacts(2) });
	return { claims, ...claims.take(decision, 100) };
}

describe('at its end a run', () => {
	it('says whom it has enrolled, that nobody knows of the rest, and nothing of those of others', async () => {
		const { claims, row } = reserved();
		expect(marksIn(row)).toEqual({ 1: claims.mark, 2: claims.mark, 9: 'other' });
		const { ledger, written } = ledgerOf(row);
		await claims.close({ ledger, key: KEY }, { ...NOTHING, made: [target(1)] });
		expect(written.map(marksIn)).toEqual([{ 1: 'made', 2: NOBODY, 9: 'other' }]);
	});

	it.each([
		['that they are made', true, 'made'],
		['that nobody can know', false, NOBODY],
	])('says of those of others what it has found out: %s', async (_, isKnown, mark) => {
		const row = rowWith(
			enrollment(8, { claim: claimOf('third') }),
			enrollment(9, { claim: claimOf('other') }),
		);
		const { ledger, written } = ledgerOf(row);
		const others = [{ ...target(9), claim: claimOf('other'), isKnown }];
		await new Claims(NOW).close({ ledger, key: KEY }, { ...NOTHING, others });
		expect(written.map(marksIn)).toEqual([{ 8: 'third', 9: mark }]);
	});

	it.each([
		['it has not asked for room', []],
		['nobody had room', [ask({ enrollments: contacts(2), limit: 0 })]],
	])('writes nothing where %s', async (_, asked) => {
		const claims = new Claims(NOW);
		for (const { decision } of asked) claims.take(decision, 100);
		const { ledger, written } = ledgerOf(EMPTY_ROW);
		await claims.close({ ledger, key: KEY }, NOTHING);
		expect(written).toEqual([]);
	});

	it('leaves a row as it is that shows nothing of its own any more', async () => {
		const { claims } = reserved();
		const { ledger, written } = ledgerOf(EMPTY_ROW);
		await claims.close({ ledger, key: KEY }, NOTHING);
		expect(written).toHaveLength(1);
		expect(written[0]).toBe(EMPTY_ROW);
	});

	it.each([
		['does not mind that the ledger cannot be reached', new LedgerUnavailable('down'), undefined],
		['does not mind that the row cannot be read', new LedgerDamaged('odd', 'Mend it.'), undefined],
		['does mind anything else', new TypeError('a fault of ours'), 'a fault of ours'],
	])('%s', async (_, failure, message) => {
		const { claims, row } = reserved();
		const { ledger } = ledgerOf(row);
		ledger.update = async () => await Promise.reject(failure);
		const closed = claims.close({ ledger, key: KEY }, NOTHING);
		expect(await closed.then(undefined, (error: Error) => error.message)).toBe(message);
	});
});

describe('what a run asks for again', () => {
	it('is taken out where its write came through', () => {
		const { claims, row } = reserved();
		const [first] = contacts(1);
		expect(marksIn(claims.withoutOwn(row, [first]))).toEqual({ 2: claims.mark, 9: 'other' });
	});

	it('leaves the row as it is where nothing of it is there', () => {
		const { claims, row } = reserved();
		expect(claims.withoutOwn(row, contacts(1, { from: 5 }))).toBe(row);
	});
});

it('who did not come in is taken out in the name of the run that reserved it', () => {
	const { claims, row } = reserved();
	const released = claims.release(row, [target(1), target(9), { ...target(9), by: 'nobody' }]);
	expect(marksIn(released)).toEqual({ 2: claims.mark, 9: 'other' });
	expect(marksIn(claims.release(row, [{ ...target(9), by: 'other' }]))).toEqual({
		1: claims.mark,
		2: claims.mark,
	});
});
