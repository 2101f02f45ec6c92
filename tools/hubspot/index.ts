/* eslint-disable @n8n/community-nodes/no-restricted-imports -- a server of its own, outside n8n */
import type { Duplex } from 'node:stream';

import { Account } from './account/account';
import { watchTriggers } from './account/flows';
import { VirtualClock } from './clock';
import { Faults } from './faults';
import type { Hub } from './hub';
import { RateLimiter } from './rateLimit';
import { RequestLog } from './requestLog';
import { seedAccount } from './seed';
import { createApp, listen } from './server';
import { defaultSettings, mergeSettings, type Settings } from './settings';
import { Tokens } from './tokens';

export interface HubspotOptions {
	/** 0, the default, takes a free port. */
	port?: number;
	/** Epoch ms; `Date.now` unless given. */
	clock?: () => number;
	seed?: 'account' | 'empty';
	settings?: Partial<Settings>;
}

export interface HubspotServer {
	/** `http://127.0.0.1:PORT`, without a trailing slash. */
	url: string;
	account: Account;
	settings: Settings;
	faults: Faults;
	requests: RequestLog;
	clock: VirtualClock;
	/** OAuth tokens it issued; `tokens.revokeRefresh()` makes the next refresh fail. */
	tokens: Tokens;
	/** Takes a connection that did not come over the network. */
	connect(socket: Duplex): void;
	/** Stops listening and cuts every connection. */
	close(): Promise<void>;
}

/** Starts a HubSpot of one's own on the loopback interface. */
export async function startHubspot(options: HubspotOptions = {}): Promise<HubspotServer> {
	const clock = new VirtualClock(options.clock);
	const settings = defaultSettings();
	mergeSettings(settings, options.settings ?? {});
	const account = new Account(clock, settings);
	const limiter = new RateLimiter(settings, account.timeZone);
	const [faults, requests, tokens] = [new Faults(), new RequestLog(), new Tokens(clock)];

	const fill = () => {
		if (options.seed !== 'empty') seedAccount(account);
	};
	const reset = () => {
		for (const part of [clock, limiter, tokens]) part.reset();
		faults.clear();
		requests.clear();
		mergeSettings(settings, { ...defaultSettings(), ...options.settings });
		account.clear();
		fill();
	};
	const hub: Hub = { account, settings, clock, faults, requests, limiter, tokens, reset };
	fill();
	watchTriggers(account);
	const app = createApp(hub);
	const url = await listen(app, options.port ?? 0);
	const close = async () => await app.close();
	const connect = (socket: Duplex) => void app.server.emit('connection', socket);
	return { url, account, settings, faults, requests, clock, tokens, connect, close };
}

export { Account } from './account/account';
export { addContact, addEnrollment, addRep, addSentEmails, addSequence } from './account/builders';
export { ACTION } from './account/flowActions';
export { addFlow, addList, inARow } from './account/flowBuilders';
export { maxRollingSends, plannedSends } from './account/limits';
export { owedBy } from './account/mailQueue';
export { completeTask } from './account/holdUps';
export { startEnrollment } from './account/runSteps';
export { planSteps } from './account/schedule';
export type * from './account/flowTypes';
export type * from './account/types';
export { VirtualClock } from './clock';
export type { FaultEffect } from './faults';
export type { LoggedRequest } from './requestLog';
export { demoContacts, type Expectation } from './seed/demo';
export { BRIDGE_PROPERTY, FLOWS } from './seed/flows';
export { REPS } from './seed/reps';
export { SEQUENCES } from './seed/sequences';
export { ALL_SCOPES, HOSTS, type Settings, type Version } from './settings';
export { REFRESH_TOKEN, ACCEPTED_BEARER } from './tokens';
