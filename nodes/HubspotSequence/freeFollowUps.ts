import type { IExecuteFunctions } from 'n8n-workflow';

import { readAccount } from '../shared/hubspot/account';
import { Problem } from '../shared/items/problem';
import type { Cohort } from '../shared/sendLimit/cohort';
import { freeRoom } from '../shared/sendLimit/freeRoom';
import { LedgerUnavailable } from '../shared/sendLimit/ledger';
import { openLedger } from '../shared/sendLimit/openLedger';
import type { HubspotClient } from '../shared/transport/client';
import { passOn } from '../shared/transport/failure';

/**
 * Gives back the room of follow-ups that will not go out any more. That the contacts have left counts
 * more: where the ledger cannot be changed, it is said in a hint, and room is held back for longer
 * than it would have to be.
 */
export async function freeFollowUps(
	context: IExecuteFunctions,
	client: HubspotClient,
	contactIds: ReadonlySet<string>,
	except?: (cohort: Cohort) => boolean,
): Promise<void> {
	if (contactIds.size === 0) return;
	try {
		const { portalId } = await readAccount(client);
		const ledger = openLedger(context, 'useHubSpotCount', () => {}).of('off');
		await freeRoom(ledger, portalId, contactIds, except);
	} catch (error) {
		if (!(error instanceof LedgerUnavailable) && !(error instanceof Problem)) throw passOn(error);
		context.addExecutionHints({
			message: `The room of the follow-ups that will not go out could not be given back: ${error.message}`,
			type: 'warning',
			location: 'outputPane',
		});
	}
}
