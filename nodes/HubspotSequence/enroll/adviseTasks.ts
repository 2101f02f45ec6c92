import { uniqBy } from 'lodash';

import type { Sequence } from '../../shared/hubspot/sequences';
import type { EnrollResults } from '../../shared/enroll/enrollResults';
import { waitsForTask } from '../../shared/quota/forecast';

/** When somebody will complete a task nobody can know, so email behind one is planned at the earliest. */
export function adviseTasks(
	candidates: ReadonlyArray<{ sequence: Sequence }>,
	results: EnrollResults,
): void {
	for (const { sequence } of uniqBy(candidates, 'sequence.id')) {
		if (!waitsForTask(sequence)) continue;
		results.hint(
			`In "${sequence.name}", email waits for a task to be completed. The send limit plans it for the earliest day; completed late, it meets a day that nobody planned it for. Keep a Reserve for that.`,
			'info',
		);
	}
}
