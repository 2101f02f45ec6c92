import { COLUMNS } from '../../nodes/shared/ledger/dataTable/ledgerHome';
import { TABLE_NAME, textOf } from '../../nodes/shared/ledger/dataTable/ledgerTable';
import type { Evidence } from '../../nodes/shared/quota/learning';
import { EMPTY_ROW } from '../../nodes/shared/quota/ledgerRow';
import { readingName, READINGS, type Reading } from '../../nodes/shared/quota/readings';
import type { Settings } from '../../tools/hubspot';
import type { Stage } from './n8n/stage';

/** What the stand-in does with `PLAIN` settings. */
export const PLAIN_READING: Reading = {
	delays: 'fromEnrollment',
	firstStep: 'atOnce',
	instant: 'whenDue',
};

/** Evidence that leaves one reading. */
const evidenceOf = (truth: Reading): Evidence => ({
	emails: 100,
	readings: Object.fromEntries(
		READINGS.map(readingName)
			.filter((name) => name !== readingName(truth))
			.map((name) => [
				name,
				{ out: { at: Date.UTC(2026, 0, 5), why: 'LATE' as const, emails: 10 } },
			]),
	),
});

/** HubSpot follows this reading, and the account has learnt it, so that no doubt costs room. */
export function tellReading(stage: Stage, truth: Reading = PLAIN_READING): void {
	const { delays, instant, firstStep } = truth;
	Object.assign(stage.hubspot.settings, {
		delays,
		instant,
		firstStep: firstStep === 'atOnce' ? 'atOnce' : 'sendWindow',
	} satisfies Partial<Settings>);
	tellEvidence(stage, evidenceOf(truth));
}

/** What the account has learnt, before anything is enrolled. */
export function tellEvidence({ dataTables, hubspot }: Stage, evidence: Evidence): void {
	const row = {
		account: hubspot.account.portalId,
		sender: 'readings',
		sendsToCome: 0,
		enrollments: textOf({ ...EMPTY_ROW, evidence }),
		revision: 'told',
	};
	dataTables.create(TABLE_NAME, COLUMNS, [row]);
}
