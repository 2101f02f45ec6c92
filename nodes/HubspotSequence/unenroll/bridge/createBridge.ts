import { readAccount } from '../../../shared/hubspot/account';
import {
	contactsWithProperty,
	createInstantProperty,
	readContactProperty,
} from '../../../shared/hubspot/contactProperties';
import type { Contact } from '../../../shared/hubspot/contacts';
import { createFlow, listContactFlows } from '../../../shared/hubspot/flows';
import { deleteFlow } from '../../../shared/hubspot/flowWrites';
import { flowUrl } from '../../../shared/hubspot/urls';
import type { Flow } from '../../../shared/hubspot/workflows';
import { Problem } from '../../../shared/errors';
import { openStore } from '../../../shared/stores';
import type { HubspotClient } from '../../../shared/transport/client';
import { outcomeUnknown, rethrow } from '../../../shared/transport/failure';
import { pause } from '../../../shared/transport/pause';
import { buildByHand, inSteps } from './buildByHand';
import { bridgeBody, bridgeName, findBridge, lowestId } from './bridgeFlow';

/**
 * Creations of this process, so that two runs at the same time share one. What is forgotten may be
 * created twice, as by two processes, and the older one stays.
 */
const underWay = openStore<Promise<Flow | undefined>>('helper workflow being created', 1_000);

/**
 * The workflow that `property` starts; created, with the property, where there is none.
 *
 * @param asked contacts that are to be unenrolled in any case
 * @returns undefined in a dry run where it would have to be created
 * @throws Problem where a person has to decide
 */
export async function ensureBridge(
	client: HubspotClient,
	property: string,
	asked: readonly Contact[],
	dryRun: boolean,
): Promise<Flow | undefined> {
	if (dryRun) return await findOrCreate(client, property, asked, true);
	const key = `${client.appKey} ${property}`;
	const other = underWay.get(key);
	if (other) {
		const found = await other.catch(() => undefined);
		client.signal?.throwIfAborted();
		if (found) return found;
	}
	const own = findOrCreate(client, property, asked, false);
	underWay.set(key, own);
	try {
		return await own;
	} finally {
		if (underWay.get(key) === own) underWay.delete(key);
	}
}

async function findOrCreate(
	client: HubspotClient,
	property: string,
	asked: readonly Contact[],
	dryRun: boolean,
): Promise<Flow | undefined> {
	const existing = await readContactProperty(client, property);
	if (existing && existing.type !== 'datetime') {
		throw new Problem(
			'BRIDGE_WORKFLOW',
			'The Trigger Property is not of the type date and time',
			`The contact property "${property}" has the type ${existing.type}. Choose another name in the Trigger Property option.`,
		);
	}
	const found = await findBridge(client, property);
	if (found) return await mustBeOn(client, found);
	// Turning such a workflow on enrolls everybody who meets its trigger already (hubspot-api.md 3.4).
	if (existing) await refuseWhereInUse(client, property, asked);
	if (dryRun) return undefined;
	if (!existing) await createInstantProperty(client, property, 'Unenroll from sequence at');
	return await createOnce(client, property);
}

async function mustBeOn(client: HubspotClient, flow: Flow): Promise<Flow> {
	if (flow.isEnabled) return flow;
	const url = flowUrl(await readAccount(client), flow.id);
	throw new Problem(
		'BRIDGE_WORKFLOW',
		'The helper workflow is off',
		`It is "${flow.name ?? flow.id}" (${url}). Turn it on in HubSpot; this node does not, because somebody turned it off.`,
		{ flowId: flow.id },
	);
}

async function refuseWhereInUse(
	client: HubspotClient,
	property: string,
	asked: readonly Contact[],
): Promise<void> {
	const { total, ids } = await contactsWithProperty(client, property);
	const wanted = new Set(asked.map(({ id }) => id));
	const count = total - ids.filter((id) => wanted.has(id)).length;
	if (count <= 0) return;
	throw new Problem(
		'BRIDGE_WORKFLOW',
		"The helper workflow was not created, because the 'Trigger Property' is in use",
		`${count} other contact${count === 1 ? ' has' : 's have'} a value in the contact property "${property}", and HubSpot would take them out of their sequences at once. Clear the property of these contacts in HubSpot, or choose another name in the Trigger Property option.`,
		{ triggerProperty: property, contacts: count },
	);
}

const SHOWN_AFTER_MS = 1_000;
const MAX_LOOKS = 4;

/** Another process may create one at the same moment: the older of two stays. */
async function createOnce(client: HubspotClient, property: string): Promise<Flow> {
	const created = await createOrFind(client, property);
	for (let look = 1; look <= MAX_LOOKS; look++) {
		const listed = await listContactFlows(client);
		const same = listed.filter(({ name }) => name === bridgeName(property));
		const oldest = lowestId(same);
		if (oldest && same.some(({ id }) => id === created.id)) {
			if (oldest.id === created.id) return created;
			await deleteFlow(client, created.id);
			return oldest;
		}
		await pause(SHOWN_AFTER_MS, client.signal);
	}
	// So it is with service keys (hubspot-api.md 3.2). The next run would not find it either, and
	// create one more.
	await deleteFlow(client, created.id);
	throw new Problem(
		'BRIDGE_WORKFLOW',
		'HubSpot does not show workflows to the credential, so the helper workflow was not kept',
		`Build the workflow by hand, and switch off 'Create Helper Workflow'. ${inSteps(buildByHand(property), ' ')} Or use OAuth2.`,
	);
}

/** After a lost answer the workflow may exist all the same. */
async function createOrFind(client: HubspotClient, property: string): Promise<Flow> {
	try {
		return await createFlow(client, bridgeBody(property));
	} catch (error) {
		client.signal?.throwIfAborted();
		if (!outcomeUnknown(error)) rethrow(error);
		await pause(SHOWN_AFTER_MS, client.signal);
		const found = await findBridge(client, property);
		if (found) return found;
		rethrow(error);
	}
}
