import {
	admit,
	sendsOf,
	type EnrollmentPlan,
	type GuardRequest,
} from '../../../nodes/shared/sendLimit/guard';
import { InProcessLedger } from '../../../nodes/shared/sendLimit/inProcessLedger';
import { timesOf, type Send } from '../../../nodes/shared/sendLimit/ledger';
import { DAY, HOUR, NOW } from '../support/arbitraries';

const key = { account: '7', sender: 'rep@example.com' };

/** Mail that n8n did not cause. */
const other = (at: number): Send => ({ at, to: 'other@example.com' });

/** Enrollments of as many contacts, each with an address of its own. */
const contacts = (count: number, offsets: readonly number[] = [0]): EnrollmentPlan[] =>
	Array.from({ length: count }, (_, index) => ({ offsets, to: `contact-${index}@example.com` }));

let clock: jest.SpyInstance<number, []>;
let ledger: InProcessLedger;
const countSent = jest.fn<Promise<Send[] | undefined>, []>();

beforeEach(() => {
	clock = jest.spyOn(Date, 'now').mockReturnValue(NOW);
	ledger = new InProcessLedger();
	countSent.mockReset().mockResolvedValue([other(NOW - 3 * HOUR)]);
});
afterEach(() => clock.mockRestore());

/** Three enrollments of two emails where one send is known: with a limit of 3 two of them fit. */
const ask = async (given: Partial<GuardRequest> = {}) =>
	await admit(ledger, countSent, {
		key,
		mode: 'hold',
		capacity: 3,
		enrollments: contacts(3, [0, 3 * DAY]),
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
		expect(timesOf(await ledger.read(key))).toEqual(reserved);
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
		await ask({ mode: 'fail', enrollments: contacts(2) });
		expect(await ledger.read(key)).toEqual([
			{ at: NOW, to: 'contact-0@example.com' },
			{ at: NOW, to: 'contact-1@example.com' },
		]);
	});

	it('reserves each send for whom it goes to, also where one in between is held', async () => {
		const [first, second, third] = contacts(3);
		const enrollments = [first, { ...second, offsets: [0, 0, 0] }, third];
		const { verdicts } = await ask({ enrollments });
		expect(outcomes(verdicts)).toEqual(['admitted', 'SEND_LIMIT', 'admitted']);
		expect(await ledger.read(key)).toEqual([
			{ at: NOW, to: first.to },
			{ at: NOW, to: third.to },
		]);
	});

	it('reserves what can be released by the plan of the verdict', async () => {
		const enrollments = contacts(2, [0, 3 * DAY]);
		const { verdicts } = await ask({ enrollments });
		const [verdict] = verdicts;
		if (!('admitted' in verdict)) throw new Error('The first one fits');
		await ledger.release(key, sendsOf(verdict.admitted.plan, enrollments[0]));
		expect(await ledger.read(key)).toEqual([
			{ at: NOW, to: enrollments[1].to },
			{ at: NOW + 3 * DAY, to: enrollments[1].to },
		]);
	});

	it('in mode off marks nothing, whatever the limit', async () => {
		expect(outcomes((await ask({ mode: 'off', capacity: 0 })).verdicts)).toEqual([
			'admitted',
			'admitted',
			'admitted',
		]);
	});

	it('counts what an earlier run has reserved', async () => {
		await ask({ enrollments: contacts(2) });
		const { verdicts, times } = await ask({ enrollments: contacts(1) });
		expect(outcomes(verdicts)).toEqual(['SEND_LIMIT']);
		expect(times).toEqual([NOW - 3 * HOUR, NOW, NOW]);
	});

	it('counts what an earlier run has reserved beside mail that n8n did not cause', async () => {
		countSent.mockResolvedValue([1, 2, 3].map((minutes) => other(NOW - minutes * 60_000)));
		const first = await ask({ enrollments: contacts(3), capacity: 5 });
		expect(outcomes(first.verdicts)).toEqual(['admitted', 'admitted', 'SEND_LIMIT']);
		const later = await ask({ enrollments: contacts(3), capacity: 5, now: NOW + 10_000 });
		expect(outcomes(later.verdicts)).toEqual(['SEND_LIMIT', 'SEND_LIMIT', 'SEND_LIMIT']);
	});

	it('counts a reservation once when HubSpot shows its email', async () => {
		countSent.mockResolvedValueOnce([]);
		await ask({ enrollments: contacts(2) });
		const [{ to }] = contacts(1);
		countSent.mockResolvedValueOnce([{ at: NOW + 800, to }]);
		const { verdicts, times } = await ask({ enrollments: contacts(2), now: NOW + 10_000 });
		expect(times).toEqual([NOW, NOW + 800]);
		expect(outcomes(verdicts)).toEqual(['admitted', 'SEND_LIMIT']);
	});

	it('counts what an earlier run has reserved in a dry run too', async () => {
		await ask({ enrollments: contacts(2) });
		const { verdicts } = await ask({ enrollments: contacts(1), dryRun: true });
		expect(outcomes(verdicts)).toEqual(['SEND_LIMIT']);
	});

	it('answers with the sends known before this run', async () => {
		expect((await ask()).times).toEqual([NOW - 3 * HOUR]);
	});

	it('gives the room of one sender out once to runs at the same time', async () => {
		const runs = await Promise.all(
			Array.from({ length: 12 }, async () => await ask({ enrollments: contacts(2), capacity: 8 })),
		);
		const all = runs.flatMap(({ verdicts }) => outcomes(verdicts));
		expect(all.filter((outcome) => outcome === 'admitted')).toHaveLength(7);
		expect(await ledger.read(key)).toHaveLength(7);
	});

	it.each<[string, (() => Promise<undefined>) | undefined]>([
		['has none', async () => undefined],
		['is not asked', undefined],
	])('goes by the ledger alone where HubSpot %s, for sends of the whole day', async (_, count) => {
		await ledger.reserve(key, () => [
			[other(NOW - 20 * HOUR)],
			[other(NOW - HOUR)],
			[other(NOW + HOUR)],
		]);
		const request: GuardRequest = {
			key,
			mode: 'hold',
			capacity: 4,
			enrollments: contacts(2),
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
