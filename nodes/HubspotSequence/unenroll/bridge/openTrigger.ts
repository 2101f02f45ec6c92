import type { IExecuteFunctions } from 'n8n-workflow';

import { showHint } from '../../../shared/n8n/hints';
import type { HubspotClient } from '../../../shared/transport/client';
import type { TriggerSettings } from './bridgeSettings';
import type { BridgeTrigger } from './bridgeTrigger';
import { propertyTrigger } from './propertyTrigger';
import { workflowTrigger } from './workflowTrigger';

/** The way that the settings name. What a person should know of it is shown with the execution. */
export function openTrigger(
	context: IExecuteFunctions,
	client: HubspotClient,
	settings: TriggerSettings,
): BridgeTrigger {
	const hint = (message: string) => showHint(context, message);
	if (settings.by === 'property') return propertyTrigger(client, { ...settings, hint });
	return workflowTrigger(client, settings.workflow, hint);
}
