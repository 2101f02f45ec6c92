/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a server of its own, outside n8n */
import { Readable } from 'node:stream';

import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { omit } from 'lodash';
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
import { isThere } from './versions';

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
const JSON_TYPE = 'application/json; charset=utf-8';

function pathOf(url: string): string {
	return url.split('?', 1)[0];
}

/** Leaves the caller without an answer. */
function cut(request: FastifyRequest, reply: FastifyReply): void {
	reply.hijack();
	request.raw.socket.destroy();
}

/** Waits `ms` of real time, less if the caller hangs up. */
async function hold({ raw: { socket } }: FastifyRequest, ms: number): Promise<void> {
	const hungUp = new AbortController();
	const hangUp = () => hungUp.abort();
	socket.once('close', hangUp);
	if (!socket.destroyed) await sleep(ms, hungUp.signal).catch(() => {});
	socket.off('close', hangUp);
}

async function applyBefore(
	request: FastifyRequest,
	reply: FastifyReply,
	fault: FaultEffect,
): Promise<void> {
	if ('latencyMs' in fault) await hold(request, fault.latencyMs);
	else if ('rewrite' in fault || 'lateMs' in fault) return;
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

/** Half of an answer: it ends there, or the connection is cut. */
function brokenOff(reply: FastifyReply, payload: unknown, how: 'reset' | 'end'): string | Readable {
	const text = typeof payload === 'string' && payload !== '' ? payload : '{"results":[]}';
	void reply.code(reply.statusCode === 204 ? 200 : reply.statusCode);
	if (how === 'end') {
		void reply.removeHeader('content-length').header('content-type', JSON_TYPE);
		return text.slice(0, text.length / 2);
	}
	void reply.headers({ 'content-type': JSON_TYPE, 'content-length': Buffer.byteLength(text) });
	return Readable.from(
		(async function* () {
			yield text.slice(0, text.length / 2);
			// Time enough for the first half to leave.
			await sleep(1);
			throw new Error('The connection breaks off');
		})(),
	);
}

/** Says of a request that it took effect earlier than it came: it is not logged once more. */
const LATE = 'x-stand-in-late';

/** Sends a request on, `lateMs` after it came. */
async function takeEffectLate(
	app: FastifyInstance,
	{ method, url, headers, body, logged }: FastifyRequest,
	lateMs: number,
): Promise<void> {
	await sleep(lateMs);
	const others = omit(headers, 'content-length');
	const { statusCode, payload } = await app.inject({
		method: method as 'GET',
		url,
		headers: { ...others, [LATE]: 'true' },
		...(body !== undefined && { payload: JSON.stringify(body) }),
	});
	if (logged) logged.effect = { status: statusCode, payload };
}

/** What a fault has answered in place of HubSpot is no effect. */
function noteEffect({ logged, fault }: FastifyRequest, status: number, payload: unknown): void {
	const isFault =
		fault !== undefined &&
		(('status' in fault && !('rewrite' in fault)) || 'html404' in fault || 'lateMs' in fault);
	if (logged && !isFault) logged.effect = { status, payload: String(payload ?? '') };
}

/** The body that is sent in place of the one that HubSpot has made, if a fault says so. */
function instead(
	{ fault, method, routeOptions }: FastifyRequest,
	reply: FastifyReply,
	payload: unknown,
): string | Readable | undefined {
	if (fault && 'brokenOff' in fault) return brokenOff(reply, payload, fault.brokenOff);
	if (fault && 'rewrite' in fault && typeof payload === 'string') {
		const { url: route = '' } = routeOptions;
		const answer = { method, route, status: reply.statusCode, body: parsed(payload) };
		void reply.removeHeader('content-length').code(fault.status ?? reply.statusCode);
		return JSON.stringify(fault.rewrite(answer));
	}
	if (!fault || !('insteadAfter' in fault)) return undefined;
	const { status, body, headers = {} } = fault.insteadAfter;
	const isText = typeof body === 'string';
	const type = isText ? 'text/html; charset=utf-8' : JSON_TYPE;
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
	const { config, url = '' } = request.routeOptions;
	if (!isThere(hub, url, config)) throw unknownPath();
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
		if (path.startsWith(CONTROL) || request.headers[LATE] !== undefined) return;
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
		if (request.fault) await applyBefore(request, reply, request.fault);
		if (!reply.sent) admit(hub, request, reply);
	});
	app.addHook('preHandler', async (request, reply) => {
		const { fault, logged } = request;
		if (logged && request.body !== undefined) logged.body = request.body;
		if (!fault || !('lateMs' in fault)) return;
		void takeEffectLate(app, request, fault.lateMs);
		await applyBefore(request, reply, fault.meanwhile);
	});
	app.addHook('onSend', async (request, reply, payload) => {
		noteEffect(request, reply.statusCode, payload);
		await applyAfter(request, reply);
		const sent = instead(request, reply, payload) ?? payload;
		if (request.logged && !request.raw.socket.destroyed) request.logged.status = reply.statusCode;
		return sent;
	});
}
