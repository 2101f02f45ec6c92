import { countBy } from 'lodash';
import { DateTime } from 'luxon';

import type { OwedEmail } from './emailsOwed';
import type { SendLimit } from './sendLimit';
import type { Look } from './look';
import type { OwedRow } from './owed';
import type { LoadUnderReadings } from './loadUnderReadings';
import type { Plans } from './underReadings';
import { WINDOW_MS } from './window';

interface Known {
	owed: OwedRow;
	/** What HubSpot's log shows; undefined where HubSpot does not tell. */
	shown: Look | undefined;
	plans: Plans;
	/** HubSpot itself said that nothing more goes out now. */
	isFull: boolean;
	/** How full the 24 hours are. */
	load: LoadUnderReadings;
	room: SendLimit;
	now: number;
	timeZone: string;
}

export interface ForecastDay {
	/** ISO date in the time zone asked for. */
	date: string;
	/** Have gone out. */
	sent: number;
	/** To come by the likeliest reading; what is due now is of today. */
	planned: number;
	/** Sent and planned. */
	total: number;
	/** The same by the reading that has most of them on this day. */
	atMost: number;
	/** HubSpot's, before the reserve is taken off. */
	limit: number;
	/** The least room of the 24 hours that end in the day, the reserve taken off. */
	remaining: number;
}

/** Emails per calendar day, from today for as far as anything is planned or scheduled. */
export function forecastDays({ owed, shown, plans, isFull, load, room, now, timeZone }: Known) {
	const dayOf = (at: number) => DateTime.fromMillis(at, { zone: timeZone }).toISODate() ?? '';
	const today = dayOf(now);
	const gone = (shown?.counted ?? []).filter((at) => at <= now);
	const sent = countBy(gone, dayOf);
	const isOfDayBefore = (at: number) => at > now - WINDOW_MS && dayOf(at) !== today;
	let sentBeforeToday = gone.filter(isOfDayBefore).length;
	const byReading = plans.readings.map(() => new Map<string, number>());
	const [due, soon] = [plans.readings.map(() => 0), plans.readings.map(() => 0)];
	const tally = (reading: number, emails: readonly OwedEmail[], count: number) => {
		const days = byReading[reading];
		if (!days) return;
		for (const { from, spread } of emails) {
			const day = dayOf(from);
			const isDue = from <= now && !spread;
			// Where HubSpot does not tell, what was due has gone out, as far as anybody knows.
			if (isDue && !shown) {
				if (reading !== 0) continue;
				sent[day] = (sent[day] ?? 0) + count;
				if (isOfDayBefore(from)) sentBeforeToday += count;
				continue;
			}
			days.set(day, (days.get(day) ?? 0) + count);
			if (isDue) due[reading] = (due[reading] ?? 0) + count;
			else if (from <= now + WINDOW_MS) soon[reading] = (soon[reading] ?? 0) + count;
		}
	};
	for (const some of plans.owedBy(owed, shown, now)) {
		for (const { order, emails, count } of some) tally(order, emails, count);
	}
	// Mail of others that HubSpot has scheduled takes room as well.
	const ahead = (shown?.counted ?? []).filter((at) => at > now).map(dayOf);
	const dates = [...ahead, ...byReading.flatMap((days) => [...days.keys()])];
	const last = dates.reduce((a, b) => (a > b ? a : b), today);
	const forecast: ForecastDay[] = [];
	for (let day = DateTime.fromMillis(now, { zone: timeZone }); ; day = day.plus({ days: 1 })) {
		const date = day.toISODate() ?? '';
		const ofDay = sent[date] ?? 0;
		const counts = byReading.map((days) => days.get(date) ?? 0);
		const [planned = 0] = counts;
		const span = { from: day.startOf('day').toMillis(), until: day.endOf('day').toMillis() };
		const isFullNow = isFull && forecast.length === 0;
		const remaining = isFullNow ? 0 : load.leftIn(span);
		forecast.push({
			date,
			sent: ofDay,
			planned,
			total: ofDay + planned,
			atMost: ofDay + Math.max(0, ...counts),
			limit: room.limit,
			remaining,
		});
		if (date >= last) break;
	}
	const owedNow = Math.max(0, ...due);
	return { forecast, sentBeforeToday, owedNow, plannedIn24Hours: soon[0] ?? 0 };
}
