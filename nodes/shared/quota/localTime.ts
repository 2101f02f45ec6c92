import { memoize } from 'lodash';
import { DateTime, FixedOffsetZone, Info, type Zone } from 'luxon';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;

/** luxon keeps what it knows of a name. An unknown one is taken for UTC. */
export function zoneOf(timeZone: string): Zone {
	const known = Info.normalizeZone(timeZone);
	return known.isValid ? known : FixedOffsetZone.utcInstance;
}

/**
 * Rounded up to the full minute: HubSpot's clock and ours may differ by seconds.
 * @returns ISO instant with the offset of `timeZone`
 */
export const isoMinute = (at: number, timeZone: string): string => isoOf(minuteOf(at, timeZone));

/**
 * "Fri 27 Nov 2026 09:14 (Europe/Berlin)": an item may be read on another day and in another place, so
 * neither is left to be guessed.
 */
export function spokenTime(iso: string, timeZone: string): string {
	const at = DateTime.fromISO(iso, { zone: timeZone });
	return spoken(at, spokenDay(at), timeZone);
}

/**
 * `isoMinute` of an instant, and the same as a person says it, for very many instants: what a time
 * zone has for an instant is slow to ask for, and so is the name of a day.
 */
export function localTimes(timeZone: string) {
	const days = new Map<number, string>();
	return memoize((at: number): { iso: string; spoken: string } => {
		const local = minuteOf(at, timeZone);
		const day = days.get(dayOf(local)) ?? spokenDay(local);
		days.set(dayOf(local), day);
		return { iso: isoOf(local), spoken: spoken(local, day, timeZone) };
	});
}

const spoken = (at: DateTime, day: string, timeZone: string): string =>
	`${day} ${clockOf(at)} (${timeZone})`;

const minuteOf = (at: number, zone: string): DateTime =>
	DateTime.fromMillis(Math.ceil(at / MINUTE_MS) * MINUTE_MS, { zone });

const isoOf = (at: DateTime): string => at.toISO({ suppressMilliseconds: true }) ?? '';

/** Days since 1970 on the wall clock. */
const dayOf = (at: DateTime): number =>
	Math.floor((at.toMillis() + at.offset * MINUTE_MS) / DAY_MS);

const spokenDay = (at: DateTime): string => at.toFormat('ccc d LLL yyyy', { locale: 'en-US' });

const clockOf = ({ hour, minute }: DateTime): string =>
	[hour, minute].map((part) => String(part).padStart(2, '0')).join(':');
