import type { Settings } from '../../tools/hubspot';

/**
 * HubSpot at its plainest, for tests whose figures follow from the steps alone: delays add up from
 * enrolling, an email goes out the moment it is due, and none waits for another.
 */
export const PLAIN = {
	delays: 'fromEnrollment',
	firstStep: 'atOnce',
	instant: 'whenDue',
	pace: null,
	onResume: 'overdueRuns',
	logsScheduled: false,
} as const satisfies Partial<Settings>;
