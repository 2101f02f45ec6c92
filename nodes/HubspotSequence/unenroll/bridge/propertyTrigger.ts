import { toMillis } from '../../../shared/hubspot/fields';
import type { Contact } from '../../../shared/hubspot/contacts';
import type { Flow } from '../../../shared/hubspot/workflows';
import { toProblem } from '../../../shared/n8n/nodeError';
import type { HubspotClient } from '../../../shared/transport/client';
import { findBridge } from './bridgeFlow';
import type { BridgeTrigger } from './bridgeTrigger';
import { buildByHand, inSteps } from './buildByHand';
import { ensureBridge } from './createBridge';
import { setTrigger } from './setTrigger';

export interface PropertyTriggerSettings {
	triggerProperty: string;
	createBridge: boolean;
	/**
	 * A contact that was asked for by an earlier run is asked for again only after this time. A
	 * workflow that is late would otherwise come to it twice.
	 */
	againAfterMs?: number;
	hint: (message: string) => void;
}

/** Sets a contact property that the workflow waits for; 100 contacts a request. */
export function propertyTrigger(
	client: HubspotClient,
	{ triggerProperty, createBridge, againAfterMs = 0, hint }: PropertyTriggerSettings,
): BridgeTrigger {
	let known: Flow | undefined;
	const valueOf = ({ properties }: Contact) => properties[triggerProperty] ?? '';

	return {
		properties: [triggerProperty],
		requirements: `start when the contact property "${triggerProperty}" is known, with re-enrollment on, and have the action "Unenroll from sequence"`,
		toBuildOne: ` If there is none, build it: ${inSteps(buildByHand(triggerProperty), ' ')}`,

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
			const cleared = await setTrigger(client, triggerProperty, idsOf(armed), '');
			const ready = idsOf(asked).filter((id) => !cleared.refused.has(id));
			const set = await setTrigger(client, triggerProperty, ready, new Date(now).toISOString());
			return {
				refused: new Map([...cleared.refused, ...set.refused]),
				unsure: new Map([...cleared.unsure, ...set.unsure]),
			};
		},

		isUntidy: (contact) => valueOf(contact) !== '',

		/**
		 * Cleared, so that the property can start the workflow again another time. It stays set for
		 * those still waiting: the workflow may yet come to them.
		 */
		async finish(contactIds) {
			const { refused, unsure } = await setTrigger(client, triggerProperty, contactIds, '');
			const [cause] = [...refused.values(), ...unsure.values()];
			if (cause === undefined) return;
			const count = refused.size + unsure.size;
			hint(
				`The contact property "${triggerProperty}" could not be cleared of ${count} contact${count === 1 ? '' : 's'}: ${toProblem(cause).message}. The next Unenroll Contact with them clears it.`,
			);
		},

		async findWorkflow() {
			known ??= await findBridge(client, triggerProperty);
			return known;
		},
	};
}

const idsOf = (contacts: readonly Contact[]) => contacts.map(({ id }) => id);
