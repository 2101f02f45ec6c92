import type { Contact } from '../../../shared/hubspot/contacts';
import { UnknownOutcome } from '../../../shared/errors';
import { toProblem } from '../../../shared/n8n/nodeError';
import type { HubspotClient } from '../../../shared/transport/client';
import type { WatchSettings } from './bridgeSettings';
import type { BridgeTrigger } from './bridgeTrigger';
import { describePending, type PendingNote } from './describePending';
import { goneContact } from './setTrigger';
import { watchLeave } from './watchLeave';

/** What became of contacts that were to leave their sequence, by contact id. */
export interface UnenrollResult {
	/** Seen to have left, whatever failed before or after that. */
	left: ReadonlySet<string>;
	/** Neither asked for nor seen to leave, with the cause; `UnknownOutcome` where they may have been. */
	failed: ReadonlyMap<string, unknown>;
	/** Of the others, which were asked for and not seen to leave; absent where there are none. */
	pending?: PendingNote;
}

/**
 * Starts the workflow for all contacts and watches them together until HubSpot shows that they have left.
 *
 * @param contacts with their sequence properties
 * @throws the abort reason
 */
export async function unenrollTogether(
	client: HubspotClient,
	trigger: BridgeTrigger,
	watch: WatchSettings,
	contacts: readonly Contact[],
): Promise<UnenrollResult> {
	const { refused, unsure } = await trigger.start(contacts);
	const asked = contacts.filter(({ id }) => !refused.has(id));
	const { left, gone, failure } = await watchLeave(client, watch, asked);
	await trigger.finish([...left]);
	const failed = new Map(refused);
	for (const id of gone) failed.set(id, goneContact(id));
	for (const [id, cause] of unsure) {
		if (!left.has(id) && !failed.has(id)) failed.set(id, unknownStart(id, cause));
	}
	if (left.size + failed.size >= contacts.length) return { left, failed };
	return { left, failed, pending: await describePending(client, trigger, watch, failure) };
}

const unknownStart = (contactId: string, cause: unknown) =>
	new UnknownOutcome(
		'It is not known whether the contact leaves its sequence',
		'HubSpot did not answer when it was asked to take the contact out, and has not shown since that it has left. Run the item again.',
		{ ...toProblem(cause).details, contactId },
	);
