import { clamp } from 'lodash';
import { DateTime } from 'luxon';

/** Emails of a sender on one calendar day. */
export interface SendDay {
	/** ISO date. */
	date: string;
	/** Went out already. */
	sent?: number;
	planned: number;
	/** In all, by the reading of HubSpot's rules that has most of them on this day. */
	atMost?: number;
	limit: number;
	/** The least room of the 24 hours that end in it. */
	remaining?: number;
	/** Of this day, only what the last 24 hours have of it. */
	isPart?: boolean;
}

/** A day as the chart draws it: no number in it is negative, infinite or NaN. */
export interface ChartDay {
	date: string;
	sent: number;
	planned: number;
	total: number;
	/** Beyond `total`, if HubSpot counts otherwise than is likely. */
	possible: number;
	/** Undefined where nothing limits. */
	limit: number | undefined;
	isOver: boolean;
	isFull: boolean;
	isPart: boolean;
}

export function toChartDay(day: SendDay): ChartDay {
	const { date, sent, planned, atMost, limit, remaining, isPart = false } = day;
	const counts = { sent: countOf(sent), planned: countOf(planned) };
	const total = counts.sent + counts.planned;
	const line = Number.isFinite(limit) ? countOf(limit) : undefined;
	const possible = Math.max(0, countOf(atMost) - total);
	const isOver = line !== undefined && total > line;
	const isFull = remaining !== undefined && remaining <= 0;
	return { date, ...counts, total, possible, limit: line, isOver, isFull, isPart };
}

const countOf = (value = 0) =>
	Number.isFinite(value) ? clamp(value, 0, Number.MAX_SAFE_INTEGER) : 0;

/** A date as people read it, in luxon's tokens; what is no ISO date stays as it is. */
export function sayDate(date: string, format: string): string {
	const day = DateTime.fromISO(date, { locale: 'en-US' });
	return day.isValid ? day.toFormat(format) : date;
}

/** ISO dates. */
export const dayBefore = (date: string): string =>
	DateTime.fromISO(date).minus({ days: 1 }).toISODate() ?? date;

/** "23 Nov – 6 Dec 2026", or the one day. */
export function sayRange(days: readonly ChartDay[]): string {
	const first = days.at(0)?.date ?? '';
	const last = days.at(-1)?.date ?? '';
	if (first === last) return sayDate(first, 'd LLL yyyy');
	const sameYear = first.slice(0, 4) === last.slice(0, 4);
	return `${sayDate(first, sameYear ? 'd LLL' : 'd LLL yyyy')} – ${sayDate(last, 'd LLL yyyy')}`;
}

const numbers = new Intl.NumberFormat('en-US');
export const sayNumber = (value: number): string => numbers.format(value);

/** "620 emails (20 sent, 600 planned)". */
export function sayEmails({ sent, planned }: Pick<ChartDay, 'sent' | 'planned'>): string {
	const total = sent + planned;
	const emails = `${sayNumber(total)} email${total === 1 ? '' : 's'}`;
	if (sent === 0) return `${emails} planned`;
	if (planned === 0) return `${emails} sent`;
	return `${emails} (${sayNumber(sent)} sent, ${sayNumber(planned)} planned)`;
}
