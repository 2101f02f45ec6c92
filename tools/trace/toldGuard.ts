import { tellReading } from '../../test/support/readings';
import type { Guard } from './guard';
import { truthOf } from './learnt';
import { nodeGuard } from './nodeGuard';
import type { World } from './world';

/** The node that need not learn: its ledger says from the beginning what HubSpot does. */
export function toldGuard(world: World): Guard {
	tellReading(world.stage, truthOf(world));
	return nodeGuard(world);
}
