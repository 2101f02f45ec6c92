import { countBy } from 'lodash';

import type { Ledger, LedgerKey, Send } from './ledger';
import { WINDOW_MS } from './window';

const rowOf = ({ account, sender }: LedgerKey) => `${account} ${sender}`;
const nameOf = ({ at, to }: Send) => `${at} ${to}`;

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
		// Not spread all at once: a run of many contacts has more sends than a call takes arguments.
		for (const plan of plans) row.push(...plan);
		return plans;
	}

	async release(...[key, plan]: Parameters<Ledger['release']>): Promise<void> {
		const gone = countBy(plan, nameOf);
		let open = plan.length;
		const kept = this.row(key).filter((send) => {
			const name = open > 0 ? nameOf(send) : '';
			if (!gone[name]) return true;
			gone[name]--;
			open--;
			return false;
		});
		this.rows.set(rowOf(key), kept);
	}

	/** What nobody asks about any more is dropped. */
	private row(key: LedgerKey): Send[] {
		const name = rowOf(key);
		const kept = (this.rows.get(name) ?? []).filter(({ at }) => at > Date.now() - this.keepMs);
		this.rows.set(name, kept);
		return kept;
	}
}

export const inProcessLedger = new InProcessLedger();
