/**
 * Ms since epoch of an instant as HubSpot gives it: ISO in most answers; milliseconds as text in
 * exports and older records.
 */
export const toMillis = (value: string): number =>
	/^\d+$/.test(value) ? Number(value) : Date.parse(value);
