import type { FastifyInstance } from 'fastify';

import type { Hub } from '../hub';
import { accountRoutes } from './account';
import { contactRoutes } from './contacts';
import { controlRoutes } from './control';
import { emailRoutes } from './emails';
import { ownerRoutes } from './owners';
import { sequenceRoutes } from './sequences';

/** Every path the stand-in knows, one file a resource. */
export function addRoutes(app: FastifyInstance, hub: Hub): void {
	const resources = [
		contactRoutes,
		emailRoutes,
		ownerRoutes,
		accountRoutes,
		sequenceRoutes,
		controlRoutes,
	];
	for (const add of resources) add(app, hub);
}
