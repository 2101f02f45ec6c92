import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { Contact } from '../../shared/hubspot/contacts';
import { readContactRef, type ContactRef } from '../../shared/items/contactRef';
import {
	SEQUENCE_PROPERTIES,
	sequenceStanding,
	type SequenceStanding,
} from '../../shared/items/eligibility';
import { resolveContacts } from '../../shared/items/resolveContacts';
import { RunSheet } from '../../shared/items/runSheet';
import { readRunSettings } from '../../shared/items/runSettings';
import { createClient } from '../../shared/transport/client';
import { readBridgeSettings, unenrollByBridge, type BridgeContact } from '../unenrollBridge';
import { readSequenceId } from '../sequenceRef';

interface Request {
	ref: ContactRef;
	onlySequence: string | undefined;
}

/**
 * Takes contacts out of their sequence. HubSpot publishes no call for that, so a workflow with the
 * action "Unenroll from sequence" does it: the node triggers it and waits until HubSpot shows that
 * the contact has left.
 */
export async function unenroll(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const { dryRun, includeInput } = readRunSettings(context);
	const bridge = readBridgeSettings(context);
	const sheet = new RunSheet(context, 1, 0);
	const settle = (index: number, outcome: string, contact: Contact, more: IDataObject = {}) =>
		sheet.settle(index, 0, {
			outcome,
			contactId: contact.id,
			email: contact.properties.email ?? null,
			...more,
			...(includeInput && { input: sheet.items[index].json }),
		});
	await sheet.guardRest(async () => {
		const client = await createClient(context);
		const requests = new Map<number, Request>();
		for (const index of sheet.items.keys()) {
			await sheet.guard(index, () => {
				requests.set(index, {
					ref: readContactRef(context, index),
					onlySequence: readSequenceId(context, 'options.onlySequence', index),
				});
			});
		}
		const refs = [...requests.values()].map(({ ref }) => ref);
		const lookup = await resolveContacts(client, refs, [
			...SEQUENCE_PROPERTIES,
			bridge.triggerProperty,
		]);
		const asked = new Map<
			string,
			BridgeContact & { indexes: number[]; standing: SequenceStanding }
		>();
		for (const [index, { ref, onlySequence }] of requests) {
			await sheet.guard(index, () => {
				const contact = lookup(ref);
				const standing = sequenceStanding(contact);
				const { sequenceId } = standing.latest;
				if (!standing.enrolled) return settle(index, 'notEnrolled', contact);
				if (onlySequence && sequenceId !== onlySequence) {
					return settle(index, 'differentSequence', contact, { sequenceId });
				}
				if (dryRun) return settle(index, 'wouldUnenroll', contact, { sequenceId });
				const entry = asked.get(contact.id) ?? {
					contact,
					armed: Boolean(contact.properties[bridge.triggerProperty]),
					indexes: [],
					standing,
				};
				entry.indexes.push(index);
				asked.set(contact.id, entry);
			});
		}
		if (asked.size === 0) return;
		const left = await unenrollByBridge(client, bridge, [...asked.values()]);
		for (const { contact, indexes, standing } of asked.values()) {
			const done = left.has(contact.id);
			for (const index of indexes) {
				settle(index, done ? 'unenrolled' : 'pending', contact, {
					sequenceId: standing.latest.sequenceId,
					...(!done && {
						message: `HubSpot was asked, but did not show within ${bridge.waitSeconds} seconds that the contact has left. Check in HubSpot that a workflow with the action "Unenroll from sequence" is on and starts when the contact property "${bridge.triggerProperty}" is known.`,
					}),
				});
			}
		}
	});
	return sheet.finish();
}
