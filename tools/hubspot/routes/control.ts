import type { FastifyInstance } from 'fastify';
import { countBy } from 'lodash';

import { maxRollingSends, sentInWindow } from '../account/limits';
import { owedBy } from '../account/mailQueue';
import { invalid } from '../errors';
import type { FaultRule } from '../faults';
import { CONTROL } from '../gate';
import type { Hub } from '../hub';
import { mergeSettings, type Settings } from '../settings';
import { isJson, objectBody } from './read';

function state({ account, clock, settings, faults, requests }: Hub) {
	const now = clock.now();
	const active = account.enrollments.filter(({ state: one }) => one === 'active');
	const senders = account.reps.flatMap(({ inboxes, dailyLimit }) =>
		inboxes.map((email) => [
			email,
			{
				limit: dailyLimit,
				sentLast24Hours: sentInWindow(account, email, now),
				sent: account.sendsFrom(email).length,
				owed: owedBy(account, email).length,
				maxRolling: maxRollingSends(account, email),
				overLimit: account.overLimitSends.filter(({ senderEmail }) => senderEmail === email).length,
			},
		]),
	);
	return {
		now: new Date(now).toISOString(),
		contacts: account.contacts.size,
		requests: requests.count(),
		faultsApplied: faults.hits,
		enrollments: account.enrollments.length,
		activeEnrollments: countBy(active, 'sequenceId'),
		enrollmentsBySequence: countBy(account.enrollments, 'sequenceId'),
		workflowEnrollments: countBy(account.flowEnrollments, 'flowId'),
		sends: account.sends.length,
		droppedSends: account.droppedSends.length,
		overLimitSends: account.overLimitSends.length,
		senders: Object.fromEntries(senders),
		settings,
	};
}

/** A rule as JSON can carry it: `pathPattern` is the source of a regular expression. */
function ruleOf(body: unknown): FaultRule {
	const { pathPattern, ...rule } = objectBody(body) as Partial<FaultRule> & {
		pathPattern?: string;
	};
	if (!isJson(rule.effect)) throw invalid('A fault needs an effect');
	return {
		...rule,
		effect: rule.effect,
		...(pathPattern ? { path: new RegExp(pathPattern) } : {}),
	};
}

/** Switches for people and for runs in another process; not part of HubSpot. */
export function controlRoutes(app: FastifyInstance, hub: Hub): void {
	app.get(`${CONTROL}state`, async () => state(hub));
	app.post(`${CONTROL}settings`, async ({ body }) => {
		mergeSettings(hub.settings, objectBody(body) as Partial<Settings>);
		return hub.settings;
	});
	app.post(`${CONTROL}faults`, async ({ body }) => {
		for (const rule of Array.isArray(body) ? body : [body]) hub.faults.add(ruleOf(rule));
		return { ok: true };
	});
	app.delete(`${CONTROL}faults`, async () => {
		hub.faults.clear();
		return { ok: true };
	});
	app.post(`${CONTROL}advance`, async ({ body }) => {
		const ms = Number(objectBody(body).ms);
		if (!Number.isFinite(ms) || ms < 0) throw invalid('ms must be a number, not below 0');
		hub.clock.advance(ms);
		return { now: new Date(hub.clock.now()).toISOString() };
	});
	app.post(`${CONTROL}reset`, async () => {
		hub.reset();
		return state(hub);
	});
	app.get(`${CONTROL}requests`, async () => ({
		total: hub.requests.count(),
		byRoute: countBy(hub.requests.all, ({ method, route, path }) => `${method} ${route ?? path}`),
		byStatus: countBy(hub.requests.all, 'status'),
	}));
	app.delete(`${CONTROL}requests`, async () => {
		hub.requests.clear();
		return { ok: true };
	});
}
