import type { Ledger, LedgerKey } from './ledger';
import { WINDOW_MS } from './window';

/**
 * A ledger that all executions of this n8n process share. It is empty after a restart and unknown to
 * other workers; HubSpot's count then stands alone.
 */
export class InProcessLedger implements Ledger {
	private readonly rows = new Map<string, number[]>();

	async read(key: LedgerKey): Promise<number[]> {
		return [...this.row(key)];
	}

	async reserve(...[key, decide]: Parameters<Ledger['reserve']>): ReturnType<Ledger['reserve']> {
		const row = this.row(key);
		const plans = decide(row);
		row.push(...plans.flat());
		row.sort((a, b) => a - b);
		return plans;
	}

	async release(...[key, plan]: Parameters<Ledger['release']>): Promise<void> {
		const row = this.row(key);
		for (const at of plan) {
			const index = row.indexOf(at);
			if (index >= 0) row.splice(index, 1);
		}
	}

	/** What has left every window is dropped. */
	private row({ account, sender }: LedgerKey): number[] {
		const name = `${account} ${sender}`;
		const kept = (this.rows.get(name) ?? []).filter((at) => at > Date.now() - WINDOW_MS);
		this.rows.set(name, kept);
		return kept;
	}
}

export const inProcessLedger = new InProcessLedger();
