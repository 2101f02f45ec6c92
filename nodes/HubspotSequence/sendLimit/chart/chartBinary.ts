import type { IBinaryKeyData, IExecuteFunctions } from 'n8n-workflow';

import type { RoomReport } from '../../../shared/quota/report';
import { describeSendChart, drawSendChart, type SendDay } from './chart';
import { chartPage } from './page';
import { dayBefore } from './days';
import type { LastDay } from './words';

/** What the chart shows of a report. */
export type ChartedReport = LastDay & Pick<RoomReport, 'sentBeforeToday' | 'forecast'>;

/**
 * The sends of a report as files of an item: `chart` is the SVG. `chartPreview` is the same picture
 * for the View button of n8n's editor, which offers none for `image/svg+xml` (nor for `text/html`):
 * it goes by the MIME type (ViewableMimeTypes of n8n 2.20 and 2.40), and shows a viewable file whose
 * file type is `html` as a page, sanitized.
 */
export async function chartBinary(
	context: IExecuteFunctions,
	report: ChartedReport,
	{ email }: { email: string },
): Promise<IBinaryKeyData> {
	const title = `Sequence emails of ${email}`;
	const days = chartDays(report);
	const svg = drawSendChart({ title, lastDay: report, timeZone: context.getTimezone(), days });
	const page = chartPage(svg, `${title}. ${describeSendChart(report, days)}`);
	const { prepareBinaryData } = context.helpers;
	const name = `send-limit-${safeName(email)}`;
	const chart = await prepareBinaryData(Buffer.from(svg), `${name}.svg`, 'image/svg+xml');
	const preview = await prepareBinaryData(Buffer.from(page), `${name}.html`, 'text/plain');
	return { chart, chartPreview: { ...preview, fileType: 'html' } };
}

/** The days to come, behind what the last 24 hours have of yesterday. */
function chartDays({ forecast, sentBeforeToday }: ChartedReport): SendDay[] {
	const [today] = forecast;
	if (!today || sentBeforeToday === 0) return forecast;
	const { date, limit } = today;
	const yesterday = {
		date: dayBefore(date),
		sent: sentBeforeToday,
		planned: 0,
		limit,
		isPart: true,
	};
	return [yesterday, ...forecast];
}

/** Fit for a file name on any system: `ann@example.com` becomes `ann.example.com`. */
const safeName = (text: string): string =>
	text
		.toLowerCase()
		.replace(/[^a-z0-9_-]+/g, '.')
		.replace(/^\.+|\.+$/g, '')
		.slice(0, 100) || 'sender';
