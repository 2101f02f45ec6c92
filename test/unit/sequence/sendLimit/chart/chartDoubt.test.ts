import {
	drawSendChart,
	type SendDay,
} from '../../../../../nodes/HubspotSequence/sendLimit/chart/chart';
import { barsOf, group, IDLE, readSvg, scaleOf, textsIn } from '../../../sendLimit/chartReader';

const draw = (...days: Array<Partial<SendDay>>) =>
	readSvg(
		drawSendChart({
			title: 'Emails of ann@example.com',
			lastDay: IDLE,
			days: days.map((day, order) => ({
				date: `2026-11-${23 + order}`,
				planned: 0,
				limit: 500,
				...day,
			})),
		}),
	);

describe('emails that HubSpot may count on another day', () => {
	it('stand above those that are likely, in a lighter part of the bar', () => {
		const svg = draw({ sent: 100, planned: 200, atMost: 350 });
		const { zero, unit } = scaleOf(svg);
		const [{ parts, title }] = barsOf(svg);
		expect(parts.map(({ look, top, height }) => [look, top, height])).toEqual([
			['fill-sent', expect.closeTo(zero - 100 * unit, 1), expect.closeTo(100 * unit, 1)],
			['fill-planned', expect.closeTo(zero - 300 * unit, 1), expect.closeTo(200 * unit, 1)],
			['fill-possible', expect.closeTo(zero - 350 * unit, 1), expect.closeTo(50 * unit, 1)],
		]);
		expect(title).toContain('50 more possible');
		expect(textsIn(group(svg, 'legend'))).toContain('Possible');
	});

	it.each<[string, Partial<SendDay>]>([
		['no reading has more', { planned: 200, atMost: 200 }],
		['one has fewer', { planned: 200, atMost: 100 }],
		['nobody says', { planned: 200 }],
	])('are none where %s', (_, day) => {
		const svg = draw(day);
		expect(barsOf(svg)[0].parts.map(({ look }) => look)).toEqual(['fill-planned']);
		expect(textsIn(group(svg, 'legend'))).not.toContain('Possible');
	});

	it('have a bar of their own on a day on which none is likely, and fit in the picture', () => {
		const svg = draw({ atMost: 900 }, { planned: 10, atMost: 10 });
		const [{ parts, top }] = barsOf(svg);
		expect(parts.map(({ look }) => look)).toEqual(['fill-possible']);
		const { zero, unit } = scaleOf(svg);
		expect(top).toBeCloseTo(zero - 900 * unit, 1);
		expect(top).toBeGreaterThan(0);
	});

	it('are no likely emails above the limit', () => {
		const looks = barsOf(draw({ planned: 450, atMost: 600 }))[0].parts.map(({ look }) => look);
		expect(looks).toEqual(['fill-planned', 'fill-possible']);
	});
});
