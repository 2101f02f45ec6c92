import { tellReading } from '../../test/support/readings';
import type { Guard } from './guard';
import { nodeGuard } from './nodeGuard';
import type { World } from './world';

/** The node that need not learn: its ledger says from the beginning what HubSpot does. */
export function toldGuard(world: World): Guard {
	const { delays, firstStep, instant } = world.stage.hubspot.settings;
	const truth = {
		delays,
		instant,
		firstStep: firstStep === 'atOnce' ? firstStep : 'inWindow',
	} as const;
	tellReading(world.stage, truth);
	return nodeGuard(world);
}
