import type { IExecuteFunctions } from 'n8n-workflow';

import { LedgerDamaged } from '../../shared/errors';
import { readAccount } from '../../shared/hubspot/account';
import { isInbox } from '../../shared/ledger/ledger';
import { openLedger } from '../../shared/ledger/openLedger';
import { showHint } from '../../shared/n8n/hints';
import { toProblem } from '../../shared/n8n/nodeError';
import { carriedOn } from '../../shared/quota/ledgerRow';
import { isSettled } from '../../shared/quota/owed';
import type { HubspotClient } from '../../shared/transport/client';
import { HubspotFailure, rethrow } from '../../shared/transport/failure';

/**
 * Contacts that this n8n has enrolled, or may have, in this hour or the one before: their own properties
 * may not show it yet (hubspot-api.md 5.2). The ledger knows them without a request for each.
 *
 * @returns ids; none where the ledger cannot be read, which a hint says
 */
export async function justEnrolled(
	context: IExecuteFunctions,
	client: HubspotClient,
): Promise<ReadonlySet<string>> {
	try {
		const { portalId } = await readAccount(client);
		const rows = await openLedger(context, 'useHubSpotCount', () => {})
			.of('off')
			.rowsOf(portalId);
		const now = Date.now();
		const recent = rows
			.filter(({ key }) => isInbox(key))
			.flatMap(({ row }) => carriedOn(row, true).owed.groups)
			.filter((group) => !isSettled(group, now));
		return new Set(recent.flatMap(({ members }) => members.map(([id]) => id)));
	} catch (error) {
		client.signal?.throwIfAborted();
		if (!(error instanceof LedgerDamaged) && !(error instanceof HubspotFailure)) rethrow(error);
		const cause = toProblem(error).message;
		showHint(
			context,
			`Contacts that were enrolled a moment ago may show as not enrolled: ${cause}`,
		);
		return new Set();
	}
}
