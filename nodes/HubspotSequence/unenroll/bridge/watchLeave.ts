import { chunk } from 'lodash';

import {
	isLaterEnrollment,
	sequenceStanding,
	SEQUENCE_PROPERTIES,
	tellsStanding,
} from '../../../shared/contacts/eligibility';
import { BATCH_SIZE, readTold, type Contact } from '../../../shared/hubspot/contacts';
import type { HubspotClient } from '../../../shared/transport/client';
import { explainError } from '../../../shared/transport/errorTable';
import { HubspotFailure, rethrow } from '../../../shared/transport/failure';
import { pause } from '../../../shared/transport/pause';
import type { WatchSettings } from './bridgeSettings';

/** What was seen of contacts that are to leave, by contact id. */
export interface Watched {
	left: ReadonlySet<string>;
	/** HubSpot does not have them any more. */
	gone: ReadonlySet<string>;
	/** Why the last look at one of the others said nothing. */
	failure: HubspotFailure | undefined;
}

/**
 * Watches contacts together, one batch read a round. A look that fails takes nothing back of what was
 * seen before, and is made again.
 *
 * @param contacts with their sequence properties from before they were to leave
 * @throws the abort reason
 */
export async function watchLeave(
	client: HubspotClient,
	{ waitSeconds, pollSeconds }: WatchSettings,
	contacts: readonly Contact[],
): Promise<Watched> {
	const left = new Set<string>();
	const gone = new Set<string>();
	let failure: HubspotFailure | undefined;
	const isOpen = ({ id }: Contact) => !left.has(id) && !gone.has(id);

	async function look(some: readonly Contact[]): Promise<void> {
		try {
			const ids = some.map(({ id }) => id);
			const told = await readTold(client, ids, SEQUENCE_PROPERTIES);
			for (const before of some) {
				const now = told.found.get(before.id);
				if (now && hasLeft(before, now)) left.add(before.id);
			}
			for (const id of told.gone) gone.add(id);
		} catch (error) {
			client.signal?.throwIfAborted();
			if (!(error instanceof HubspotFailure)) rethrow(error);
			failure = error;
		}
	}

	const deadline = Date.now() + waitSeconds * 1000;
	for (let open = [...contacts]; open.length > 0; open = open.filter(isOpen)) {
		failure = undefined;
		for (const some of chunk(open, BATCH_SIZE)) await look(some);
		if (!open.some(isOpen) || Date.now() >= deadline || concernsAll(failure)) break;
		await pause(Math.min(pollSeconds * 1000, Math.max(0, deadline - Date.now())), client.signal);
	}
	return { left, gone, failure };
}

const concernsAll = (failure: HubspotFailure | undefined) => explainError(failure).scope === 'run';

/** It is in no sequence, or in another enrollment than before. */
function hasLeft(before: Contact, now: Contact): boolean {
	const [was, is] = [sequenceStanding(before).latest, sequenceStanding(now).latest];
	if (!sequenceStanding(now).enrolled) return tellsStanding(now);
	const isElsewhere = was.sequenceId !== null && is.sequenceId !== null;
	if (isElsewhere && was.sequenceId !== is.sequenceId) return true;
	return isLaterEnrollment(is.enrolledAt ?? '', was.enrolledAt ?? '');
}
