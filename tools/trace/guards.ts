import type { Guard } from './guard';
import { nodeGuard } from './nodeGuard';
import { rivalGuard } from './rivalGuard';
import { toldGuard } from './toldGuard';
import type { World } from './world';

/** How contacts may be enrolled. */
export const GUARDS = {
	node: nodeGuard,
	told: toldGuard,
	rival: rivalGuard,
} satisfies Record<string, (world: World) => Guard>;

export type GuardName = keyof typeof GUARDS;
