import type { FastifyInstance } from 'fastify';
import { escape } from 'lodash';

import type { Hub } from '../hub';

/** What n8n's Connect button adds to the address. */
type Question = Partial<
	Record<'client_id' | 'redirect_uri' | 'scope' | 'optional_scope' | 'state', string>
>;

/** The page on which a person lets an app into the account (hubspot-api.md 10). */
export function consentRoutes(app: FastifyInstance, hub: Hub): void {
	app.get<{ Querystring: Question }>(
		'/oauth/authorize',
		{ config: { open: true } },
		async ({ query }, reply) => {
			const isComplete = query.client_id && query.scope && isWebAddress(query.redirect_uri);
			return await reply
				.code(isComplete ? 200 : 400)
				.type('text/html; charset=utf-8')
				.send(isComplete ? consentPage(hub, query) : page('This address is not complete', LACKS));
		},
	);
}

const LACKS = '<p>client_id, redirect_uri and scope are needed.</p>';

const isWebAddress = (text = ''): boolean => URL.canParse(text) && /^https?:/i.test(text);

function consentPage(hub: Hub, query: Question): string {
	const leading = (answer: Record<string, string>) => {
		const url = new URL(query.redirect_uri ?? '');
		const state = query.state === undefined ? {} : { state: query.state };
		for (const [name, value] of Object.entries({ ...answer, ...state })) {
			url.searchParams.set(name, value);
		}
		return escape(url.href);
	};
	const scopes = (title: string, list = '') =>
		list && `<p>${title}</p><ul>${list.split(' ').map(row).join('')}</ul>`;
	const row = (scope: string) => `<li><code>${escape(scope)}</code></li>`;
	return page(
		`${escape(query.client_id)} asks for access`,
		`<p>to account ${hub.account.portalId} of the stand-in HubSpot.</p>
		${scopes('It asks for', query.scope)}
		${scopes('and, where the account has them, for', query.optional_scope)}
		<p><a class="allow" href="${leading({ code: hub.tokens.issueCode() })}">Allow</a>
		<a href="${leading({ error: 'access_denied' })}">Cancel</a></p>`,
	);
}

const page = (title: string, body: string): string => `<!doctype html>
<html lang="en">
<head>
	<meta charset="utf-8">
	<title>${title}</title>
	<style>
		body { font: 16px/1.5 sans-serif; max-width: 32em; margin: 3em auto; padding: 0 1em }
		.allow { background: #c43d17; color: #fff; padding: .5em 1em; margin-right: 1em }
	</style>
</head>
<body>
	<h1>${title}</h1>
	${body}
</body>
</html>
`;
