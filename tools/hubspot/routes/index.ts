import type { FastifyInstance } from 'fastify';

import type { Hub } from '../hub';
import { accountRoutes } from './account';
import { consentRoutes } from './consent';
import { contactRoutes } from './contacts';
import { controlRoutes } from './control';
import { emailRoutes } from './emails';
import { flowRoutes } from './flows';
import { legacyWorkflowRoutes } from './legacyWorkflows';
import { listRoutes } from './lists';
import { mappingRoutes } from './mappings';
import { marketingRoutes } from './marketing';
import { oauthRoutes } from './oauth';
import { ownerRoutes } from './owners';
import { propertyRoutes } from './properties';
import { recipeRoutes } from './recipe';
import { sequenceRoutes } from './sequences';

/** Every path the stand-in knows, one file a resource. */
export function addRoutes(app: FastifyInstance, hub: Hub): void {
	const resources = [
		accountRoutes,
		consentRoutes,
		contactRoutes,
		controlRoutes,
		emailRoutes,
		flowRoutes,
		legacyWorkflowRoutes,
		listRoutes,
		mappingRoutes,
		marketingRoutes,
		oauthRoutes,
		ownerRoutes,
		propertyRoutes,
		recipeRoutes,
		sequenceRoutes,
	];
	for (const add of resources) add(app, hub);
}
