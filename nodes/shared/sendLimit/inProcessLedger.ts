import type { Ledger, LedgerKey, Send } from './ledger';
import { WINDOW_MS } from './window';

/**
 * A ledger that all executions of this n8n process share. It is empty after a restart and unknown to
 * other workers; HubSpot's count then stands alone.
 */
export class InProcessLedger implements Ledger {
	private readonly rows = new Map<string, Send[]>();

	/** @param keepMs how long past sends are kept */
	constructor(private readonly keepMs = WINDOW_MS) {}

	async read(key: LedgerKey): Promise<Send[]> {
		return [...this.row(key)];
	}

	async reserve(...[key, decide]: Parameters<Ledger['reserve']>): ReturnType<Ledger['reserve']> {
		const row = this.row(key);
		const plans = decide(row);
		row.push(...plans.flat());
		return plans;
	}

	async release(...[key, plan]: Parameters<Ledger['release']>): Promise<void> {
		const row = this.row(key);
		for (const { at, to } of plan) {
			const index = row.findIndex((send) => send.at === at && send.to === to);
			if (index >= 0) row.splice(index, 1);
		}
	}

	/** What nobody asks about any more is dropped. */
	private row({ account, sender }: LedgerKey): Send[] {
		const name = `${account} ${sender}`;
		const kept = (this.rows.get(name) ?? []).filter(({ at }) => at > Date.now() - this.keepMs);
		this.rows.set(name, kept);
		return kept;
	}
}

export const inProcessLedger = new InProcessLedger();
