import { sumBy } from 'lodash';
import { DateTime } from 'luxon';

import type { SendLimitMode } from '../../shared/quota/decision';
import { hourOf, HOUR_MS, spanOfHour } from '../../shared/quota/hours';
import type { Cohort } from '../../shared/quota/cohort';
import type { Span } from '../../shared/quota/window';

/** HubSpot counts marketing email by calendar month, anew from the 1st (hubspot-api.md 8.2). */
export interface Month {
	/** Ms since epoch, from the first instant of the month to that of the next. */
	start: number;
	end: number;
	/** `end` as ISO with the offset of the account's time zone. */
	resetsAt: string;
}

/** The month of `now` in `timeZone`, or the one some months later. */
export function monthOf(now: number, timeZone: string, later = 0): Month {
	const start = DateTime.fromMillis(now, { zone: timeZone })
		.startOf('month')
		.plus({ months: later });
	const end = start.plus({ months: 1 });
	return {
		start: start.toMillis(),
		end: end.toMillis(),
		resetsAt: end.toISO({ suppressMilliseconds: true }) ?? '',
	};
}

/** How soon HubSpot's statistics show an email it does not say; after this they are taken to. */
const STATISTICS_LAG_MS = 60 * 60 * 1000;

/** From when on the statistics may not show an email of this month yet; planned emails are known by hour. */
export const unsureFrom = ({ start }: Month, now: number): number =>
	Math.max(start, hourOf(now - STATISTICS_LAG_MS) * HOUR_MS);

/** Planned emails of one hour. */
export interface PlannedEmails extends Span {
	/** `''` where HubSpot did not say which email it is. */
	emailId: string;
	count: number;
}

/** Emails as a ledger holds them: a cohort for each email, with the hour in which it is sent. */
export const plannedEmails = (cohorts: readonly Cohort[]): PlannedEmails[] =>
	cohorts.flatMap(({ source, hour, sends, others }) =>
		sends.map((hours) => ({ ...spanOfHour(hour + hours), emailId: source, count: others })),
	);

/** What HubSpot's statistics of marketing email say. */
export interface Statistics {
	/** Emails of this month, whoever or whatever made HubSpot send them. */
	sent: number;
	/** Those among them that are younger than the lag, and that this n8n has planned. */
	shown: number;
}

export interface MonthUsage {
	sent: number;
	/** Still to come, or sent and not shown yet. */
	planned: number;
}

/**
 * What is used of a month, from two sources, counting nothing twice and nothing not at all. The
 * statistics count whole. Of what this n8n planned counts what is still to come (also if it comes in
 * the next month: an enrollment takes all its emails from the month it is made in, and those that
 * are open when the month ends from the next one too), and what is too young for the statistics to
 * show, less what they show of it. What is older was sent, or did not happen: the contact left, took
 * a shorter branch, or is no marketing contact.
 *
 * @param statistics undefined where HubSpot does not tell: what was planned counts alone
 */
export function monthUsage(
	planned: readonly PlannedEmails[],
	statistics: Statistics | undefined,
	month: Month,
	now: number,
): MonthUsage {
	const toCome = sumOf(planned.filter(({ from }) => from > now));
	const since = statistics ? unsureFrom(month, now) : month.start;
	const past = planned.filter(({ from, until }) => until >= since && from <= now);
	if (!statistics) return { sent: sumOf(past), planned: toCome };
	// An email without id cannot be asked for, so it is never known to be shown.
	const named = sumOf(past.filter(({ emailId }) => emailId !== ''));
	const notShown = sumOf(past) - named + Math.max(0, named - statistics.shown);
	return { sent: statistics.sent, planned: notShown + toCome };
}

const sumOf = (emails: readonly PlannedEmails[]): number => sumBy(emails, 'count');

export interface BudgetVerdict {
	fits: boolean;
	/** Of the budget, with this one if it is admitted. */
	used: number;
}

/**
 * Which of `costs`, in order, fit in what is left of a budget. One that costs nothing always does.
 * In mode `warn` those that do not fit are admitted too.
 */
export function decideBudget(
	{ used, limit }: { used: number; limit: number },
	costs: readonly number[],
	mode: SendLimitMode,
): BudgetVerdict[] {
	let taken = used;
	return costs.map((cost) => {
		const fits = mode === 'off' || cost === 0 || taken + cost <= limit;
		if (fits || mode === 'warn') taken += cost;
		return { fits, used: taken };
	});
}
