import { drawBarLabels, drawBars, defineStripes, type Plot } from './bars';
import { sayRange, toChartDay, type ChartDay, type SendDay } from './days';
import { drawDayLabels, drawLegend, drawLimit, drawTicks } from './frame';
import { drawLabel, fitText } from './label';
import { niceTicks } from './scale';
import { darkStyle, paint } from './theme';
import { describeChart, NOTHING_PLANNED, sayKept, sayLastDay, type LastDay } from './words';
import { escapeXml, tag } from './xml';

export type { SendDay };

export interface SendChart {
	/** What is shown, of whom. */
	title: string;
	/** How full the last 24 hours are, by which HubSpot counts. */
	lastDay: LastDay;
	/** Whose calendar days these are; an IANA name, for the heading alone. */
	timeZone?: string;
	/** Ascending, without gaps; yesterday may be there in part. */
	days: readonly SendDay[];
}

const WIDTH = 600;
const HEIGHT = 396;
const MARGIN = 22;
/** The number of the limit stands right of the plot, those of the ticks left of it. */
const PLOT = { left: 60, right: WIDTH - 68, top: 124, bottom: 318 };

const KEPT = { x: WIDTH - MARGIN, y: 103, size: 12, anchor: 'end' } as const;
/** The first that has room is taken. */
const HEADLINE_SIZES = [18, 16, 14, 13];
const COUNTS = 'The limit counts any 24 hours, a bar counts a calendar day.';
const COUNTS_PART = 'A bar counts a calendar day; of yesterday, what the last 24 hours have of it.';

/**
 * Emails per day against the limit, as one SVG that needs nothing else: no font, no script.
 * It follows the color scheme of where it is shown and is light where there is none.
 */
export function drawSendChart({ title, lastDay, timeZone, days }: SendChart): string {
	const drawn = days.map(toChartDay);
	const headline = sayLastDay(lastDay, todayIn(days));
	const room = WIDTH - 2 * MARGIN;
	const size = HEADLINE_SIZES.find((one) => fitText(headline, one, room) === headline) ?? 12;
	const kept = sayKept(lastDay);
	const line = (text: string, y: number) =>
		drawLabel({ text: fitText(text, 13, room), x: MARGIN, y, size: 13, role: 'muted' });
	const group = (name: string, content: string) =>
		content === '' ? '' : tag('g', { class: name }, content);
	const subtitle = ['Emails per day', sayRange(drawn), timeZone].filter(Boolean).join(', ');
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
			tag('desc', { id: 'description' }, escapeXml(describeSendChart(lastDay, days))),
			tag('style', {}, escapeXml(darkStyle())),
			tag('defs', {}, defineStripes()),
			tag('rect', { width: WIDTH, height: HEIGHT, rx: 8, ...paint({ fill: 'card' }) }),
			drawLabel({ text: fitText(headline, size, room), x: MARGIN, y: 37, size, isBold: true }),
			line(title, 58),
			line(subtitle, 77),
			group('legend', drawLegend(drawn, MARGIN, 103)),
			group('kept', kept && drawLabel({ ...KEPT, text: kept })),
			drawPlot(drawn, group),
		].join('\n'),
	);
}

/** What the chart shows, in some sentences. */
export const describeSendChart = (lastDay: LastDay, days: readonly SendDay[]): string =>
	`${sayLastDay(lastDay, todayIn(days))}. ${describeChart(days.map(toChartDay))}`;

const todayIn = (days: readonly SendDay[]): string =>
	days.find(({ isPart }) => !isPart)?.date ?? '';

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
					text: days.some(({ isPart }) => isPart) ? COUNTS_PART : COUNTS,
					x: MARGIN,
					y: HEIGHT - 16,
					size: 12,
					role: 'muted',
				}),
	].join('\n');
}
