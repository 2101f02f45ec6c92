import { orNewer, sequenceStanding } from '../../shared/contacts/eligibility';
import { Problem } from '../../shared/errors';
import { readTold, type Contact } from '../../shared/hubspot/contacts';
import type { SequencesApi } from '../../shared/hubspot/sequences';
import type { Run } from '../../shared/n8n/router';
import type { HubspotClient } from '../../shared/transport/client';
import { explainError } from '../../shared/transport/errorTable';
import { HubspotFailure, isMissingScope, rethrow } from '../../shared/transport/failure';
import { pause } from '../../shared/transport/pause';
import { justEnrolled } from '../lookup/justEnrolled';
import { inParallel } from '../../shared/transport/inParallel';

/** Contact properties lag by seconds (hubspot-api.md 5.2). */
const WAITS_MS = [2_000, 3_000, 5_000, 10_000];

/**
 * Waits for the properties of contacts that this n8n has enrolled a moment ago: by them it is seen who
 * leaves. Asks for the enrollment of none but those.
 *
 * @param properties that each of the contacts was read with
 * @returns by id, those whose properties have changed meanwhile; or why nothing can be said of one
 * @throws HubspotFailure that concerns all of them, or the abort reason
 */
export async function awaitShown(
	{ context, client }: Run,
	api: SequencesApi,
	contacts: readonly Contact[],
	properties: readonly string[],
): Promise<ReadonlyMap<string, Contact | Problem | HubspotFailure>> {
	const shown = new Map<string, Contact | Problem | HubspotFailure>();
	const denied = new Map(contacts.filter(isOut).map((contact) => [contact.id, contact]));
	if (denied.size === 0) return shown;
	const recent = await justEnrolled(context, client);
	const limiter = inParallel(client);
	const look = async (contact: Contact): Promise<string[]> => {
		try {
			return (await hasNewer(api, contact)) ? [contact.id] : [];
		} catch (error) {
			shown.set(contact.id, failureOfOne(client, error));
			return [];
		}
	};
	const asked = [...denied.values()].filter(({ id }) => recent.has(id));
	const looks = asked.map(async (contact) => await limiter(look, contact));
	let hidden = (await Promise.all(looks)).flat();
	for (const waitMs of WAITS_MS) {
		if (hidden.length === 0) break;
		await pause(waitMs, client.signal);
		try {
			const { found } = await readTold(client, hidden, properties);
			for (const [id, contact] of found) if (!isOut(contact)) shown.set(id, contact);
		} catch (error) {
			failureOfOne(client, error);
		}
		hidden = hidden.filter((id) => !shown.has(id));
	}
	for (const id of hidden) shown.set(id, notShown(id));
	return shown;
}

/** Whether it has an enrollment that its properties do not show. Unenrolling needs no scope to see it. */
async function hasNewer(api: SequencesApi, contact: Contact): Promise<boolean> {
	try {
		const found = await api.enrollmentOf(contact.id);
		return found !== null && orNewer(sequenceStanding(contact), found).enrolled;
	} catch (error) {
		if (isMissingScope(error)) return false;
		rethrow(error);
	}
}

/** @throws what concerns others as well */
function failureOfOne({ signal }: HubspotClient, error: unknown): HubspotFailure {
	signal?.throwIfAborted();
	if (error instanceof HubspotFailure && !explainError(error).scope) return error;
	return rethrow(error);
}

const isOut = (contact: Contact) => !sequenceStanding(contact).enrolled;

const notShown = (contactId: string) =>
	new Problem(
		'NOT_SHOWN_YET',
		'HubSpot does not show yet that the contact is in a sequence',
		'It was enrolled a moment ago, and its properties lag behind. Run the item again in a minute.',
		{ contactId },
	);
