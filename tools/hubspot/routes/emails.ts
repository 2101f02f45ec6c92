import type { FastifyInstance } from 'fastify';

import { EMAIL_PROPERTIES } from '../account/contactProperties';
import { searchableEmail } from '../account/emailLog';
import type { Hub } from '../hub';
import { search } from '../search';
import { names, objectBody } from './read';

function addEmailSearch(app: FastifyInstance, hub: Hub, path: string): void {
	// Reading sent mail needs both scopes (hubspot-api.md 6).
	const scopes = ['crm.objects.contacts.read', 'sales-email-read'];
	app.post(path, { config: { scopes, search: true } }, async ({ body }) => {
		const { account } = hub;
		const asked = [...names(objectBody(body).properties), 'hs_object_id', 'hs_createdate'];
		const records = account.emails.flatMap((email) => {
			const properties = searchableEmail(account, email);
			return properties ? { id: email.id, properties } : [];
		});
		const found = search(records, objectBody(body), {
			types: EMAIL_PROPERTIES,
			queryProperties: ['hs_email_subject'],
		});
		return {
			...found,
			results: found.results.map(({ id, properties }) => ({
				id,
				properties: Object.fromEntries(
					asked
						.filter((name) => EMAIL_PROPERTIES.has(name))
						.map((name) => [name, properties[name] ?? null]),
				),
				archived: false,
			})),
		};
	});
}

export function emailRoutes(app: FastifyInstance, hub: Hub): void {
	for (const path of ['/crm/v3/objects/emails/search', '/crm/objects/2026-09/emails/search']) {
		addEmailSearch(app, hub, path);
	}
}
