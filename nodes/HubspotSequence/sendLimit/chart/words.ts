import { maxBy, sumBy } from 'lodash';

import { sayDate, sayEmails, sayNumber, sayRange, type ChartDay } from './days';

export const NOTHING_PLANNED = 'Nothing is planned';

/** What a sender has sent, and what room is left; instants are ISO. */
export interface LastDay {
	/** In the last 24 hours. */
	sent: number;
	/** Due, and not seen yet. */
	owedNow: number;
	limit: number;
	/** Sends kept free. */
	reserve: number;
	remaining: number;
	nextAvailableAt: string | null;
}

/** "500 of 500 in the last 24 hours, room again at 08:59"; `today`: ISO date, where the instants are local. */
export function sayLastDay({ sent, limit, ...room }: LastDay, today: string): string {
	const counted = `${sayNumber(sent)} of ${sayNumber(limit)} in the last 24 hours`;
	return `${counted}, ${sayRoom(room, today)}`;
}

function sayRoom(
	{ remaining, nextAvailableAt }: Pick<LastDay, 'remaining' | 'nextAvailableAt'>,
	today: string,
): string {
	if (remaining > 0) return `room for ${sayNumber(remaining)} more`;
	if (nextAvailableAt === null) return 'no room';
	const [date = '', time = ''] = nextAvailableAt.split('T');
	return `room again ${date === today ? 'at' : sayDate(date, 'ccc d LLL')} ${time.slice(0, 5)}`;
}

/** What takes room beside what was sent: "50 kept free, 12 due now". */
export const sayKept = ({ reserve, owedNow }: LastDay): string =>
	[reserve > 0 && `${sayNumber(reserve)} kept free`, owedNow > 0 && `${sayNumber(owedNow)} due now`]
		.filter(Boolean)
		.join(', ');

/** What the chart shows, for those who do not see it. */
export function describeChart(all: readonly ChartDay[]): string {
	const days = all.filter(({ isPart }) => !isPart);
	const fullest = maxBy(days, 'total');
	if (!fullest || fullest.total === 0) return `${NOTHING_PLANNED}.`;
	const counts = { sent: sumBy(days, 'sent'), planned: sumBy(days, 'planned') };
	return [
		`${sayRange(days)}: ${sayEmails(counts)}.`,
		`Most on a day: ${describeDay(fullest)}.`,
		sayDays(
			'Full at some time',
			days.filter(({ isFull }) => isFull),
		),
		sayDays(
			'Above the limit',
			days.filter(({ isOver }) => isOver),
		),
	]
		.filter(Boolean)
		.join(' ');
}

const sayDays = (what: string, days: readonly ChartDay[]) =>
	days.length > 0 && `${what}: ${days.map(({ date }) => sayDate(date, 'd LLL')).join(', ')}.`;

/** "Fri 27 Nov 2026, 620 emails planned, 120 above the limit of 500". */
export function describeDay(day: ChartDay): string {
	const parts = [sayDate(day.date, 'ccc d LLL yyyy'), sayEmails(day)];
	const { limit, total, possible, isOver, isPart } = day;
	if (isPart) return `${parts.join(', ')} in the last 24 hours`;
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
