import { readAccount } from '../../../shared/hubspot/account';
import { readContacts, type Contact } from '../../../shared/hubspot/contacts';
import { flowUrl } from '../../../shared/hubspot/urls';
import type { Flow } from '../../../shared/hubspot/workflows';
import type { HubspotClient } from '../../../shared/transport/client';
import { HubspotFailure, rethrow } from '../../../shared/transport/failure';
import { pause } from '../../../shared/transport/pause';
import type { WatchSettings } from './bridgeSettings';
import type { BridgeTrigger } from './bridgeTrigger';

/** What became of contacts that were to leave their sequence, by contact id. */
export interface UnenrollResult {
	left: ReadonlySet<string>;
	/** Could not be asked for, with the cause. */
	failed: ReadonlyMap<string, unknown>;
	/** Asked for, and not seen to leave; absent where all have left. */
	pending?: PendingNote;
}

/** For a person: where to look. */
interface PendingNote {
	message: string;
	workflow?: { flowId: string; name: string; url: string };
}

/**
 * Starts the workflow for all contacts and watches them together, one batch read a round, until
 * `hs_sequences_is_enrolled` has turned false.
 *
 * @throws HubspotFailure, or the abort reason
 */
export async function unenrollTogether(
	client: HubspotClient,
	trigger: BridgeTrigger,
	watch: WatchSettings,
	contacts: readonly Contact[],
): Promise<UnenrollResult> {
	const failed = await trigger.start(contacts);
	const asked = contacts.map(({ id }) => id).filter((id) => !failed.has(id));
	const left = await watchLeave(client, watch, asked);
	await trigger.finish([...left]);
	if (left.size === asked.length) return { left, failed };
	return { left, failed, pending: await describePending(client, trigger, watch) };
}

async function watchLeave(
	client: HubspotClient,
	{ waitSeconds, pollSeconds }: WatchSettings,
	ids: string[],
): Promise<Set<string>> {
	const left = new Set<string>();
	const deadline = Date.now() + waitSeconds * 1000;
	while (left.size < ids.length) {
		const open = ids.filter((id) => !left.has(id));
		for (const { id, properties } of await readContacts(client, 'id', open, [
			'hs_sequences_is_enrolled',
		])) {
			if (properties.hs_sequences_is_enrolled !== 'true') left.add(id);
		}
		if (left.size === ids.length || Date.now() >= deadline) break;
		await pause(Math.min(pollSeconds * 1000, Math.max(0, deadline - Date.now())), client.signal);
	}
	return left;
}

async function describePending(
	client: HubspotClient,
	trigger: BridgeTrigger,
	{ waitSeconds }: WatchSettings,
): Promise<PendingNote> {
	const asked = `HubSpot was asked, but did not show within ${waitSeconds} seconds that the contact has left.`;
	const flow = await findReadable(trigger);
	if (!flow) {
		return {
			message: `${asked} Check the workflow in HubSpot: it must be on, ${trigger.requirements}.`,
		};
	}
	const workflow = {
		flowId: flow.id,
		name: flow.name ?? flow.id,
		url: flowUrl(await readAccount(client), flow.id),
	};
	const state = flow.isEnabled ? '' : ' is off. It';
	return {
		message: `${asked} The workflow "${workflow.name}" (${workflow.url})${state} must be on, ${trigger.requirements}.`,
		workflow,
	};
}

/** Many keys may not read workflows; the contacts are asked for all the same. */
async function findReadable(trigger: BridgeTrigger): Promise<Flow | undefined> {
	try {
		return await trigger.findWorkflow();
	} catch (error) {
		if (error instanceof HubspotFailure) return undefined;
		rethrow(error);
	}
}
