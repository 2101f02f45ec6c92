import type { Ledger, LedgerKey, LedgerRow } from '../ledger/ledger';
import type { RequestVerdict } from '../quota/decision';
import type { Enrollable, HasLeft, MailLog } from '../quota/guard';
import type { Sighting } from '../quota/look';
import type { Claim } from '../quota/owed';
import type { Plans } from '../quota/underReadings';
import type { Gone } from './claims';

/** By what the room of a sender is known. */
export interface RoomSources {
	/** When the run began that asks, ms since epoch: what was made before shows to it. */
	began: number;
	key: LedgerKey;
	/** Where room is reserved. */
	ledger: Ledger;
	/** HubSpot's log from `since` on, as read a few minutes ago at most, and not before `lookedAt` (ms). */
	readLog?: (since: number, lookedAt: number) => Promise<MailLog>;
	/** When enrollments send under the readings that are possible for the account. */
	plans: () => Promise<Plans>;
	/** Which of the contacts that more is planned for have left their sequence. */
	findLeavers?: (row: LedgerRow, now: number) => Promise<HasLeft | undefined>;
	/** Told what the log has shown for the first time. */
	learn?: (sightings: readonly Sighting[]) => void;
}

/** What a run asks of it. */
export interface RoomRequest {
	/** Enrollments that did not come about: their room is given back in the same step. */
	release: readonly Gone[];
	/** How many enrollments are reserved at once at most; 0 to ask only. */
	chunk: number;
}

/** What it is answered. */
export interface Admission {
	/** One for each enrollment, in the same order. */
	verdicts: RequestVerdict[];
	/** How many of the admitted, from the first on, have their room reserved. */
	reserved: number;
	/** What other runs have reserved of it, and not said what came of it: nothing is decided before that is. */
	claims?: ReadonlyMap<Enrollable, Claim>;
	/** Room was found after the decision, so it is worth asking again. */
	mayFitNow?: boolean;
}
