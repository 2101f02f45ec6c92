/** The most that an item shows of any text; HubSpot's own are far shorter. */
const LONGEST = 2_000;

/** The text, cut where it is longer than anybody reads. */
export const excerpt = (text: string): string =>
	text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
