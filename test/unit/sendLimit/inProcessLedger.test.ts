import { InProcessLedger } from '../../../nodes/shared/sendLimit/inProcessLedger';
import type { PlannedSends, Send } from '../../../nodes/shared/sendLimit/ledger';
import { DAY, NOW } from '../support/arbitraries';

const key = { account: '7', sender: 'rep@example.com' };

const ann = (...times: number[]): Send[] => times.map((at) => ({ at, to: 'ann@example.com' }));
const bob = (...times: number[]): Send[] => times.map((at) => ({ at, to: 'bob@example.com' }));

let clock: jest.SpyInstance<number, []>;
let ledger: InProcessLedger;
beforeEach(() => {
	clock = jest.spyOn(Date, 'now').mockReturnValue(NOW);
	ledger = new InProcessLedger();
});
afterEach(() => clock.mockRestore());

const reserve = async (...plans: PlannedSends[]) => await ledger.reserve(key, () => plans);

describe('the ledger of this process', () => {
	it('knows of nothing at first', async () => {
		expect(await ledger.read(key)).toEqual([]);
	});

	it('keeps what is reserved, with whom it goes to, and answers with it', async () => {
		const plans = [ann(NOW + 5, NOW + DAY), bob(NOW + 2)];
		expect(await reserve(...plans)).toEqual(plans);
		expect(await reserve(bob(NOW + 3))).toEqual([bob(NOW + 3)]);
		expect(await ledger.read(key)).toEqual([
			...ann(NOW + 5, NOW + DAY),
			...bob(NOW + 2),
			...bob(NOW + 3),
		]);
	});

	it('shows what is planned to the one who decides', async () => {
		await reserve(ann(NOW + 1));
		const seen: Send[][] = [];
		await ledger.reserve(key, (planned) => {
			seen.push([...planned]);
			return [];
		});
		expect(seen).toEqual([ann(NOW + 1)]);
	});

	it.each([
		['another sender', { ...key, sender: 'other@example.com' }],
		['another account', { ...key, account: '8' }],
	])('keeps %s apart', async (_, other) => {
		await reserve(ann(NOW + 1));
		expect(await ledger.read(other)).toEqual([]);
	});

	it('hands out a list that is not its own', async () => {
		await reserve(ann(NOW + 1));
		(await ledger.read(key)).push(...ann(NOW + 2));
		expect(await ledger.read(key)).toEqual(ann(NOW + 1));
	});

	it('gives no place twice to runs that reserve at the same time', async () => {
		const runs = Array.from({ length: 40 }, async (_, run) => {
			await ledger.read(key);
			const taken = await ledger.reserve(key, (planned) =>
				planned.length < 10 ? [ann(NOW + run)] : [],
			);
			return taken.length;
		});
		const taken = await Promise.all(runs);
		expect(taken.filter((count) => count === 1)).toHaveLength(10);
		expect(await ledger.read(key)).toHaveLength(10);
	});

	it('leaves everything as it was when the decision fails', async () => {
		await reserve(ann(NOW + 1));
		const failing = ledger.reserve(key, () => {
			throw new Error('no decision');
		});
		await expect(failing).rejects.toThrow('no decision');
		expect(await ledger.read(key)).toEqual(ann(NOW + 1));
	});
});

describe('what is released', () => {
	it('leaves the ledger once for each send, also of two at the same instant', async () => {
		await reserve(ann(NOW + 1, NOW + DAY), ann(NOW + 1, NOW + DAY));
		await ledger.release(key, ann(NOW + 1, NOW + DAY));
		expect(await ledger.read(key)).toEqual(ann(NOW + 1, NOW + DAY));
	});

	it('leaves the ledger for the one it went to, not for another of the same instant', async () => {
		await reserve(ann(NOW + 1, NOW + DAY), bob(NOW + 1, NOW + DAY));
		await ledger.release(key, bob(NOW + 1, NOW + DAY));
		expect(await ledger.read(key)).toEqual(ann(NOW + 1, NOW + DAY));
	});

	it('takes nothing of others with it where it is not known', async () => {
		await reserve(ann(NOW + 1));
		await ledger.release(key, ann(NOW + 2));
		await ledger.release(key, bob(NOW + 1));
		await ledger.release({ ...key, account: '8' }, ann(NOW + 1));
		expect(await ledger.read(key)).toEqual(ann(NOW + 1));
	});
});

describe('as time goes by', () => {
	it('a send stays until it has left every window of 24 hours', async () => {
		await reserve(ann(NOW, NOW + DAY));
		clock.mockReturnValue(NOW + DAY - 1);
		expect(await ledger.read(key)).toEqual(ann(NOW, NOW + DAY));
		clock.mockReturnValue(NOW + DAY);
		expect(await ledger.read(key)).toEqual(ann(NOW + DAY));
	});

	it('the room of past sends is free again for a reservation', async () => {
		await reserve(ann(NOW));
		clock.mockReturnValue(NOW + DAY);
		const seen: number[] = [];
		await ledger.reserve(key, (planned) => {
			seen.push(planned.length);
			return [];
		});
		expect(seen).toEqual([0]);
	});
});

describe('a run of very many contacts', () => {
	it('is reserved and given back at once', async () => {
		const plan = ann(NOW + 1, NOW + 2);
		const plans = Array.from({ length: 100_000 }, () => plan);
		await ledger.reserve(key, () => plans);
		expect(await ledger.read(key)).toHaveLength(200_000);
		await ledger.release(key, plans.slice(1).flat());
		expect(await ledger.read(key)).toEqual(plan);
	});
});
