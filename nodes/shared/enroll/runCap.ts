import type { JsonObject } from 'n8n-workflow';

import { isoMinute, spokenTime } from '../quota/localTime';
import { letOthersWork } from '../n8n/inSlices';
import type { EnrollRun } from './enrollRun';

/**
 * Those to enroll next: at most so many as one run may enroll, in input order, and the rest is held back.
 * Whom HubSpot turns out to have enrolled already, or refuses, leaves the place to the next: else the same
 * ones would take all places of each run over a list. The next run has room again, so the time to retry is
 * now.
 */
export async function* withinRunCap<T extends { index: number; outcomeFields: JsonObject }>(
	{ context, results, settings: { maxPerRun } }: EnrollRun,
	candidates: readonly T[],
): AsyncGenerator<T[], void, undefined> {
	// Under Retry On Fail, what an earlier try of this run enrolled takes room as well.
	let room = maxPerRun === 0 ? candidates.length : Math.max(0, maxPerRun - results.enrolledCount);
	let open = [...candidates];
	try {
		while (room > 0 && open.length > 0) {
			const chosen = open.slice(0, room);
			open = open.slice(room);
			await letOthersWork();
			yield chosen;
			room = chosen.filter(({ index }) => results.wasSkipped(index)).length;
		}
	} finally {
		const retryAt = isoMinute(Date.now(), context.getTimezone());
		const until = spokenTime(retryAt, context.getTimezone());
		for (const { index, outcomeFields } of open) {
			results.held(index, { reason: 'RUN_CAP', retryAt, until }, outcomeFields);
		}
	}
}
