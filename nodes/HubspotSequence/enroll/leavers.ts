import {
	SEQUENCE_PROPERTIES,
	sequenceStanding,
	tellsStanding,
} from '../../shared/contacts/eligibility';
import { readTold, type Contact } from '../../shared/hubspot/contacts';
import { toMillis } from '../../shared/hubspot/fields';
import { nameOf, type LedgerKey, type LedgerRow } from '../../shared/ledger/ledger';
import { hourOf } from '../../shared/quota/hours';
import { isSettled } from '../../shared/quota/owed';
import type { HasLeft } from '../../shared/quota/guard';
import { owesAny, type OwedGroup } from '../../shared/quota/owed';
import { openStore } from '../../shared/stores';
import type { HubspotClient } from '../../shared/transport/client';

/** HubSpot gives a hundred contacts in one request; so many requests at most are spent on one look. */
const MOST_CONTACTS = 2_000;

/** Looks at one sender are at least this far apart. */
const AGAIN_AFTER_MS = 15 * 60 * 1000;

interface Look {
	/** Ms since epoch. */
	at: number;
	hasLeft: HasLeft | undefined;
}

/** By sender. A look holds up to 2,000 contacts, so few are kept; HubSpot is asked again for others. */
const lastLooks = openStore<Look>('last look at who has left', 100);

/**
 * Contacts leave their sequence when they reply, book a meeting, opt out or bounce, or when somebody
 * takes them out, and HubSpot tells nobody. Their properties show it: a hundred contacts a request,
 * those enrolled longest ago first. Asked only where somebody waits for room.
 *
 * @returns what the last look found, if it was a moment ago; undefined where nobody has left
 * @throws HubspotFailure
 */
export async function findLeavers(
	client: HubspotClient,
	key: LedgerKey,
	row: LedgerRow,
	now: number,
): Promise<HasLeft | undefined> {
	const name = nameOf(key);
	const last = lastLooks.get(name);
	if (last && last.at > now - AGAIN_AFTER_MS) return last.hasLeft;
	const hasLeft = await look(client, row, now);
	lastLooks.set(name, { at: now, hasLeft });
	return hasLeft;
}

async function look(
	client: HubspotClient,
	{ owed }: LedgerRow,
	now: number,
): Promise<HasLeft | undefined> {
	const owing = owed.groups
		.filter((group) => isSettled(group, now) && owesAny(owed, group, now))
		.sort((a, b) => a.hour - b.hour);
	const ids = new Set(owing.flatMap(({ members }) => members.map(([id]) => id)));
	const asked = [...ids].slice(0, MOST_CONTACTS);
	if (asked.length === 0) return undefined;
	const told = await readTold(client, asked, SEQUENCE_PROPERTIES);
	const hasLeft: HasLeft = ([id], group) => {
		const contact = told.found.get(id);
		const isOut = contact ? !isStillIn(contact, group) : told.gone.has(id);
		return isOut && isSettled(group, now);
	};
	return owing.some((group) => group.members.some((one) => hasLeft(one, group)))
		? hasLeft
		: undefined;
}

/** As long as HubSpot does not say that it is out. */
function isStillIn(contact: Contact, { targetId, hour }: OwedGroup): boolean {
	const { enrolled, latest } = sequenceStanding(contact);
	if (!enrolled) return !tellsStanding(contact);
	if (latest.sequenceId !== null && latest.sequenceId !== targetId) return false;
	// In the same sequence again, of which another enrollment plans the sends.
	// A time that cannot be read tells of no other enrollment.
	return latest.enrolledAt === null || !(hourOf(toMillis(latest.enrolledAt)) > hour + 1);
}
