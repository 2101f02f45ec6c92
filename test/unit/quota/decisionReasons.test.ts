import { DAY, HOUR, NOW } from '../../support/unit/arbitraries';
import { decide, heldOf, outcomesOf, standing, type Held } from '../../support/unit/decisions';

describe('why an enrollment is held', () => {
	it.each<[string, number[], number[], Held]>([
		[
			'SEND_LIMIT where today has no room',
			[NOW - 2 * HOUR, NOW - HOUR],
			[0, 3 * DAY],
			{ reason: 'SEND_LIMIT', retryAt: NOW + 22 * HOUR, used: 2 },
		],
		[
			'FOLLOW_UP_LIMIT where today has room and the day of a follow-up has none',
			[NOW + 3 * DAY, NOW + 3 * DAY + HOUR],
			[0, 3 * DAY],
			{ reason: 'FOLLOW_UP_LIMIT', retryAt: NOW + DAY, used: 0 },
		],
		[
			'SEND_LIMIT where a first email of a later day meets a full day',
			[NOW + 3 * DAY, NOW + 3 * DAY],
			[3 * DAY],
			{ reason: 'SEND_LIMIT', retryAt: NOW + DAY, used: 0 },
		],
		[
			'FOLLOW_UP_LIMIT without a time where its own sends are too many for a day',
			[],
			[0, HOUR, 2 * HOUR],
			{ reason: 'FOLLOW_UP_LIMIT', retryAt: undefined, used: 0 },
		],
	])('is %s', (_, times, offsets, held) => {
		expect(decide(standing(times, 2), [offsets])).toEqual([{ held }]);
	});

	it('is no matter of those that are held before it', () => {
		const full = NOW + 2 * DAY + HOUR;
		const shapes = Array.from({ length: 3 }, () => [0, 3 * DAY]);
		const held = decide(standing([full, full], 2), shapes).map(heldOf);
		expect(held.map((entry) => entry?.reason)).toEqual(Array(3).fill('FOLLOW_UP_LIMIT'));
		expect(held.slice(0, 2).map((entry) => entry?.retryAt)).toEqual([NOW + HOUR, NOW + HOUR]);
		expect(held[2]?.retryAt).toBeGreaterThan(NOW + HOUR);
	});

	it('spreads those that wait over the days, as room comes up', () => {
		const verdicts = decide(standing([NOW - HOUR], 2), [[0], [0], [0], [0]]);
		expect(verdicts.map((verdict) => heldOf(verdict)?.retryAt)).toEqual([
			undefined,
			NOW + 23 * HOUR,
			NOW + DAY,
			NOW + 23 * HOUR + DAY,
		]);
	});

	it('lets a shorter sequence go past a longer one that has to wait', () => {
		const verdicts = decide(standing([NOW + 3 * DAY], 1), [[0, 3 * DAY], [0]]);
		expect(verdicts.map((verdict) => 'admitted' in verdict)).toEqual([false, true]);
	});
});

describe("HubSpot's own word that the sender is at the limit", () => {
	const fullUntil = NOW + 20 * 60_000;

	it.each(['hold', 'fail'] as const)('holds everything until then, in mode %s', (mode) => {
		const held = { reason: 'HUBSPOT_SEND_LIMIT', retryAt: fullUntil, used: 1 };
		expect(decide(standing([NOW], 9, { fullUntil }), [[0], [0, DAY], []], mode)).toEqual([
			{ held },
			{ held },
			{ held },
		]);
	});

	it('holds longer those for whom there is no room by then', () => {
		const room = standing([NOW - HOUR, NOW - 2 * HOUR], 3, { fullUntil });
		const times = decide(room, [[0], [0], [0]]).map((verdict) => heldOf(verdict)?.retryAt);
		expect(times).toEqual([fullUntil, NOW + 22 * HOUR, NOW + 23 * HOUR]);
	});

	it.each([NOW, NOW - HOUR])('holds nobody any more once it is over', (over) => {
		expect(outcomesOf(decide(standing([], 9, { fullUntil: over }), [[0]]))).toEqual(['admitted']);
	});

	it.each(['warn', 'off'] as const)('holds nobody in mode %s', (mode) => {
		const verdicts = decide(standing([], 9, { fullUntil }), [[0]], mode);
		expect(outcomesOf(verdicts)).toEqual(['admitted']);
	});
});
