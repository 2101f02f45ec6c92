import type { FastifyInstance } from 'fastify';

import { HubspotError, notFound } from '../errors';
import type { Hub } from '../hub';
import { ACCESS_TOKEN_SECONDS, REFRESH_TOKEN } from '../tokens';
import { isJson, objectBody, required, text } from './read';

const OPEN = { config: { open: true } };

function oauthError(error: string, status: string, message: string): HubspotError {
	return new HubspotError(400, { status, message, error, error_description: message });
}

/** Form fields in, tokens out; the client's id and secret come in the body (hubspot-api.md 10). */
function grant(hub: Hub, body: unknown) {
	const form = isJson(body) ? body : {};
	if (!text(form.client_id) || !text(form.client_secret)) {
		throw oauthError('invalid_client', 'BAD_CLIENT_ID', 'missing or unknown client id');
	}
	if (form.grant_type === 'refresh_token') {
		if (!hub.tokens.acceptsRefresh(text(form.refresh_token) ?? '')) {
			throw oauthError('invalid_grant', 'BAD_REFRESH_TOKEN', 'missing or invalid refresh token');
		}
	} else if (form.grant_type === 'authorization_code') {
		if (!hub.tokens.takeCode(text(form.code) ?? '')) {
			throw oauthError('invalid_grant', 'BAD_AUTH_CODE', 'missing or unknown auth code');
		}
	} else throw oauthError('unsupported_grant_type', 'BAD_GRANT_TYPE', 'grant_type is unknown');
	return {
		token_type: 'bearer',
		access_token: hub.tokens.issue(),
		refresh_token: REFRESH_TOKEN,
		expires_in: ACCESS_TOKEN_SECONDS,
		hub_id: hub.account.portalId,
		scopes: hub.settings.grantedScopes,
	};
}

export function oauthRoutes(app: FastifyInstance, hub: Hub): void {
	for (const version of ['2026-09', '2026-03', 'v3', 'v1']) {
		app.post(`/oauth/${version}/token`, OPEN, async ({ body }) => grant(hub, body));
	}

	app.post('/oauth/v2/private-apps/get/access-token-info', OPEN, async ({ body }) => {
		const state = hub.tokens.checkToken(required(objectBody(body), 'tokenKey'));
		if (state !== 'good') {
			throw notFound('token not found');
		}
		return {
			userId: Number(hub.account.tokenUserId),
			hubId: hub.account.portalId,
			appId: 5150,
			scopes: hub.settings.grantedScopes,
		};
	});
}
