import { admit, type GuardRequest } from '../../../nodes/shared/sendLimit/guard';
import { InProcessLedger } from '../../../nodes/shared/sendLimit/inProcessLedger';
import { DAY, HOUR, NOW } from '../support/arbitraries';

const key = { account: '7', sender: 'ann@example.com' };

let clock: jest.SpyInstance<number, []>;
let ledger: InProcessLedger;
const countSent = jest.fn<Promise<number[] | undefined>, []>();

beforeEach(() => {
	clock = jest.spyOn(Date, 'now').mockReturnValue(NOW);
	ledger = new InProcessLedger();
	countSent.mockReset().mockResolvedValue([NOW - 3 * HOUR]);
});
afterEach(() => clock.mockRestore());

/** Three enrollments of two emails where one send is known: with a limit of 3 two of them fit. */
const ask = async (given: Partial<GuardRequest> = {}) =>
	await admit(ledger, countSent, {
		key,
		mode: 'hold',
		capacity: 3,
		enrollments: [
			[0, 3 * DAY],
			[0, 3 * DAY],
			[0, 3 * DAY],
		],
		dryRun: false,
		now: NOW,
		...given,
	});

const outcomes = (verdicts: Awaited<ReturnType<typeof ask>>['verdicts']) =>
	verdicts.map((verdict) => {
		if ('held' in verdict) return verdict.held.reason;
		return verdict.admitted.exceeded ? 'exceeded' : 'admitted';
	});

const twoPlans = [NOW, NOW, NOW + 3 * DAY, NOW + 3 * DAY];
const threePlans = [NOW, NOW, NOW, NOW + 3 * DAY, NOW + 3 * DAY, NOW + 3 * DAY];

describe.each<[GuardRequest['mode'], string[], number[]]>([
	['hold', ['admitted', 'admitted', 'SEND_LIMIT'], twoPlans],
	['fail', ['admitted', 'admitted', 'SEND_LIMIT'], []],
	['warn', ['admitted', 'admitted', 'exceeded'], threePlans],
	['off', ['admitted', 'admitted', 'admitted'], threePlans],
])('in mode %s', (mode, expected, reserved) => {
	it(`decides ${expected.join(', ')}`, async () => {
		const { verdicts } = await ask({ mode });
		expect(outcomes(verdicts)).toEqual(expected);
	});

	it(`reserves ${reserved.length} sends`, async () => {
		await ask({ mode });
		expect(await ledger.read(key)).toEqual(reserved);
	});

	it('decides the same in a dry run and reserves nothing', async () => {
		const { verdicts, times } = await ask({ mode, dryRun: true });
		expect(await ledger.read(key)).toEqual([]);
		expect({ verdicts, times }).toEqual(await ask({ mode }));
	});

	it(`asks HubSpot for its count ${mode === 'off' ? 'never' : 'once'}`, async () => {
		await ask({ mode });
		await ask({ mode, dryRun: true });
		expect(countSent).toHaveBeenCalledTimes(mode === 'off' ? 0 : 2);
	});
});

describe('the guard', () => {
	it('in mode fail reserves everything where all fit', async () => {
		await ask({ mode: 'fail', enrollments: [[0], [0]] });
		expect(await ledger.read(key)).toEqual([NOW, NOW]);
	});

	it('in mode off marks nothing, whatever the limit', async () => {
		expect(outcomes((await ask({ mode: 'off', capacity: 0 })).verdicts)).toEqual([
			'admitted',
			'admitted',
			'admitted',
		]);
	});

	it('counts what an earlier run has reserved', async () => {
		await ask({ enrollments: [[0], [0]] });
		const { verdicts, times } = await ask({ enrollments: [[0]] });
		expect(outcomes(verdicts)).toEqual(['SEND_LIMIT']);
		expect(times).toEqual([NOW - 3 * HOUR, NOW, NOW]);
	});

	it('counts what an earlier run has reserved in a dry run too', async () => {
		await ask({ enrollments: [[0], [0]] });
		const { verdicts } = await ask({ enrollments: [[0]], dryRun: true });
		expect(outcomes(verdicts)).toEqual(['SEND_LIMIT']);
	});

	it('answers with the sends known before this run', async () => {
		expect((await ask()).times).toEqual([NOW - 3 * HOUR]);
	});

	it('gives the room of one sender out once to runs at the same time', async () => {
		const runs = await Promise.all(
			Array.from({ length: 12 }, async () => await ask({ enrollments: [[0], [0]], capacity: 8 })),
		);
		const all = runs.flatMap(({ verdicts }) => outcomes(verdicts));
		expect(all.filter((outcome) => outcome === 'admitted')).toHaveLength(7);
		expect(await ledger.read(key)).toHaveLength(7);
	});

	it.each<[string, (() => Promise<undefined>) | undefined]>([
		['has none', async () => undefined],
		['is not asked', undefined],
	])('goes by the ledger alone where HubSpot %s, for sends of the whole day', async (_, count) => {
		await ledger.reserve(key, () => [[NOW - 20 * HOUR], [NOW - HOUR], [NOW + HOUR]]);
		const request: GuardRequest = {
			key,
			mode: 'hold',
			capacity: 4,
			enrollments: [[0], [0]],
			dryRun: false,
			now: NOW,
		};
		const { verdicts, times } = await admit(ledger, count, request);
		expect(times).toEqual([NOW - 20 * HOUR, NOW - HOUR, NOW + HOUR]);
		expect(outcomes(verdicts)).toEqual(['admitted', 'SEND_LIMIT']);
	});

	it('does not decide where the count fails, and reserves nothing', async () => {
		countSent.mockRejectedValue(new Error('HubSpot is down'));
		await expect(ask()).rejects.toThrow('HubSpot is down');
		expect(await ledger.read(key)).toEqual([]);
	});
});
