import type { IExecuteFunctions } from 'n8n-workflow';

import { readAccount } from '../../shared/hubspot/account';
import { toProblem } from '../../shared/n8n/nodeError';
import { showHint } from '../../shared/n8n/hints';
import { TABLE_NAME } from '../../shared/ledger/dataTable/ledgerTable';
import { freeRoom, plannedFor, type UpToHour } from '../../shared/ledger/freeRoom';
import { LedgerDamaged } from '../../shared/errors';
import { openLedger } from '../../shared/ledger/openLedger';
import type { HubspotClient } from '../../shared/transport/client';
import { HubspotFailure, rethrow } from '../../shared/transport/failure';

/** The follow-ups of contacts that are to leave, as they were planned before. */
export interface FollowUps {
	/**
	 * Gives back the room of those who have left. That they have counts more: where the ledger cannot
	 * be changed, it is said in a hint, and room is held back for longer than it would have to be.
	 * @throws the abort reason where the execution is cancelled
	 */
	free(left: ReadonlySet<string>): Promise<void>;
}

/**
 * Notes what is planned for contacts, so that what is planned for them while they leave, by an
 * enrollment made meanwhile, keeps its room.
 * @throws the abort reason where the execution is cancelled
 */
export async function noteFollowUps(
	context: IExecuteFunctions,
	client: HubspotClient,
	contacts: UpToHour,
): Promise<FollowUps> {
	const hint = (cause: string) =>
		showHint(
			context,
			`The room of the follow-ups that will not go out could not be given back: ${cause}`,
		);
	const unreachable = () => hint(`the Data Table "${TABLE_NAME}" cannot be reached`);
	const ledger = openLedger(context, 'useHubSpotCount', unreachable).of('warn');

	async function note() {
		const { portalId } = await readAccount(client);
		return { portalId, planned: await plannedFor(ledger, portalId, contacts) };
	}

	async function unlessRefused(step: () => Promise<void>, told?: typeof hint): Promise<void> {
		try {
			if (contacts.size > 0) await step();
		} catch (error) {
			client.signal?.throwIfAborted();
			if (!(error instanceof LedgerDamaged) && !(error instanceof HubspotFailure)) rethrow(error);
			told?.(toProblem(error).message);
		}
	}

	let noted: Awaited<ReturnType<typeof note>> | undefined;
	await unlessRefused(async () => {
		noted = await note();
	});
	return {
		async free(left) {
			await unlessRefused(async () => {
				noted ??= await note();
				await freeRoom(ledger, noted.portalId, noted.planned, left);
			}, hint);
		},
	};
}
