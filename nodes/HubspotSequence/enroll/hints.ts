import { uniqBy } from 'lodash';

import type { EnrollResults } from '../../shared/enroll/enrollResults';
import { groupsOf } from '../../shared/groups';
import { waitsForTask } from '../lookup/sequenceSteps';
import type { Candidate } from './candidate';

/** From more contacts than this on, one-to-one email is hardly what is meant. */
const MANY = 200;

/** A sequence is made for one-to-one email; many contacts at once are better off in a workflow. */
export function hintWorkflow(candidates: readonly Candidate[], results: EnrollResults): void {
	const together = groupsOf(candidates, ({ senderEmail, sequence }) =>
		[senderEmail.toLowerCase(), sequence.id].join(' '),
	);
	for (const contacts of together) {
		if (contacts.length <= MANY) continue;
		const [{ senderEmail, sequence }] = contacts;
		results.hint(
			`${contacts.length} contacts at once for "${sequence.name}" from ${senderEmail}: a sequence is one-to-one email within the sending limit of a rep. For email to so many, a HubSpot workflow is the better way: use the HubSpot Workflow node.`,
			'info',
		);
	}
}

/** When somebody will complete a task nobody can know, so email behind one is planned at the earliest. */
export function hintTasks(candidates: readonly Candidate[], results: EnrollResults): void {
	for (const { sequence } of uniqBy(candidates, 'sequence.id')) {
		if (!waitsForTask(sequence)) continue;
		results.hint(
			`In "${sequence.name}", email waits for a task to be completed. The sending limit plans it for the earliest day; completed late, it meets a day that nobody planned it for. Set 'Sends to Keep Free' for that.`,
			'info',
		);
	}
}
