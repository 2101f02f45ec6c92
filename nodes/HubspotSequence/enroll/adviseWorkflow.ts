import type { EnrollResults } from '../../shared/enroll/enrollResults';
import { groupsOf } from '../../shared/groups';

/** From more contacts than this on, one-to-one email is hardly what is meant. */
const MANY = 200;

interface Enrolled {
	senderEmail: string;
	sequence: { id: string; name: string };
}

/** A sequence is made for one-to-one email; many contacts at once are better off in a workflow. */
export function adviseWorkflow(candidates: readonly Enrolled[], results: EnrollResults): void {
	const together = groupsOf(candidates, ({ senderEmail, sequence }) =>
		[senderEmail.toLowerCase(), sequence.id].join(' '),
	);
	for (const contacts of together) {
		if (contacts.length <= MANY) continue;
		const [{ senderEmail, sequence }] = contacts;
		results.hint(
			`${contacts.length} contacts at once for "${sequence.name}" from ${senderEmail}: a sequence is one-to-one email within the sending limit of a rep. For email to so many, a workflow is the better way: use the HubSpot Workflow node.`,
			'info',
		);
	}
}
