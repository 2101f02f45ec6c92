import type { IExecuteFunctions } from 'n8n-workflow';

import { readContacts, updateContacts, type Contact } from '../shared/hubspot/contacts';
import { Problem } from '../shared/items/problem';
import type { HubspotClient } from '../shared/transport/client';
import { pause } from '../shared/transport/pause';

export interface BridgeSettings {
	/** Contact property that starts the workflow once it is known; internal name. */
	triggerProperty: string;
	/** How long to wait for all contacts together; seen live: about 80 s. */
	waitSeconds: number;
	pollSeconds: number;
}

export interface BridgeContact {
	contact: Contact;
	/** The trigger property still holds a value of an earlier run, so that setting it starts nothing. */
	armed: boolean;
}

/** @throws Problem before any request */
export function readBridgeSettings(context: IExecuteFunctions): BridgeSettings {
	const option = <T>(name: string, fallback: T) =>
		context.getNodeParameter(`options.${name}`, 0, fallback) as T;
	const triggerProperty = option('triggerProperty', DEFAULT_TRIGGER_PROPERTY).trim();
	if (!/^[a-z][a-z0-9_]*$/.test(triggerProperty)) {
		throw new Problem(
			'The Trigger Property is not the internal name of a HubSpot property',
			'Enter the internal name, for example unenroll_from_sequence_at. HubSpot shows it in the settings of the property.',
		);
	}
	return {
		triggerProperty,
		waitSeconds: Math.max(0, option('waitSeconds', 180)),
		pollSeconds: Math.max(1, option('pollSeconds', 6)),
	};
}

export const DEFAULT_TRIGGER_PROPERTY = 'unenroll_from_sequence_at';

/**
 * Starts the workflow for all contacts and watches them together, one batch read a round, until
 * `hs_sequences_is_enrolled` has turned false.
 *
 * @returns ids of the contacts that have left their sequence
 * @throws HubspotFailure, or the abort reason
 */
export async function unenrollByBridge(
	client: HubspotClient,
	{ triggerProperty, waitSeconds, pollSeconds }: BridgeSettings,
	contacts: BridgeContact[],
): Promise<Set<string>> {
	const ids = contacts.map(({ contact }) => contact.id);
	const armed = contacts.filter((entry) => entry.armed).map(({ contact }) => contact.id);
	await updateContacts(client, armed, { [triggerProperty]: '' });
	await updateContacts(client, ids, { [triggerProperty]: new Date().toISOString() });
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
	// Cleared, so that the property can start the workflow again another time. It stays set for those
	// still waiting: the workflow may yet come to them.
	await updateContacts(client, [...left], { [triggerProperty]: '' });
	return left;
}
