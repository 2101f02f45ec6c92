export const MINUTE = 60_000;
export const HOUR = 60 * MINUTE;
export const DAY = 24 * HOUR;

/** Monday, 5 October 2026, 00:00 in Berlin: three weeks later the clock goes back there. */
export const START = Date.parse('2026-10-05T00:00:00+02:00');
