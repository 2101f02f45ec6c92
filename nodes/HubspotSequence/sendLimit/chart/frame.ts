import { centerOf, striped, type Plot } from './bars';
import { sayDate, sayNumber, type ChartDay } from './days';
import { drawLabel, textWidth } from './label';
import { labelEvery } from './scale';
import { paint } from './theme';
import { tag } from './xml';

const SMALL = 12;
const DAY_LABEL_WIDTH = 50;

/** Lines across the plot and their numbers. */
export const drawTicks = (ticks: readonly number[], { left, right, y }: Plot): string =>
	ticks
		.map((tick) => {
			const at = y(tick);
			const stroke = tick === 0 ? 'axis' : 'grid';
			return (
				tag('line', { x1: left, x2: right, y1: at, y2: at, ...paint({ stroke }) }) +
				drawLabel({
					text: sayNumber(tick),
					x: left - 8,
					y: at + 4,
					size: SMALL,
					role: 'muted',
					anchor: 'end',
				})
			);
		})
		.join('');

/** The weekday and date below as many days as have room for them. */
export function drawDayLabels(days: readonly ChartDay[], plot: Plot): string {
	const every = labelEvery(plot.pitch, DAY_LABEL_WIDTH);
	const base = plot.y(0);
	return days
		.map(({ date }, index) => {
			if (index % every !== 0) return '';
			const place = { x: centerOf(plot, index), size: SMALL, anchor: 'middle' } as const;
			const weekday = drawLabel({ ...place, text: sayDate(date, 'ccc'), y: base + 18 });
			const day = sayDate(date, 'd LLL');
			return weekday + drawLabel({ ...place, text: day, y: base + 33, role: 'muted' });
		})
		.join('');
}

/** A dashed line for each stretch of days that share a limit, with its number. */
export function drawLimit(days: readonly ChartDay[], plot: Plot): string {
	return days
		.map(({ limit }, index) => {
			const isStart = index === 0 || days[index - 1]?.limit !== limit;
			if (limit === undefined || !isStart) return '';
			const end = days.findIndex((day, later) => later > index && day.limit !== limit);
			const at = plot.y(limit);
			const x1 = plot.left + index * plot.pitch;
			const x2 = end < 0 ? plot.right : plot.left + end * plot.pitch;
			const line = tag('line', {
				x1,
				x2,
				y1: at,
				y2: at,
				...paint({ stroke: 'limit' }),
				'stroke-width': 2,
				'stroke-dasharray': '7 5',
			});
			const number = sayNumber(limit);
			return end < 0
				? line +
						drawLabel({ text: 'Limit', x: x2 + 8, y: at - 3, size: SMALL }) +
						drawLabel({ text: number, x: x2 + 8, y: at + 12, size: 13.5, isBold: true })
				: line + drawLabel({ text: number, x: x1 + 2, y: at - 5, size: SMALL, isBold: true });
		})
		.join('');
}

/** What the looks of the bars mean, as far as the chart has them. */
export function drawLegend(days: readonly ChartDay[], left: number, y: number): string {
	const shown = [
		{ text: 'Sent', look: paint({ fill: 'sent' }), isUsed: days.some(({ sent }) => sent > 0) },
		{
			text: 'Planned',
			look: paint({ fill: 'planned' }),
			isUsed: days.some(({ planned }) => planned > 0),
		},
		{
			text: 'Possible',
			look: paint({ fill: 'possible' }),
			isUsed: days.some(({ possible }) => possible > 0),
		},
		{ text: 'Above the limit', look: striped(), isUsed: days.some(({ isOver }) => isOver) },
	].filter(({ isUsed }) => isUsed);
	let x = left;
	return shown
		.map(({ text, look }) => {
			const box = tag('rect', { x, y: y - 10, width: 12, height: 12, ...look });
			const label = drawLabel({ text, x: x + 18, y, size: SMALL });
			x += 18 + textWidth(text, SMALL) + 22;
			return box + label;
		})
		.join('');
}
