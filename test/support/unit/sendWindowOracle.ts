/**
 * The send window by brute force: the wall clock is asked minute by minute, by the time zones of the
 * JavaScript engine alone.
 */
import type { SequenceSettings } from '../../../nodes/shared/hubspot/sequences';

/** Settings that say all there is to say. */
export type FullSettings = {
	[Key in keyof SequenceSettings]-?: NonNullable<SequenceSettings[Key]>;
};

const MINUTE = 60_000;
const clocks = new Map<string, Intl.DateTimeFormat>();

function clockOf(timeZone: string): Intl.DateTimeFormat {
	const known = clocks.get(timeZone);
	const clock =
		known ??
		new Intl.DateTimeFormat('en-GB', {
			timeZone,
			weekday: 'short',
			hour: '2-digit',
			minute: '2-digit',
			hourCycle: 'h23',
		});
	clocks.set(timeZone, clock);
	return clock;
}

/** Whether the wall clock shows a time of the window on an eligible day. */
export function isOpen(at: number, settings: FullSettings, timeZone: string) {
	const shown = clockOf(timeZone).format(at);
	const [hour, minute] = (/\d\d:\d\d/.exec(shown) ?? [''])[0].split(':').map(Number);
	const weekend = shown.startsWith('Sat') || shown.startsWith('Sun');
	const { eligibleFollowUpDays: days, sendWindowStartMinute, sendWindowEndMinute } = settings;
	return (
		(days === 'EVERYDAY' || !weekend) &&
		hour * 60 + minute >= sendWindowStartMinute &&
		hour * 60 + minute < sendWindowEndMinute
	);
}

/** `at`, or the first full minute after it that is open. */
export function firstOpen(at: number, settings: FullSettings, timeZone: string) {
	let moment = at;
	while (!isOpen(moment, settings, timeZone)) {
		moment = (Math.floor(moment / MINUTE) + 1) * MINUTE;
	}
	return moment;
}
