import type { JsonObject } from 'n8n-workflow';

import { isoMinute, spokenTime } from '../quota/localTime';
import type { EnrollResults } from './enrollResults';

/**
 * Holds back what is beyond the most contacts for one run, in input order. The next run has room for
 * them again, so the time to retry is now.
 *
 * @param most 0 for no cap
 * @returns those that the run may enroll
 */
export function capRun<T extends { index: number; outcomeFields: JsonObject }>(
	candidates: T[],
	most: number,
	timeZone: string,
	results: EnrollResults,
): T[] {
	if (most === 0) return candidates;
	// Under Retry On Fail, what an earlier try of this run enrolled takes room as well.
	const room = Math.max(0, most - results.enrolledCount);
	const retryAt = isoMinute(Date.now(), timeZone);
	const until = spokenTime(retryAt, timeZone);
	for (const { index, outcomeFields } of candidates.slice(room)) {
		results.held(index, { reason: 'RUN_CAP', retryAt, until }, outcomeFields);
	}
	return candidates.slice(0, room);
}
