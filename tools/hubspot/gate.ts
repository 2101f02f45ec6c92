import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { sleep } from 'n8n-workflow';

import {
	expiredToken,
	faultAnswer,
	missingScopes,
	rateLimited,
	unauthorized,
	unknownPath,
} from './errors';
import type { FaultEffect } from './faults';
import type { Hub } from './hub';
import type { LoggedRequest } from './requestLog';

declare module 'fastify' {
	interface FastifyContextConfig {
		/** All of these are needed. */
		scopes?: string[];
		/** One of these is enough. */
		anyScope?: string[];
		/** Counts against the search limit. */
		search?: boolean;
		/** Needs no token and counts against no limit. */
		open?: boolean;
		/** Answers as an unknown path while this is false. */
		exists?: () => boolean;
	}
	interface FastifyRequest {
		fault?: FaultEffect;
		logged?: LoggedRequest;
	}
}

export const CONTROL = '/__control/';

function pathOf(url: string): string {
	return url.split('?', 1)[0];
}

/** Leaves the caller without an answer. */
function cut(request: FastifyRequest, reply: FastifyReply): void {
	reply.hijack();
	request.raw.socket.destroy();
}

/** Waits `ms` of real time, less if the caller hangs up. */
async function hold(request: FastifyRequest, ms: number): Promise<void> {
	const until = Date.now() + ms;
	while (Date.now() < until && !request.raw.socket.destroyed) {
		await sleep(Math.min(25, until - Date.now()));
	}
}

async function applyBefore(request: FastifyRequest, reply: FastifyReply): Promise<void> {
	const { fault } = request;
	if (!fault) return;
	if ('latencyMs' in fault) await hold(request, fault.latencyMs);
	else if ('status' in fault) throw faultAnswer(fault.status, fault.body, fault.headers);
	else if ('html404' in fault) throw unknownPath();
	else if ('reset' in fault && fault.reset === 'before') cut(request, reply);
	else if ('timeout' in fault && fault.timeout === 'before') {
		await hold(request, fault.ms);
		cut(request, reply);
	}
}

async function applyAfter(request: FastifyRequest, reply: FastifyReply): Promise<void> {
	const { fault } = request;
	if (!fault) return;
	const after =
		('reset' in fault && fault.reset === 'after') ||
		('timeout' in fault && fault.timeout === 'after');
	if (!after) return;
	if ('timeout' in fault) await hold(request, fault.ms);
	cut(request, reply);
}

/** The body that is sent in place of the one that HubSpot has made, if a fault says so. */
function instead(
	{ fault, method, routeOptions }: FastifyRequest,
	reply: FastifyReply,
	payload: unknown,
): string | undefined {
	if (fault && 'rewrite' in fault && typeof payload === 'string') {
		const { url: route = '' } = routeOptions;
		const answer = { method, route, status: reply.statusCode, body: parsed(payload) };
		void reply.removeHeader('content-length');
		return JSON.stringify(fault.rewrite(answer));
	}
	if (!fault || !('insteadAfter' in fault)) return undefined;
	const { status, body, headers = {} } = fault.insteadAfter;
	const isText = typeof body === 'string';
	const type = isText ? 'text/html; charset=utf-8' : 'application/json; charset=utf-8';
	void reply.removeHeader('content-length');
	void reply.code(status).headers({ 'content-type': type, ...headers });
	return isText ? body : JSON.stringify(body);
}

function parsed(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return text;
	}
}

function admit(hub: Hub, request: FastifyRequest, reply: FastifyReply): void {
	const { config } = request.routeOptions;
	if (config.exists?.() === false) throw unknownPath();
	if (request.is404 || config.open) return;
	if (hub.settings.requireToken) {
		const token = hub.tokens.check(request.headers.authorization);
		if (token !== 'good') throw token === 'expired' ? expiredToken() : unauthorized();
	}
	const { headers, refusedBy } = hub.limiter.take(config.search === true);
	void reply.headers(headers);
	if (refusedBy) throw rateLimited(refusedBy, hub.settings.retryAfter);

	const granted = new Set(hub.settings.grantedScopes);
	const missing = (config.scopes ?? []).filter((scope) => !granted.has(scope));
	if (missing.length > 0) throw missingScopes(missing);
	const { anyScope } = config;
	if (anyScope && !anyScope.some((scope) => granted.has(scope))) throw missingScopes(anyScope);
}

/** What every request passes: due work, log, faults, token, rate limit and scopes. */
export function addGate(app: FastifyInstance, hub: Hub): void {
	app.addHook('onRequest', async (request, reply) => {
		hub.clock.runDue();
		const path = pathOf(request.raw.url ?? '');
		if (path.startsWith(CONTROL)) return;
		request.logged = {
			method: request.method,
			path,
			query: { ...(request.query as Record<string, unknown>) },
			status: 0,
			at: hub.clock.now(),
			authorization: request.headers.authorization,
			route: request.is404 ? undefined : request.routeOptions.url,
		};
		hub.requests.add(request.logged);
		if (hub.settings.latencyMs > 0) await hold(request, hub.settings.latencyMs);
		request.fault = hub.faults.take(request.method, path);
		await applyBefore(request, reply);
		if (!reply.sent) admit(hub, request, reply);
	});
	app.addHook('preHandler', async (request) => {
		if (request.logged && request.body !== undefined) request.logged.body = request.body;
	});
	app.addHook('onSend', async (request, reply, payload) => {
		await applyAfter(request, reply);
		const sent = instead(request, reply, payload) ?? payload;
		if (request.logged && !request.raw.socket.destroyed) request.logged.status = reply.statusCode;
		return sent;
	});
}
