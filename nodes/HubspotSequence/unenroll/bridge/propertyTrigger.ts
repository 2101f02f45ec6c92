import { toMillis } from '../../../shared/hubspot/fields';
import { updateContacts, type Contact } from '../../../shared/hubspot/contacts';
import type { Flow } from '../../../shared/hubspot/workflows';
import type { HubspotClient } from '../../../shared/transport/client';
import { findBridge } from './bridgeFlow';
import type { BridgeTrigger } from './bridgeTrigger';
import { ensureBridge } from './createBridge';

export interface PropertyTriggerSettings {
	triggerProperty: string;
	createBridge: boolean;
	/**
	 * A contact that was asked for by an earlier run is asked for again only after this time. A
	 * workflow that is late would otherwise come to it twice.
	 */
	againAfterMs?: number;
}

/** Sets a contact property that the workflow waits for; 100 contacts a request. */
export function propertyTrigger(
	client: HubspotClient,
	{ triggerProperty, createBridge, againAfterMs = 0 }: PropertyTriggerSettings,
): BridgeTrigger {
	let known: Flow | undefined;
	const valueOf = ({ properties }: Contact) => properties[triggerProperty] ?? '';

	return {
		properties: [triggerProperty],
		requirements: `start when the contact property "${triggerProperty}" is known, with re-enrollment on, and have the action "Unenroll from sequence"`,

		check() {},

		async prepare(contacts, dryRun) {
			if (!createBridge) return;
			known = await ensureBridge(client, triggerProperty, contacts, dryRun);
		},

		async start(contacts) {
			const now = Date.now();
			const asked = contacts.filter(
				(contact) => !(toMillis(valueOf(contact)) > now - againAfterMs),
			);
			// A value of an earlier run is cleared first: setting it anew would start nothing.
			const armed = asked.filter((contact) => valueOf(contact) !== '');
			await updateContacts(client, idsOf(armed), { [triggerProperty]: '' });
			await updateContacts(client, idsOf(asked), {
				[triggerProperty]: new Date(now).toISOString(),
			});
			return new Map();
		},

		/**
		 * Cleared, so that the property can start the workflow again another time. It stays set for
		 * those still waiting: the workflow may yet come to them.
		 */
		async finish(contactIds) {
			await updateContacts(client, contactIds, { [triggerProperty]: '' });
		},

		async findWorkflow() {
			known ??= await findBridge(client, triggerProperty);
			return known;
		},
	};
}

const idsOf = (contacts: readonly Contact[]) => contacts.map(({ id }) => id);
