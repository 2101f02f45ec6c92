import { zipWith } from 'lodash';
import pLimit from 'p-limit';

import type { EnrollAction, EnrollAnswer } from '../../shared/enroll/enrollRun';
import type { HubspotClient } from '../../shared/transport/client';
import { pause } from '../../shared/transport/pause';
import { looksIn } from './enrollContact';
import type { Candidate } from './candidate';
import { SETTLE_MS } from '../trigger/repeatWrite';

type Enroll = EnrollAction<Candidate>['enroll'];

/**
 * Reads back whether each contact is in its workflow. A trigger is looked at by HubSpot a moment
 * after the change, so the answer may also be "not yet".
 */
export function verifyEntries(client: HubspotClient, concurrency: number, enroll: Enroll): Enroll {
	const limiter = pLimit(concurrency);
	async function verified(
		{ workflow, contactId }: Candidate,
		answer: EnrollAnswer,
	): Promise<EnrollAnswer> {
		if ('error' in answer) return answer;
		const isThere = await looksIn(client, workflow.workflowId, contactId);
		return { enrollment: { ...answer.enrollment, verified: isThere === true } };
	}
	return async (members) => {
		const answers = await enroll(members);
		if (answers.some((answer) => 'enrollment' in answer)) await pause(SETTLE_MS, client.signal);
		return await Promise.all(
			zipWith(
				members,
				answers,
				async (member, answer) => await limiter(async () => await verified(member, answer)),
			),
		);
	};
}
