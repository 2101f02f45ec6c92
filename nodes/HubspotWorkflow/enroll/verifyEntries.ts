import { zipWith } from 'lodash';

import type { EnrollAnswer, EnrollRun } from '../../shared/enroll/enrollRun';
import { pause } from '../../shared/transport/pause';
import { SETTLE_MS } from '../trigger/repeatWrite';
import type { Candidate } from './candidate';
import { looksIn } from './enrollOne';
import { inParallel } from '../../shared/transport/inParallel';

/**
 * With 'Confirm in HubSpot', reads back whether each contact is in its workflow. A trigger is looked at by
 * HubSpot a moment after the change, so the answer may also be "not yet".
 */
export async function withVerified(
	{ client, settings }: EnrollRun,
	candidates: readonly Candidate[],
	answers: EnrollAnswer[],
): Promise<EnrollAnswer[]> {
	if (!settings.verify) return answers;
	const limiter = inParallel(client);
	if (answers.some((answer) => 'enrollment' in answer)) await pause(SETTLE_MS, client.signal);
	return await Promise.all(
		zipWith(candidates, answers, async ({ workflow, contactId }, answer) => {
			if ('error' in answer) return answer;
			const isThere = await limiter(
				async () => await looksIn(client, workflow.workflowId, contactId),
			);
			return { enrollment: { ...answer.enrollment, verified: isThere === true } };
		}),
	);
}
