import { readMail, type MailKind, type SentBy } from '../../shared/hubspot/emails';
import type { LoggedEmail } from '../../shared/quota/look';
import type { HubspotClient } from '../../shared/transport/client';
import { isMissingScope, rethrow } from '../../shared/transport/failure';

/**
 * HubSpot's log of what a sender sent. Undefined without the scope for it, which `onMissingScope` is told
 * of: the ledger counts alone then.
 *
 * @param since ms since epoch
 * @throws HubspotFailure, also where not all of it could be read: that is no look at the log
 */
export async function countSent(
	client: HubspotClient,
	by: SentBy,
	kind: MailKind,
	since: number,
	onMissingScope: () => void,
): Promise<LoggedEmail[] | undefined> {
	try {
		return await readMail(client, by, kind, since);
	} catch (error) {
		if (!isMissingScope(error)) rethrow(error);
		onMissingScope();
		return undefined;
	}
}

export const MISSING_SCOPE_HINT =
	'HubSpot did not let the credential read sent email (scope sales-email-read), so the sending limit counts only what this n8n enrolled. Add the scope to count all mail.';
