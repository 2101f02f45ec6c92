import { DateTime } from 'luxon';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/**
 * Rounded up to the full minute: HubSpot's clock and ours may differ by seconds.
 * @returns ISO instant with the offset of `timeZone`
 */
export const isoMinute = (at: number, timeZone: string): string => isoOf(minuteOf(at, timeZone));

/** "today 17:05", "tomorrow 09:14" or "Thu 26 Nov 09:14", as a person says it in `timeZone`. */
export function spokenTime(iso: string, timeZone: string, now: number): string {
	const at = DateTime.fromISO(iso, { zone: timeZone });
	return `${spokenDay(at, dayOf(DateTime.fromMillis(now, { zone: timeZone })))} ${clockOf(at)}`;
}

/**
 * `isoMinute` of an instant, and the same as a person says it, for very many instants: what a time
 * zone has for an instant is slow to ask for, and so is the name of a day.
 */
export function localTimes(timeZone: string, now: number) {
	const today = dayOf(DateTime.fromMillis(now, { zone: timeZone }));
	const days = new Map<number, string>();
	return (at: number): { iso: string; spoken: string } => {
		const local = minuteOf(at, timeZone);
		const day = days.get(dayOf(local)) ?? spokenDay(local, today);
		days.set(dayOf(local), day);
		return { iso: isoOf(local), spoken: `${day} ${clockOf(local)}` };
	};
}

const minuteOf = (at: number, zone: string): DateTime =>
	DateTime.fromMillis(Math.ceil(at / MINUTE_MS) * MINUTE_MS, { zone });

const isoOf = (at: DateTime): string => at.toISO({ suppressMilliseconds: true }) ?? '';

/** Days since 1970 on the wall clock. */
const dayOf = (at: DateTime): number =>
	Math.floor((at.toMillis() + at.offset * MINUTE_MS) / DAY_MS);

const spokenDay = (at: DateTime, today: number): string =>
	['today', 'tomorrow'][dayOf(at) - today] ?? at.toFormat('ccc d LLL');

const clockOf = ({ hour, minute }: DateTime): string =>
	[hour, minute].map((part) => String(part).padStart(2, '0')).join(':');
