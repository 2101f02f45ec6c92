import pLimit from 'p-limit';

import type { HubspotClient } from './client';
import { rateWindows } from './rateWindow';

type Asker = Pick<HubspotClient, 'appKey' | 'chosenAtOnce'>;

/**
 * Requests of an app to have under way at once: as a person has chosen, or what fills HubSpot's rate by the
 * time that it takes to answer.
 */
export const atOnce = ({ appKey, chosenAtOnce }: Asker): number =>
	chosenAtOnce > 0 ? chosenAtOnce : rateWindows(appKey).times.atOnce;

/** Lets so many go at once, as far as it is known now. */
export const inParallel = (client: Asker): pLimit.Limit => pLimit(atOnce(client));
