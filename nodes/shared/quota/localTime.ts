import { DateTime } from 'luxon';

/**
 * Rounded up to the full minute: HubSpot's clock and ours may differ by seconds.
 * @returns ISO instant with the offset of `timeZone`
 */
export function isoMinute(at: number, timeZone: string): string {
	const minute = Math.ceil(at / 60_000) * 60_000;
	return (
		DateTime.fromMillis(minute, { zone: timeZone }).toISO({ suppressMilliseconds: true }) ?? ''
	);
}

/** "today 17:05", "tomorrow 09:14" or "Thu 26 Nov 09:14", as a person says it in `timeZone`. */
export function spokenTime(iso: string, timeZone: string, now: number): string {
	const at = DateTime.fromISO(iso, { zone: timeZone });
	const today = DateTime.fromMillis(now, { zone: timeZone }).startOf('day');
	const days = Math.round(at.startOf('day').diff(today, 'days').days);
	const day = ['today', 'tomorrow'][days] ?? at.toFormat('ccc d LLL');
	return `${day} ${at.toFormat('HH:mm')}`;
}
