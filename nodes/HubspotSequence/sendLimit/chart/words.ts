import { maxBy, sumBy } from 'lodash';

import { sayDate, sayEmails, sayNumber, sayRange, type ChartDay } from './days';

export const NOTHING_PLANNED = 'Nothing is planned';

/** What the chart shows, for those who do not see it. */
export function describeChart(days: readonly ChartDay[]): string {
	const fullest = maxBy([...days], 'total');
	if (!fullest || fullest.total === 0) return `${NOTHING_PLANNED}.`;
	const all = { sent: sumBy([...days], 'sent'), planned: sumBy([...days], 'planned') };
	const over = days.filter(({ isOver }) => isOver);
	return [
		`${sayRange(days)}: ${sayEmails(all)}.`,
		`Fullest day: ${describeDay(fullest)}.`,
		over.length === 0
			? 'No day is above the limit.'
			: `Above the limit: ${over.map(({ date }) => sayDate(date, 'd LLL')).join(', ')}.`,
	].join(' ');
}

/** "Fri 27 Nov 2026, 620 emails planned, 120 above the limit of 500". */
export function describeDay(day: ChartDay): string {
	const parts = [sayDate(day.date, 'ccc d LLL yyyy'), sayEmails(day)];
	const { limit, total, possible, isOver } = day;
	if (possible > 0) parts.push(`${sayNumber(possible)} more possible`);
	if (limit !== undefined) {
		parts.push(
			isOver
				? `${sayNumber(total - limit)} above the limit of ${sayNumber(limit)}`
				: `limit ${sayNumber(limit)}`,
		);
	}
	return parts.join(', ');
}
