import type { IBinaryKeyData, IExecuteFunctions } from 'n8n-workflow';

import { describeSendChart, drawSendChart, type SendDay } from './chart';
import { chartPage } from './page';

/**
 * The sends of a report as files of an item: `chart` is the SVG. `chartPreview` is the same picture
 * for the View button of n8n's editor, which offers none for `image/svg+xml` (nor for `text/html`):
 * it goes by the MIME type (ViewableMimeTypes of n8n 2.20 and 2.40), and shows a viewable file whose
 * file type is `html` as a page, sanitized.
 */
export async function chartBinary(
	context: IExecuteFunctions,
	/** Of each day, `sent` is a part of `planned`. */
	{ forecast }: { forecast: readonly SendDay[] },
	{ email }: { email: string },
): Promise<IBinaryKeyData> {
	const title = `Sequence emails of ${email}`;
	const days = forecast.map((day) => ({ ...day, planned: day.planned - (day.sent ?? 0) }));
	const svg = drawSendChart({ title, timeZone: context.getTimezone(), days });
	const page = chartPage(svg, `${title}. ${describeSendChart(days)}`);
	const { prepareBinaryData } = context.helpers;
	const name = `send-limit-${safeName(email)}`;
	const chart = await prepareBinaryData(Buffer.from(svg), `${name}.svg`, 'image/svg+xml');
	const preview = await prepareBinaryData(Buffer.from(page), `${name}.html`, 'text/plain');
	return { chart, chartPreview: { ...preview, fileType: 'html' } };
}

/** Fit for a file name on any system: `ann@example.com` becomes `ann.example.com`. */
const safeName = (text: string): string =>
	text
		.toLowerCase()
		.replace(/[^a-z0-9_-]+/g, '.')
		.replace(/^\.+|\.+$/g, '')
		.slice(0, 100) || 'sender';
