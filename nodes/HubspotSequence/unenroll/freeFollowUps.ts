import type { IExecuteFunctions } from 'n8n-workflow';

import { readAccount } from '../../shared/hubspot/account';
import { toProblem } from '../../shared/n8n/nodeError';
import { showHint } from '../../shared/n8n/hints';
import { TABLE_NAME } from '../../shared/ledger/dataTable/ledgerTable';
import { freeRoom } from '../../shared/ledger/freeRoom';
import { LedgerDamaged } from '../../shared/errors';
import { openLedger } from '../../shared/ledger/openLedger';
import type { HubspotClient } from '../../shared/transport/client';
import { HubspotFailure, rethrow } from '../../shared/transport/failure';

/**
 * Gives back the room of follow-ups that will not go out any more. That the contacts have left counts
 * more: where the ledger cannot be changed, it is said in a hint, and room is held back for longer
 * than it would have to be.
 *
 * @throws the abort reason where the execution is cancelled
 */
export async function freeFollowUps(
	context: IExecuteFunctions,
	client: HubspotClient,
	contactIds: ReadonlySet<string>,
	except?: (made: { hour: number }) => boolean,
): Promise<void> {
	if (contactIds.size === 0) return;
	const hint = (cause: string) =>
		showHint(
			context,
			`The room of the follow-ups that will not go out could not be given back: ${cause}`,
		);
	try {
		const { portalId } = await readAccount(client);
		const unreachable = () => hint(`the Data Table "${TABLE_NAME}" cannot be reached`);
		const ledger = openLedger(context, 'useHubSpotCount', unreachable).of('warn');
		await freeRoom(ledger, portalId, contactIds, except);
	} catch (error) {
		client.signal?.throwIfAborted();
		if (!(error instanceof LedgerDamaged) && !(error instanceof HubspotFailure)) rethrow(error);
		hint(toProblem(error).message);
	}
}
