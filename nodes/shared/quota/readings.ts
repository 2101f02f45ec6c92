/**
 * What HubSpot does between two emails is not documented (hubspot-api.md 2.8). A reading is one answer
 * to three questions.
 */
export interface Reading {
	/**
	 * What a delay counts from: the step before as it ran, in week days on `BUSINESS_DAYS` or as it is;
	 * or all delays are summed up from enrolling.
	 */
	delays: 'weekdaysFromStep' | 'fromStep' | 'fromEnrollment';
	/** When a first step without delay runs: whatever the send window says, or inside it. */
	firstStep: 'atOnce' | 'inWindow';
	/** When an email goes out: at any instant of its day's send window, or the moment it is due. */
	instant: 'anywhere' | 'whenDue';
}

const DELAYS = ['weekdaysFromStep', 'fromStep', 'fromEnrollment'] as const;
const FIRST_STEPS = ['atOnce', 'inWindow'] as const;
const INSTANTS = ['anywhere', 'whenDue'] as const;

/** All that are possible, the likely ones first. */
export const READINGS: readonly Reading[] = DELAYS.flatMap((delays) =>
	FIRST_STEPS.flatMap((firstStep) => INSTANTS.map((instant) => ({ delays, firstStep, instant }))),
);

/** About nine of ten for the delays and the first step; the instant is open (hubspot-api.md 2.8, 2.9). */
export const isLikely = ({ delays, firstStep }: Reading): boolean =>
	delays === 'weekdaysFromStep' && firstStep === 'atOnce';

/** The same for ever: it stands in ledgers. */
export const readingName = ({ delays, firstStep, instant }: Reading): string =>
	[delays, firstStep, instant].join('/');

/** @returns undefined for a name of no reading */
export const readingNamed = (name: string): Reading | undefined =>
	READINGS.find((reading) => readingName(reading) === name);
