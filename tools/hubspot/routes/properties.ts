import type { FastifyInstance } from 'fastify';

import { isReadOnly, type PropertyType } from '../account/contactProperties';
import { hubspotError, notFound } from '../errors';
import type { Hub } from '../hub';
import { objectBody, required, text } from './read';

const PATHS = ['/crm/v3/properties/contacts', '/crm/properties/2026-09/contacts'];
const READ = { config: { anyScope: ['crm.schemas.contacts.read', 'crm.objects.contacts.read'] } };
const WRITE = { config: { scopes: ['crm.schemas.contacts.write'] } };

const FIELD_TYPES: Record<PropertyType, string> = {
	string: 'text',
	number: 'number',
	datetime: 'date',
	bool: 'booleancheckbox',
	enumeration: 'select',
};

function shown(name: string, type: PropertyType, label = name) {
	return {
		name,
		label,
		type,
		fieldType: FIELD_TYPES[type],
		groupName: 'contactinformation',
		hidden: false,
		modificationMetadata: { archivable: true, readOnlyValue: isReadOnly(name) },
		archived: false,
	};
}

/** Contact properties: read, and make one such as the bridge's trigger. */
export function propertyRoutes(app: FastifyInstance, hub: Hub): void {
	for (const path of PATHS) addPath(app, hub, path);
}

function addPath(app: FastifyInstance, hub: Hub, path: string): void {
	app.get(path, READ, async () => ({
		results: [...hub.account.properties].map(([name, type]) => shown(name, type)),
	}));

	app.get<{ Params: { name: string } }>(`${path}/:name`, READ, async ({ params: { name } }) => {
		const type = hub.account.properties.get(name);
		if (!type) throw notFound(`Property "${name}" does not exist`);
		return shown(name, type);
	});

	app.post(path, WRITE, async ({ body }, reply) => {
		const fields = objectBody(body);
		const name = required(fields, 'name');
		const type = required(fields, 'type') as PropertyType;
		required(fields, 'fieldType');
		required(fields, 'groupName');
		if (hub.account.properties.has(name)) {
			throw hubspotError(409, `A property named '${name}' already exists.`, {
				category: 'OBJECT_ALREADY_EXISTS',
			});
		}
		hub.account.properties.set(name, type);
		return await reply.code(201).send(shown(name, type, text(fields.label)));
	});
}
