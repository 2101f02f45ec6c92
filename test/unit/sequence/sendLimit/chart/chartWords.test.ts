import {
	describeSendChart,
	drawSendChart,
	type SendDay,
} from '../../../../../nodes/HubspotSequence/sendLimit/chart/chart';
import {
	sayKept,
	sayLastDay,
	type LastDay,
} from '../../../../../nodes/HubspotSequence/sendLimit/chart/words';
import { barsOf, IDLE, readSvg, scaleOf, textsIn } from '../../../sendLimit/chartReader';

/** Days from Mon 23 Nov 2026 on. */
const daysOf = (...days: Array<Partial<SendDay>>): SendDay[] =>
	days.map((day, order) => ({ date: `2026-11-${23 + order}`, planned: 0, limit: 500, ...day }));

describe('the headline is the last 24 hours', () => {
	const FULL = { sent: 500, remaining: 0 };

	it.each<[string, Partial<LastDay>, string]>([
		[
			'with what is left',
			{ sent: 191, remaining: 309 },
			'191 of 500 in the last 24 hours, room for 309 more',
		],
		[
			'with when there is room again, later today',
			{ ...FULL, nextAvailableAt: '2026-11-23T17:05:00+01:00' },
			'500 of 500 in the last 24 hours, room again at 17:05',
		],
		[
			'with the day, where that is not today',
			{ ...FULL, nextAvailableAt: '2026-11-24T08:59:00+01:00' },
			'500 of 500 in the last 24 hours, room again Tue 24 Nov 08:59',
		],
		[
			'without a time where there is none',
			{ ...FULL, nextAvailableAt: null },
			'500 of 500 in the last 24 hours, no room',
		],
		[
			'of the limit of HubSpot, also where some is kept free',
			{ sent: 950, limit: 1000, reserve: 50, remaining: 0 },
			'950 of 1,000 in the last 24 hours, room again at 09:00',
		],
	])('%s', (_, lastDay, expected) => {
		expect(sayLastDay({ ...IDLE, ...lastDay }, '2026-11-23')).toBe(expected);
		const svg = drawSendChart({
			title: 'Emails',
			lastDay: { ...IDLE, ...lastDay },
			days: daysOf({}),
		});
		expect(textsIn(readSvg(svg))[0]).toBe(expected);
	});

	it.each<[string, Partial<LastDay>, string]>([
		['nothing', {}, ''],
		['the reserve', { reserve: 1050 }, '1,050 kept free'],
		['what is due', { owedNow: 12 }, '12 due now'],
		['both', { reserve: 50, owedNow: 12 }, '50 kept free, 12 due now'],
	])('beside it stands what else takes room: %s', (_, lastDay, expected) => {
		expect(sayKept({ ...IDLE, ...lastDay })).toBe(expected);
		const svg = drawSendChart({ title: 'Emails', lastDay: { ...IDLE, ...lastDay }, days: [] });
		if (expected) expect(textsIn(readSvg(svg))).toContain(expected);
	});
});

describe('yesterday', () => {
	const days = daysOf({ sent: 309, isPart: true }, { sent: 191, planned: 20, remaining: 0 });
	const svg = readSvg(drawSendChart({ title: 'Emails', lastDay: IDLE, days }));

	it('has a bar of what the last 24 hours have of it', () => {
		const [{ title, parts }, today] = barsOf(svg);
		const { unit } = scaleOf(svg);
		expect(title).toBe('Mon 23 Nov 2026, 309 emails sent in the last 24 hours');
		expect(parts.map(({ look, height }) => [look, height])).toEqual([
			['fill-sent', expect.closeTo(309 * unit, 1)],
		]);
		expect(today.title).toContain('Tue 24 Nov 2026, 211 emails (191 sent, 20 planned)');
		expect(textsIn(svg).at(-1)).toMatch(/of yesterday, what the last 24 hours have of it/);
	});

	it('is none of the days that the chart tells of', () => {
		expect(describeSendChart(IDLE, days)).not.toMatch(/309|Mon|23 Nov/);
		expect(
			textsIn(readSvg(drawSendChart({ title: 'Emails', lastDay: IDLE, days: days.slice(1) }))).at(
				-1,
			),
		).not.toMatch(/yesterday/);
	});
});

describe('in words, the chart', () => {
	const said = (days: SendDay[]) => describeSendChart(IDLE, days).split('more. ')[1];

	it.each<[string, SendDay[], string]>([
		[
			'tells the day with most',
			daysOf({ planned: 3 }, { planned: 20 }),
			'23 Nov – 24 Nov 2026: 23 emails planned. Most on a day: Tue 24 Nov 2026, 20 emails planned, limit 500.',
		],
		[
			'names the days above the limit',
			daysOf({ planned: 600 }, { planned: 20 }, { planned: 501 }),
			'23 Nov – 25 Nov 2026: 1,121 emails planned. Most on a day: Mon 23 Nov 2026, 600 emails planned, 100 above the limit of 500. Above the limit: 23 Nov, 25 Nov.',
		],
		[
			'names the days that are full at some time, also with few emails of their own',
			daysOf({ planned: 499, remaining: 1 }, { planned: 5, remaining: 0 }),
			'23 Nov – 24 Nov 2026: 504 emails planned. Most on a day: Mon 23 Nov 2026, 499 emails planned, limit 500. Full at some time: 24 Nov.',
		],
		[
			'says what went out',
			[{ date: '2026-12-31', sent: 2, planned: 0, limit: 5 }],
			'31 Dec 2026: 2 emails sent. Most on a day: Thu 31 Dec 2026, 2 emails sent, limit 5.',
		],
	])('%s', (_, days, expected) => {
		expect(said(days)).toBe(expected);
	});
});
