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
	/** Emails of the day by the likeliest reading, those that have gone out included. */
	planned: number;
	/** By the reading that has most of them on this day. */
	atMost: number;
	/** Have gone out. */
	sent: number;
	/** The limit less the reserve. */
	limit: number;
	/** The least room of the 24 hours that end in the day. */
	remaining: number;
}

/** Emails per calendar day, from today for as far as anything is planned. */
export function forecastDays({ owed, shown, plans, isFull, load, room, now, timeZone }: Known) {
	const dayOf = (at: number) => DateTime.fromMillis(at, { zone: timeZone }).toISODate() ?? '';
	const sent = countBy(
		(shown?.counted ?? []).filter((at) => at <= now),
		dayOf,
	);
	const byReading = plans.readings.map(() => new Map<string, number>());
	const [due, soon] = [plans.readings.map(() => 0), plans.readings.map(() => 0)];
	const tally = (reading: number, emails: readonly OwedEmail[], count: number) => {
		const days = byReading[reading];
		if (!days) return;
		for (const { from, spread, until } of emails) {
			const day = dayOf(from);
			const isDue = from <= now && (!spread || until < now);
			// Where HubSpot does not tell, what was due has gone out, as far as anybody knows.
			if (isDue && !shown) {
				if (reading === 0) sent[day] = (sent[day] ?? 0) + count;
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
	const dates = byReading.flatMap((days) => [...days.keys()]);
	const last = dates.reduce((a, b) => (a > b ? a : b), dayOf(now));
	const limit = room.limit - room.reserve;
	const forecast: ForecastDay[] = [];
	for (let day = DateTime.fromMillis(now, { zone: timeZone }); ; day = day.plus({ days: 1 })) {
		const date = day.toISODate() ?? '';
		const gone = sent[date] ?? 0;
		const counts = byReading.map((days) => days.get(date) ?? 0);
		const planned = gone + (counts[0] ?? 0);
		const atMost = gone + Math.max(0, ...counts);
		const span = { from: day.startOf('day').toMillis(), until: day.endOf('day').toMillis() };
		const isFullNow = isFull && forecast.length === 0;
		const remaining = isFullNow ? 0 : load.leftIn(span);
		forecast.push({ date, planned, atMost, sent: gone, limit, remaining });
		if (date >= last) break;
	}
	return { forecast, owedNow: Math.max(0, ...due), plannedIn24Hours: soon[0] ?? 0 };
}
