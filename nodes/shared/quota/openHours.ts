/** Which days and hours email goes out in. Plain JSON. */
export interface OpenHours {
	/** `BUSINESS_DAYS` and `WEEKDAYS_ONLY`: Monday to Friday. */
	days: 'BUSINESS_DAYS' | 'EVERYDAY' | 'WEEKDAYS_ONLY';
	/** First and last minute of the day, 0 to 1440, the last no longer in it. */
	window: readonly [opens: number, closes: number];
}

/** The same in HubSpot's words (hubspot-api.md 2.2). */
export interface WindowSettings {
	eligibleFollowUpDays?: OpenHours['days'] | null | undefined;
	/** Minute of the day, 0 to 1440. */
	sendWindowStartMinute?: number | null | undefined;
	sendWindowEndMinute?: number | null | undefined;
}

const MINUTES_OF_DAY = 24 * 60;

/** A window that cannot be read counts as none: the days still hold. */
export function openHoursOf({
	eligibleFollowUpDays: days,
	sendWindowStartMinute: opens,
	sendWindowEndMinute: closes,
}: WindowSettings = {}): OpenHours {
	const isReadable =
		typeof opens === 'number' &&
		typeof closes === 'number' &&
		opens >= 0 &&
		opens < closes &&
		closes <= MINUTES_OF_DAY;
	return {
		days: days ?? 'EVERYDAY',
		window: isReadable ? [opens, closes] : [0, MINUTES_OF_DAY],
	};
}
