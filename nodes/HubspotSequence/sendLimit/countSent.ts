import { readMail, type SentBy } from '../../shared/hubspot/emails';
import type { HubspotClient } from '../../shared/transport/client';
import { isMissingScope, rethrow } from '../../shared/transport/failure';
import type { LoggedSend } from '../../shared/quota/joinSends';
import { WINDOW_MS } from '../../shared/quota/window';

/**
 * HubSpot's log of what a sender sent in the last 24 hours. Undefined without the
 * scope for it, which `onMissingScope` is told of: the ledger counts alone then.
 */
export async function countSent(
	client: HubspotClient,
	by: SentBy,
	now: number,
	onMissingScope: () => void,
): Promise<LoggedSend[] | undefined> {
	try {
		return await readMail(client, by, 'sequence', now - WINDOW_MS);
	} catch (error) {
		if (!isMissingScope(error)) rethrow(error);
		onMissingScope();
		return undefined;
	}
}

export const MISSING_SCOPE_HINT =
	'HubSpot did not let the credential read sent email (scope sales-email-read), so the send limit counts only what this n8n enrolled. Add the scope to count all mail.';
