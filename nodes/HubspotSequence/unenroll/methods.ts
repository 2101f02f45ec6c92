import type { IExecuteFunctions } from 'n8n-workflow';

import type { Contact } from '../../shared/hubspot/contacts';
import type { RunSettings } from '../../shared/n8n/runSettings';
import { Parameters } from '../../shared/n8n/parameters';
import type { HubspotClient } from '../../shared/transport/client';
import {
	readTrigger,
	readWatch,
	type TriggerSettings,
	type WatchSettings,
} from './bridge/bridgeSettings';
import type { BridgeTrigger } from './bridge/bridgeTrigger';
import { openTrigger } from './bridge/openTrigger';
import { unenrollTogether, type UnenrollResult } from './bridge/unenrollTogether';
import { requireCrmRoutes, unenrollByDelete } from './unenrollByDelete';
import { unenrollMethodField } from './fields';

export type MethodSettings =
	| { method: 'bridgeWorkflow'; trigger: TriggerSettings; watch: WatchSettings }
	| { method: 'deleteEnrollment' };

/** How contacts leave their sequence. */
export interface UnenrollMethod
	extends Omit<BridgeTrigger, 'requirements' | 'toBuildOne' | 'start' | 'findWorkflow'> {
	/** @throws the abort reason */
	leave(contacts: readonly Contact[]): Promise<UnenrollResult>;
}

/** The method of the whole run. @throws Problem before any request */
export function readMethod(context: IExecuteFunctions, { apiRoutes }: RunSettings): MethodSettings {
	const parameters = Parameters.ofRun(context);
	const trigger = readTrigger(parameters.options);
	const watch = readWatch(parameters.options);
	const method = parameters.choice(unenrollMethodField);
	switch (method) {
		case 'deleteEnrollment':
			requireCrmRoutes(apiRoutes);
			return { method };
		case 'bridgeWorkflow':
			return { method, trigger, watch };
	}
}

export function openMethod(
	context: IExecuteFunctions,
	client: HubspotClient,
	settings: MethodSettings,
): UnenrollMethod {
	if (settings.method === 'deleteEnrollment') {
		return {
			properties: [],
			check: () => {},
			prepare: async () => {},
			isUntidy: () => false,
			finish: async () => {},
			leave: async (contacts) => await unenrollByDelete(client, contacts),
		};
	}
	const trigger = openTrigger(context, client, settings.trigger);
	return {
		properties: trigger.properties,
		check: (contact) => trigger.check(contact),
		prepare: async (contacts, dryRun) => await trigger.prepare(contacts, dryRun),
		isUntidy: (contact) => trigger.isUntidy(contact),
		finish: async (contactIds) => await trigger.finish(contactIds),
		leave: async (contacts) => await unenrollTogether(client, trigger, settings.watch, contacts),
	};
}
