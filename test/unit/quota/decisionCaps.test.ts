import * as fc from 'fast-check';

import type { SenderState } from '../../../nodes/shared/quota/constraints';
import type { SendLimitMode } from '../../../nodes/shared/quota/decision';
import { Load } from '../../../nodes/shared/quota/load';
import { exactly } from '../../../nodes/shared/quota/window';
import { capacity, DAY, HOUR, knownSends, NOW } from '../../support/unit/arbitraries';
import {
	admittedOf,
	decide,
	decideAll,
	heldOf,
	outcomesOf,
	planOf,
	standing,
} from '../../support/unit/decisions';
import { fits } from '../../support/unit/windowOracle';

const MODES: SendLimitMode[] = ['hold', 'fail', 'warn', 'off'];

/** One contact of each of these companies; undefined for one of none. All in one sequence. */
const ask = (
	room: SenderState,
	companies: Array<string | undefined>,
	mode: SendLimitMode = 'hold',
	shape: number[] = [0],
) =>
	decideAll(
		room,
		companies.map((domain) => ({ plan: planOf(shape), domain })),
		mode,
	);

const perDomain = (cap: number, made: Record<string, number[]> = {}): Partial<SenderState> => ({
	perDomain: { cap, made: (domain) => (made[domain] ?? []).map(exactly) },
});

it('who has room in the mail first, and in the enrollments of the inbox not then, waits for both', () => {
	const enrollments = { cap: 1, made: [] };
	const room = standing([NOW - 14 * HOUR, NOW + 54 * HOUR], 1, { enrollments });
	// The first is enrolled in 30 hours, and sends in 78.
	expect(decide(room, [[48 * HOUR], [0]]).map((verdict) => heldOf(verdict)?.retryAt)).toEqual([
		NOW + 30 * HOUR,
		NOW + 102 * HOUR,
	]);
});

describe('the cap of a company', () => {
	it.each(MODES)('holds in mode %s', (mode) => {
		const room = standing([], 9, perDomain(1, { 'acme.com': [NOW - HOUR] }));
		expect(ask(room, ['acme.com', 'other.com', 'other.com'], mode)).toMatchObject([
			{ held: { reason: 'DOMAIN_CAP', retryAt: NOW + 23 * HOUR } },
			{ admitted: { exceeded: false } },
			{ held: { reason: 'DOMAIN_CAP', retryAt: NOW + DAY } },
		]);
	});

	it.each(MODES)('is never exceeded in mode %s', (mode) => {
		const companies = fc.array(fc.constantFrom('a', 'b', undefined), { maxLength: 8 });
		const cap = fc.integer({ min: 1, max: 3 });
		fc.assert(
			fc.property(knownSends, companies, cap, capacity, (made, asked, most, limit) => {
				const verdicts = ask(standing([], limit, perDomain(most, { a: made })), asked, mode);
				const known: Record<string, number[]> = { a: [...made], b: [] };
				asked.forEach((domain, order) => {
					if (domain === undefined)
						return expect(outcomesOf(verdicts)[order]).not.toBe('DOMAIN_CAP');
					const hasRoom = fits(known[domain], [NOW], most);
					expect(outcomesOf(verdicts)[order] === 'DOMAIN_CAP').toBe(!hasRoom);
					if (admittedOf(verdicts[order])) known[domain].push(NOW);
				});
			}),
		);
	});

	it('takes no more work for each contact of a company that many wait for', () => {
		const looks = jest.spyOn(Load.prototype, 'lastAbove');
		const looksFor = (contacts: number) => {
			looks.mockClear();
			ask(standing([], 9, perDomain(2)), Array<string>(contacts).fill('acme.com'));
			return looks.mock.calls.length;
		};
		expect(looksFor(800)).toBeLessThan(2.2 * looksFor(400));
		looks.mockRestore();
	});

	it('holds nobody without a company', () => {
		const verdicts = ask(standing([], 9, perDomain(1)), [undefined, undefined, 'acme.com']);
		expect(outcomesOf(verdicts)).toEqual(['admitted', 'admitted', 'admitted']);
	});

	it.each<[SendLimitMode, string]>([
		['hold', 'SEND_LIMIT'],
		['fail', 'SEND_LIMIT'],
		['warn', 'exceeded'],
		['off', 'admitted'],
	])('is what holds whom it holds, beside a limit that is full, in mode %s', (mode, other) => {
		const room = standing([NOW - HOUR], 1, perDomain(1, { 'acme.com': [NOW - 2 * HOUR] }));
		expect(outcomesOf(ask(room, ['acme.com', 'other.com'], mode))).toEqual(['DOMAIN_CAP', other]);
	});

	it('does not wait for the limit where the limit holds nobody', () => {
		const room = standing([NOW - HOUR], 1, perDomain(1, { 'acme.com': [NOW - 2 * HOUR] }));
		const [verdict] = ask(room, ['acme.com'], 'warn');
		expect(heldOf(verdict)?.retryAt).toBe(NOW + 22 * HOUR);
	});

	it('waits for both where both are full', () => {
		const room = standing([NOW - HOUR], 1, perDomain(1, { 'acme.com': [NOW - 2 * HOUR] }));
		const [verdict] = ask(room, ['acme.com']);
		expect(heldOf(verdict)?.retryAt).toBe(NOW + 23 * HOUR);
	});

	it('leaves the room of whom it holds to others', () => {
		const room = standing([], 2, perDomain(1));
		const verdicts = ask(room, ['acme.com', 'acme.com', 'other.com', 'third.com']);
		expect(outcomesOf(verdicts)).toEqual(['admitted', 'DOMAIN_CAP', 'admitted', 'SEND_LIMIT']);
	});

	it('lets nobody else of the sequence wait', () => {
		const companies = ['acme.com', 'acme.com', 'acme.com', 'other.com'];
		// Room of the sender comes up once a day, in order; that for the company meanwhile as well.
		const room = standing([NOW - HOUR], 4, perDomain(1));
		expect(ask(room, companies).map((one) => heldOf(one)?.retryAt)).toEqual([
			undefined,
			NOW + DAY,
			NOW + 2 * DAY,
			undefined,
		]);
		const held = ask(standing(Array(9).fill(NOW - HOUR), 9, perDomain(1)), companies);
		expect(held.map((one) => heldOf(one)?.retryAt)).toEqual([
			NOW + 23 * HOUR,
			NOW + 23 * HOUR + DAY,
			NOW + 23 * HOUR + 2 * DAY,
			NOW + 23 * HOUR,
		]);
	});
});

describe("the cap of HubSpot's API on one inbox", () => {
	const enrollments = (cap: number, ...made: number[]): Partial<SenderState> => ({
		enrollments: { cap, made: made.map(exactly) },
	});

	it.each<[SendLimitMode, string[]]>([
		['hold', ['admitted', 'DAILY_ENROLLMENT_CAP']],
		['fail', ['admitted', 'DAILY_ENROLLMENT_CAP']],
		['warn', ['admitted', 'exceeded']],
		['off', ['admitted', 'admitted']],
	])('in mode %s makes of two where one has room: %s', (mode, expected) => {
		const room = standing([], 9, enrollments(2, NOW - HOUR, NOW - DAY));
		expect(outcomesOf(ask(room, [undefined, undefined], mode))).toEqual(expected);
	});

	it('takes one place for each enrollment, however many emails it sends', () => {
		const room = standing([], 99, enrollments(2));
		const verdicts = ask(room, [undefined, undefined, undefined], 'hold', [0, HOUR, 2 * HOUR]);
		expect(outcomesOf(verdicts)).toEqual(['admitted', 'admitted', 'DAILY_ENROLLMENT_CAP']);
		expect(heldOf(verdicts[2])?.retryAt).toBe(NOW + DAY);
	});

	it('counts enrollments whose emails come later', () => {
		const room = standing([], 99, enrollments(1));
		const verdicts = ask(room, [undefined, undefined], 'hold', [5 * DAY]);
		expect(outcomesOf(verdicts)).toEqual(['admitted', 'DAILY_ENROLLMENT_CAP']);
	});

	it('comes behind the limit of emails where both are full', () => {
		const room = standing([NOW], 1, enrollments(1, NOW - HOUR));
		expect(ask(room, [undefined])).toMatchObject([
			{ held: { reason: 'SEND_LIMIT', retryAt: NOW + DAY } },
		]);
	});
});
