import type { HubspotServer, Rep } from '../../hubspot';
import { addContact, addRep, addSentEmails, addSequence, maxRollingSends } from '../../hubspot';
import type { EnrollItem } from './enrollWorkflow';
import type { HubspotRecord } from './verdict';

const hour = 3_600_000;
const day = 24 * hour;

/** How many emails each rep sent in the last 24 hours, before any run. */
const sentBefore = 30;

/** A rep of its own with contacts of its own, so that runs do not disturb each other. */
export interface Campaign {
	rep: Rep;
	sequenceId: string;
	/** What the workflow gets, one item a contact. */
	items: EnrollItem[];
	/** How many of the contacts the rep's limit leaves room for. */
	room: number;
}

/**
 * Adds a rep with room for `room` sends, a sequence (an email at once and one after three days, so
 * that an enrollment stays open) and `contacts` contacts to the account.
 */
export function addCampaign(
	{ account, clock }: HubspotServer,
	{ room, contacts }: { room: number; contacts: number },
): Campaign {
	const rep = addRep(account, { dailyLimit: room + sentBefore });
	const { id: sequenceId } = addSequence(account, { steps: [{}, { delayMillis: 3 * day }] });
	const spread = (20 * hour) / sentBefore;
	addSentEmails(account, {
		ownerId: rep.ownerId,
		times: Array.from({ length: sentBefore }, (_, index) => clock.now() - hour - index * spread),
	});
	const items = Array.from({ length: contacts }, () => ({
		contactId: addContact(account).id,
		sequenceId,
		sender: rep.email,
		dailyLimit: rep.dailyLimit,
	}));
	return { rep, sequenceId, items, room };
}

/** What HubSpot holds of a campaign now. */
export function recordOf({ account }: HubspotServer, { rep, sequenceId }: Campaign): HubspotRecord {
	const isOfRep = ({ senderEmail }: { senderEmail: string }) => senderEmail === rep.email;
	return {
		enrolled: account.enrollments
			.filter((enrollment) => enrollment.sequenceId === sequenceId)
			.map(({ contactId }) => contactId),
		overLimit: account.overLimitSends.filter(isOfRep).length,
		fullestDay: maxRollingSends(account, rep.email),
		limit: rep.dailyLimit,
	};
}
