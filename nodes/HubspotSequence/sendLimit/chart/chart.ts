import { drawBarLabels, drawBars, defineStripes, type Plot } from './bars';
import { sayRange, toChartDay, type ChartDay, type SendDay } from './days';
import { drawDayLabels, drawLegend, drawLimit, drawTicks } from './frame';
import { drawLabel, fitText } from './label';
import { niceTicks } from './scale';
import { darkStyle, paint } from './theme';
import { describeChart, NOTHING_PLANNED } from './words';
import { escapeXml, tag } from './xml';

export type { SendDay };

export interface SendChart {
	title: string;
	/** Whose calendar days these are; an IANA name, for the heading alone. */
	timeZone?: string;
	/** Ascending, without gaps. */
	days: readonly SendDay[];
}

const WIDTH = 600;
const HEIGHT = 376;
const MARGIN = 22;
/** The number of the limit stands right of the plot, those of the ticks left of it. */
const PLOT = { left: 60, right: WIDTH - 68, top: 104, bottom: 298 };

/**
 * Emails per day against the limit, as one SVG that needs nothing else: no font, no script.
 * It follows the color scheme of where it is shown and is light where there is none.
 */
export function drawSendChart({ title, timeZone, days }: SendChart): string {
	const drawn = days.map(toChartDay);
	const description = describeChart(drawn);
	const group = (name: string, content: string) =>
		content === '' ? '' : tag('g', { class: name }, content);
	const subtitle = ['Emails per day', sayRange(drawn), timeZone].filter(Boolean).join(', ');
	const room = WIDTH - 2 * MARGIN;
	return tag(
		'svg',
		{
			xmlns: 'http://www.w3.org/2000/svg',
			viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
			width: WIDTH,
			height: HEIGHT,
			role: 'img',
			'aria-labelledby': 'title description',
			'font-family': "system-ui, -apple-system, 'Segoe UI', Roboto, 'Helvetica Neue', sans-serif",
		},
		[
			tag('title', { id: 'title' }, escapeXml(title)),
			tag('desc', { id: 'description' }, escapeXml(description)),
			tag('style', {}, escapeXml(darkStyle())),
			tag('defs', {}, defineStripes()),
			tag('rect', { width: WIDTH, height: HEIGHT, rx: 8, ...paint({ fill: 'card' }) }),
			drawLabel({ text: fitText(title, 18, room), x: MARGIN, y: 37, size: 18, isBold: true }),
			drawLabel({
				text: fitText(subtitle, 13, room),
				x: MARGIN,
				y: 58,
				size: 13,
				role: 'muted',
			}),
			group('legend', drawLegend(drawn, MARGIN, 83)),
			drawPlot(drawn, group),
		].join('\n'),
	);
}

/** What the chart of these days shows, in a sentence or three. */
export const describeSendChart = (days: readonly SendDay[]): string =>
	describeChart(days.map(toChartDay));

function drawPlot(days: readonly ChartDay[], group: (name: string, content: string) => string) {
	const { left, right, top, bottom } = PLOT;
	const isEmpty = days.every(({ total, possible }) => total + possible === 0);
	const message = drawLabel({
		text: NOTHING_PLANNED,
		x: (left + right) / 2,
		y: (top + bottom) / 2,
		size: 15,
		role: 'muted',
		anchor: 'middle',
	});
	if (days.length === 0) return message;
	const highest = days.reduce(
		(most, day) => Math.max(most, day.total + day.possible, day.limit ?? 0),
		0,
	);
	const ticks = niceTicks(highest);
	const unit = (bottom - top) / Math.max(...ticks);
	const plot: Plot = {
		left,
		right,
		pitch: (right - left) / days.length,
		y: (emails) => bottom - emails * unit,
	};
	return [
		group('ticks', drawTicks(ticks, plot)),
		group('bars', drawBars(days, plot)),
		group('limit', drawLimit(days, plot)),
		group('days', drawDayLabels(days, plot)),
		group('values', drawBarLabels(days, plot)),
		isEmpty
			? message
			: drawLabel({
					text: 'The limit counts any 24 hours, a bar counts a calendar day.',
					x: MARGIN,
					y: HEIGHT - 16,
					size: 12,
					role: 'muted',
				}),
	].join('\n');
}
