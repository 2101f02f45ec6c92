/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- the network of a process of its own, outside n8n */
import http from 'node:http';
import https from 'node:https';
import { Duplex } from 'node:stream';

import type { HubspotServer } from '../hubspot';

/** Where the stand-in is, of whatever port. */
const HOST = '127.0.0.1';

/** Where a redirect leads that is none of HubSpot's. */
export const ELSEWHERE = 'elsewhere.test';

/** What a socket of the network has and an end in memory has to have. */
class End extends Duplex {
	peer?: End;
	connecting = false;
	readonly remoteAddress = '127.0.0.1';
	private idle?: { ms: number; timer?: NodeJS.Timeout };
	/** When the last piece arrives that was sent: pieces do not overtake each other. */
	private arrives = 0;

	/** @param takes how long a piece is on its way, ms */
	constructor(private readonly takes: () => number) {
		super({ allowHalfOpen: false });
	}

	override _read(): void {}

	override _write(piece: Buffer, _encoding: string, done: () => void): void {
		this.stir();
		this.deliver(() => {
			this.peer?.stir();
			if (this.peer?.destroyed === false) this.peer.push(piece);
		});
		done();
	}

	override _final(done: () => void): void {
		this.deliver(() => this.peer?.push(null));
		done();
	}

	override _destroy(error: Error | null, done: (error: Error | null) => void): void {
		clearTimeout(this.idle?.timer);
		this.deliver(() => this.peer?.hangUp());
		done(error);
	}

	/** The other side is gone. */
	private hangUp(): void {
		if (this.destroyed) return;
		this.push(null);
		setImmediate(() => this.destroy());
	}

	private deliver(arrive: () => void): void {
		const now = Date.now();
		this.arrives = Math.max(this.arrives, now + this.takes());
		if (this.arrives === now) setImmediate(arrive);
		else setTimeout(arrive, this.arrives - now);
	}

	setTimeout(ms: number, onIdle?: () => void): this {
		if (onIdle) this.once('timeout', onIdle);
		clearTimeout(this.idle?.timer);
		this.idle = { ms };
		this.stir();
		return this;
	}

	private stir(): void {
		const { idle } = this;
		if (!idle) return;
		clearTimeout(idle.timer);
		if (idle.ms > 0 && !this.destroyed)
			idle.timer = setTimeout(() => this.emit('timeout'), idle.ms);
	}

	setKeepAlive = () => this;
	setNoDelay = () => this;
	ref = () => this;
	unref = () => this;
}

/**
 * Connects the nodes and the stand-in HubSpot within the process: no packet is sent, so the order of
 * what happens follows from the draws alone, and time-outs are of the process's clock.
 */
export class Network {
	/** Hosts that somebody wanted to reach beside HubSpot's. */
	readonly strangers: string[] = [];
	/** How long a piece is on its way, ms. */
	takes: () => number = () => 0;
	private hubspot?: HubspotServer;

	constructor() {
		const connect = (options: http.ClientRequestArgs) => this.connect(String(options.host));
		for (const { prototype } of [http.Agent, https.Agent])
			Object.assign(prototype, { createConnection: connect });
	}

	/** From now on `HOST` leads there. */
	lead(hubspot: HubspotServer): void {
		this.hubspot = hubspot;
	}

	private connect(host: string): Duplex {
		if (host !== HOST) this.strangers.push(host);
		const [client, server] = [new End(this.takes), new End(this.takes)];
		[client.peer, server.peer] = [server, client];
		const isKnown = host === HOST && this.hubspot;
		if (isKnown) this.hubspot?.connect(server);
		else {
			const refused = Object.assign(new Error(`connect ECONNREFUSED ${host}`), {
				code: 'ECONNREFUSED',
			});
			setImmediate(() => client.destroy(refused));
		}
		return client;
	}
}
