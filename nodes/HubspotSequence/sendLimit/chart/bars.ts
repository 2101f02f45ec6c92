import { sayNumber, type ChartDay } from './days';
import { drawLabel, textWidth } from './label';
import { placeLabels } from './scale';
import { paint } from './theme';
import { describeDay } from './words';
import { escapeXml, tag } from './xml';

/** The area that the bars stand in; pixels. */
export interface Plot {
	left: number;
	right: number;
	/** From one day to the next. */
	pitch: number;
	/** Where a number of emails is. */
	y: (emails: number) => number;
}

const STRIPES = 'above-limit';
const WIDEST = 56;
const LABEL_SIZE = 12;

const barWidth = ({ pitch }: Plot) => Math.min(pitch * 0.72, WIDEST);
export const centerOf = ({ left, pitch }: Plot, index: number): number =>
	left + (index + 0.5) * pitch;

/** Stripes tell what is above the limit without color. */
export const defineStripes = (): string =>
	tag(
		'pattern',
		{
			id: STRIPES,
			width: 5,
			height: 5,
			patternUnits: 'userSpaceOnUse',
			patternTransform: 'rotate(45)',
		},
		tag('rect', { width: 5, height: 5, ...paint({ fill: 'card' }) }) +
			tag('rect', { width: 2.2, height: 5, ...paint({ fill: 'limit' }) }),
	);

/** What a bar above the limit is painted with. */
export const striped = () => ({
	...paint({ stroke: 'limit' }),
	fill: `url(#${STRIPES})`,
	'stroke-width': 1.5,
});

/** One bar for each day on which something is sent. */
export const drawBars = (days: readonly ChartDay[], plot: Plot): string =>
	days
		.map((day, index) =>
			day.total + day.possible > 0 ? drawBar(day, centerOf(plot, index), plot) : '',
		)
		.join('');

function drawBar(day: ChartDay, center: number, plot: Plot): string {
	const { sent, total, possible, limit = total } = day;
	const width = barWidth(plot);
	const part = (from: number, to: number, look: ReturnType<typeof paint>) => {
		if (to <= from) return '';
		const height = plot.y(from) - plot.y(to);
		return tag('rect', { x: center - width / 2, y: plot.y(to), width, height, ...look });
	};
	return tag(
		'g',
		{ class: 'day' },
		tag('title', {}, escapeXml(describeDay(day))) +
			part(0, Math.min(sent, limit), paint({ fill: 'sent' })) +
			part(sent, Math.min(total, limit), paint({ fill: 'planned' })) +
			part(Math.min(total, limit), total, striped()) +
			part(total, total + possible, paint({ fill: 'possible' })),
	);
}

/** The number of emails above each bar that has room for it: first those above the limit. */
export function drawBarLabels(days: readonly ChartDay[], plot: Plot): string {
	const bars = days.flatMap((day, index) =>
		day.total === 0
			? []
			: [{ day, center: centerOf(plot, index), top: plot.y(day.total + day.possible) }],
	);
	const places = bars.map(({ day, center, top }) => ({
		center,
		top,
		width: textWidth(sayNumber(day.total), LABEL_SIZE) + 7,
		rank: (day.isOver ? Number.MAX_SAFE_INTEGER : 0) + day.total,
	}));
	const placed = placeLabels(places, barWidth(plot));
	return bars
		.filter((_, index) => placed.has(index))
		.map(({ day, center, top }) =>
			drawLabel({
				text: sayNumber(day.total),
				x: center,
				y: top - 5,
				size: LABEL_SIZE,
				anchor: 'middle',
				isBold: day.isOver,
			}),
		)
		.join('');
}
