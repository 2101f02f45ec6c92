import { readContacts, type Contact } from '../../shared/hubspot/contacts';
import { toMillis } from '../../shared/hubspot/fields';
import { hourOf, isSettled, type Cohort, type HasLeft } from '../../shared/quota/cohort';
import { nameOf, type LedgerKey, type LedgerRow } from '../../shared/ledger/ledger';
import { openStore } from '../../shared/stores';
import type { HubspotClient } from '../../shared/transport/client';
import { SEQUENCE_PROPERTIES, sequenceStanding } from '../../shared/contacts/eligibility';

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
 * those with the next send first. Asked only where somebody waits for room.
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
	{ cohorts }: LedgerRow,
	now: number,
): Promise<HasLeft | undefined> {
	const asked = withSendsToCome(cohorts, now);
	if (asked.length === 0) return undefined;
	const contacts = await readContacts(client, 'id', asked, SEQUENCE_PROPERTIES);
	const byId = new Map(contacts.map((contact) => [contact.id, contact]));
	const wasAsked = new Set(asked);
	const hasLeft: HasLeft = ([id], cohort) =>
		wasAsked.has(id) && isSettled(cohort, now) && !isStillIn(byId.get(id), cohort);
	const someLeft = cohorts.some(
		(cohort) => isToCome(cohort, now) && cohort.enrollees.some((one) => hasLeft(one, cohort)),
	);
	return someLeft ? hasLeft : undefined;
}

const nextSend = ({ hour, sends }: Cohort, now: number): number | undefined =>
	sends.map((hours) => hour + hours).find((at) => at > hourOf(now));

const isToCome = (cohort: Cohort, now: number) => nextSend(cohort, now) !== undefined;

function withSendsToCome(cohorts: readonly Cohort[], now: number): string[] {
	const waiting = cohorts
		.filter((cohort) => isSettled(cohort, now) && isToCome(cohort, now))
		.sort((a, b) => (nextSend(a, now) ?? 0) - (nextSend(b, now) ?? 0));
	const ids = new Set(waiting.flatMap(({ enrollees }) => enrollees.map(([id]) => id)));
	return [...ids].slice(0, MOST_CONTACTS);
}

/** HubSpot does not have a contact that was deleted or merged any more. */
function isStillIn(contact: Contact | undefined, { source, hour }: Cohort): boolean {
	if (!contact) return false;
	const { enrolled, latest } = sequenceStanding(contact);
	if (!enrolled) return false;
	if (latest.sequenceId !== null && latest.sequenceId !== source) return false;
	// In the same sequence again, of which another enrollment plans the sends.
	// A time that cannot be read tells of no other enrollment.
	return latest.enrolledAt === null || !(hourOf(toMillis(latest.enrolledAt)) > hour + 1);
}
