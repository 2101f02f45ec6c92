import { SEQUENCE_PROPERTIES, sequenceStanding } from '../../shared/contacts/eligibility';
import { readContacts } from '../../shared/hubspot/contacts';
import type { Sender } from '../../shared/hubspot/owners';
import { pause } from '../../shared/transport/pause';
import type { Candidate } from './candidate';
import type { SequenceRun } from './sequenceRun';
import { isEnough, shownBy, type Before, type Shown, type Wanted } from './shown';

/**
 * How long to wait before each look. What HubSpot took in before a time-out needs a moment to be
 * readable, and may take effect later; contact properties lag by seconds (hubspot-api.md 5.2).
 */
const WAITS_MS = [2_000, 3_000, 5_000, 10_000, 10_000];

interface Asked extends Pick<Candidate, 'contact' | 'parameters' | 'senderEmail'> {
	sender: Pick<Sender, 'userId' | 'email'>;
}

export const wantedBy = ({ parameters, sender, senderEmail }: Asked): Wanted => ({
	sequenceId: parameters.sequenceId,
	userId: sender.userId,
	addresses: [sender.email, senderEmail],
});

/**
 * Looks whether a request whose answer was lost has enrolled a contact. Looks again while that may tell
 * more.
 *
 * @param looks how often at most, where they go on showing nothing
 * @throws HubspotFailure, or the abort reason
 */
export async function lookBack(
	{ api, client }: SequenceRun,
	asked: Asked,
	before: Before,
	looks = WAITS_MS.length,
): Promise<Shown> {
	const { contact } = asked;
	const wanted = wantedBy(asked);
	let shown: Shown = { isEnrolled: false };
	for (const [order, waitMs] of WAITS_MS.entries()) {
		await pause(waitMs, client.signal);
		const found = await api.enrollmentOf(contact.id);
		const [read] = await readContacts(client, 'id', [contact.id], SEQUENCE_PROPERTIES);
		shown = shownBy(found, sequenceStanding(read ?? contact), wanted, before);
		if (isEnough(shown, order + 1, looks)) break;
	}
	return shown;
}
