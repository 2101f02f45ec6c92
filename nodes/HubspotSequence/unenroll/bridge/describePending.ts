import { readAccount } from '../../../shared/hubspot/account';
import { flowUrl } from '../../../shared/hubspot/urls';
import { toProblem } from '../../../shared/n8n/nodeError';
import type { HubspotClient } from '../../../shared/transport/client';
import { HubspotFailure, rethrow } from '../../../shared/transport/failure';
import type { WatchSettings } from './bridgeSettings';
import type { BridgeTrigger } from './bridgeTrigger';

/** For a person: where to look. */
export interface PendingNote {
	message: string;
	workflow?: { flowId: string; name: string; url: string };
}

/**
 * What to say of contacts that were asked for and not seen to leave.
 * @param failure why HubSpot could not be asked in the end, if it is that
 */
export async function describePending(
	client: HubspotClient,
	trigger: BridgeTrigger,
	{ waitSeconds }: WatchSettings,
	failure: HubspotFailure | undefined,
): Promise<PendingNote> {
	const asked = `HubSpot was asked, but did not show within ${waitSeconds} seconds that the contact has left.`;
	if (failure) return { message: `${asked} The last look failed: ${toProblem(failure).message}.` };
	const found = await findReadable(client, trigger);
	if (!found) {
		return {
			message: `${asked} Check the workflow in HubSpot: it must be on, ${trigger.requirements}.${trigger.toBuildOne}`,
		};
	}
	const { flow, url } = found;
	const workflow = { flowId: flow.id, name: flow.name ?? flow.id, url };
	const state = flow.isEnabled ? '' : ' is off. It';
	return {
		message: `${asked} The workflow "${workflow.name}" (${workflow.url})${state} must be on, ${trigger.requirements}.`,
		workflow,
	};
}

/** Many keys may not read workflows; the contacts are asked for all the same. */
async function findReadable(client: HubspotClient, trigger: BridgeTrigger) {
	try {
		const flow = await trigger.findWorkflow();
		return flow && { flow, url: flowUrl(await readAccount(client), flow.id) };
	} catch (error) {
		client.signal?.throwIfAborted();
		if (error instanceof HubspotFailure) return undefined;
		rethrow(error);
	}
}
