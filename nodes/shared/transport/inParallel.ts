import pLimit from 'p-limit';

import { rateWindows } from './rateWindow';

/** Whose requests they are. */
interface App {
	appKey: string;
}

/**
 * Requests of an app to have under way at once.
 * @param chosen by a person, who is obeyed; 0 for what fills HubSpot's rate by the time that it takes to
 * answer
 */
export const atOnce = ({ appKey }: App, chosen: number): number =>
	chosen > 0 ? chosen : rateWindows(appKey).times.atOnce;

/** Lets so many go at once, as far as it is known now. @param chosen as `atOnce` has it */
export const inParallel = (app: App, chosen: number): pLimit.Limit => pLimit(atOnce(app, chosen));
