import type { FastifyInstance } from 'fastify';
import { uniqBy } from 'lodash';

import { isReadOnly } from '../account/contactProperties';
import { searchable, setProperties } from '../account/contacts';
import type { Contact, Properties } from '../account/types';
import { invalid, notFound } from '../errors';
import type { Hub } from '../hub';
import { search } from '../search';
import { inputs, isJson, names, objectBody, required, text, type Json } from './read';

const READ = { scopes: ['crm.objects.contacts.read'] };
const WRITE = { scopes: ['crm.objects.contacts.write'] };
const BASES = ['/crm/v3/objects/contacts', '/crm/objects/2026-09/contacts'];
const ALWAYS = ['createdate', 'hs_object_id', 'lastmodifieddate'];
const UNASKED = ['email', 'firstname', 'lastname'];
const BATCH = 100;

interface IdQuery {
	idProperty?: string;
	properties?: string | string[];
}

function find({ account }: Hub, id: string, idProperty?: string): Contact | undefined {
	if (idProperty === 'email') return account.contactByEmail(id);
	return account.contact(id);
}

/** A contact as the CRM API shows it; properties it does not know are left out silently. */
function show(hub: Hub, contact: Contact, asked: string[], properties = contact.properties) {
	const known = asked.filter((name) => hub.account.properties.has(name));
	const shown: Properties = {};
	for (const name of [...(asked.length > 0 ? known : UNASKED), ...ALWAYS]) {
		shown[name] = properties[name] ?? null;
	}
	return {
		id: contact.id,
		properties: {
			...shown,
			hs_object_id: contact.id,
			createdate: new Date(contact.createdAt).toISOString(),
			lastmodifieddate: new Date(contact.updatedAt).toISOString(),
		},
		createdAt: new Date(contact.createdAt).toISOString(),
		updatedAt: new Date(contact.updatedAt).toISOString(),
		archived: contact.archived,
	};
}

function changesOf(hub: Hub, body: Json): Properties {
	if (!isJson(body.properties)) throw invalid('Some required fields were not set: [properties]');
	const changes: Properties = {};
	for (const [name, value] of Object.entries(body.properties)) {
		if (!hub.account.properties.has(name)) {
			const message = `Property "${name}" does not exist`;
			throw invalid(`Property values were not valid: [{"message":"${message}"}]`, {
				errors: [{ message, code: 'PROPERTY_DOESNT_EXIST', context: { propertyName: [name] } }],
			});
		}
		if (isReadOnly(name)) {
			const message = `"${name}" is a read only property; its value cannot be set.`;
			throw invalid(message, {
				errors: [{ message, code: 'READ_ONLY_VALUE', context: { propertyName: [name] } }],
			});
		}
		changes[name] = value === null ? null : String(value);
	}
	return changes;
}

/** 200, or 207 with the ids that could not be read in HubSpot's shape (hubspot-api.md 5.1). */
function batchAnswer(results: unknown[], missing: string[], at: number) {
	const moment = new Date(at).toISOString();
	const done = { status: 'COMPLETE', results, startedAt: moment, completedAt: moment };
	if (missing.length === 0) return { code: 200, body: done };
	const message =
		'Could not get some CONTACT objects, they may be deleted or not exist. Check that ids are valid.';
	const errors = [
		{ status: 'error', category: 'OBJECT_NOT_FOUND', message, context: { ids: missing } },
	];
	return { code: 207, body: { ...done, numErrors: errors.length, errors } };
}

function addBase(app: FastifyInstance, hub: Hub, base: string): void {
	app.get<{ Querystring: { limit?: string } }>(base, { config: READ }, async ({ query }) => {
		const listed = [...hub.account.contacts.values()].filter(({ archived }) => !archived);
		return { results: listed.slice(0, Number(query.limit ?? 10)).map((one) => show(hub, one, [])) };
	});

	app.get<{ Params: { id: string }; Querystring: IdQuery }>(
		`${base}/:id`,
		{ config: READ },
		async ({ params, query }) => {
			const contact = find(hub, params.id, query.idProperty);
			if (!contact) throw notFound();
			return show(hub, contact, names(query.properties));
		},
	);

	app.patch<{ Params: { id: string }; Querystring: IdQuery }>(
		`${base}/:id`,
		{ config: WRITE },
		async ({ params, query, body }) => {
			const contact = find(hub, params.id, query.idProperty);
			if (!contact) throw notFound();
			const changes = changesOf(hub, objectBody(body));
			setProperties(hub.account, contact, changes);
			return show(hub, contact, Object.keys(changes));
		},
	);

	app.post(`${base}/batch/read`, { config: READ }, async ({ body, fault }, reply) => {
		const asked = names(objectBody(body).properties);
		const idProperty = text(objectBody(body).idProperty);
		const withheld = fault && 'partial' in fault ? fault.partial : [];
		const ids = inputs(body, BATCH).map((input) => required(input, 'id'));
		const refused = ids.find((id) => hub.account.refusedKeys.has(id));
		if (refused) throw invalid(`Invalid input: "${refused}" cannot be read`);
		const found: Contact[] = [];
		const missing: string[] = [];
		const byEmail = idProperty === 'email' ? hub.account.byEmail() : undefined;
		for (const id of ids) {
			const known = byEmail ? byEmail.get(id.trim().toLowerCase()) : find(hub, id);
			const contact = withheld.includes(id) ? undefined : known;
			if (contact) found.push(contact);
			else missing.push(id);
		}
		const results = uniqBy(found, 'id').map((contact) => show(hub, contact, asked));
		const answer = batchAnswer(results, missing, hub.clock.now());
		return await reply.code(answer.code).send(answer.body);
	});

	app.post(`${base}/batch/update`, { config: WRITE }, async ({ body, fault }, reply) => {
		const withheld = fault && 'partial' in fault ? fault.partial : [];
		const list = inputs(body, BATCH);
		const ids = list.map((input) => required(input, 'id'));
		if (new Set(ids).size < ids.length) {
			throw invalid('Duplicate IDs found in batch input. IDs must be unique');
		}
		// Everything is validated before anything is written.
		const writes = list.map((input) => ({ input, changes: changesOf(hub, input) }));
		const results: unknown[] = [];
		const missing: string[] = [];
		for (const { input, changes } of writes) {
			const id = required(input, 'id');
			const contact = withheld.includes(id) ? undefined : find(hub, id, text(input.idProperty));
			if (contact) {
				setProperties(hub.account, contact, changes);
				results.push(show(hub, contact, Object.keys(changes)));
			} else missing.push(id);
		}
		const answer = batchAnswer(results, missing, hub.clock.now());
		return await reply.code(answer.code).send(answer.body);
	});

	app.post(`${base}/search`, { config: { ...READ, search: true } }, async ({ body }) => {
		const { account, clock, settings } = hub;
		const now = clock.now();
		const asked = names(objectBody(body).properties);
		const records = [...account.contacts.values()]
			.filter(({ archived, createdAt }) => !archived && createdAt + settings.searchLagMs <= now)
			.map((contact) => ({ contact, id: contact.id, properties: searchable(contact, now) }));
		const found = search(records, objectBody(body), {
			types: account.properties,
			queryProperties: ['firstname', 'lastname', 'email', 'phone', 'company'],
		});
		return {
			...found,
			results: found.results.map(({ contact, properties }) =>
				show(hub, contact, asked, properties),
			),
		};
	});
}

export function contactRoutes(app: FastifyInstance, hub: Hub): void {
	for (const base of BASES) addBase(app, hub, base);
}
