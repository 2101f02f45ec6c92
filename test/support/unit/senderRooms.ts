import { sizeOf } from '../../../nodes/shared/quota/cohort';
import type { SendLimitMode } from '../../../nodes/shared/quota/decide';
import { plannedEnrollment, type Enrollable } from '../../../nodes/shared/quota/guard';
import { InProcessLedger } from '../../../nodes/shared/ledger/inProcessLedger';
import type { LoggedSend } from '../../../nodes/shared/quota/joinSends';
import type { HasLeft } from '../../../nodes/shared/quota/cohort';
import type { LedgerRow } from '../../../nodes/shared/ledger/ledger';
import { mailLog } from '../../../nodes/shared/enroll/mailLog';
import { SenderRoom, type RoomRequest } from '../../../nodes/shared/enroll/senderRoom';
import { HOUR, NOW } from './arbitraries';

/** A ledger of its own, HubSpot's log with one mail of three hours ago, and a clock that stands still. */
export class SenderRooms {
	readonly key = { account: '7', sender: 'rep@example.com' };
	readonly ledger = new InProcessLedger();
	readonly readLog = jest
		.fn<Promise<LoggedSend[] | undefined>, []>()
		.mockResolvedValue([{ at: NOW - 3 * HOUR, to: 'other@example.com' }]);
	/** Nobody has left, unless a test says so. */
	readonly findLeavers = jest
		.fn<Promise<HasLeft | undefined>, [row: LedgerRow, now: number]>()
		.mockResolvedValue(undefined);
	now = NOW;

	constructor() {
		jest.spyOn(Date, 'now').mockImplementation(() => this.now);
	}

	/** The room of one run; with the mail of the log and a limit of 3 two enrollments fit. */
	open(mode: SendLimitMode = 'hold', capacity = 3, maxPerDomain = 0): SenderRoom {
		const { key, ledger, findLeavers } = this;
		const readLog = mailLog(this.readLog);
		return new SenderRoom({ key, ledger, findLeavers, readLog }, { mode, capacity, maxPerDomain });
	}

	/** How many are in each cohort of the ledger. */
	async stored(): Promise<number[]> {
		return (await this.ledger.read(this.key)).cohorts.map(sizeOf);
	}
}

export const request = (given: Partial<RoomRequest> = {}): RoomRequest => ({
	release: [],
	chunk: 100,
	...given,
});

/** An enrollment with one email at once, as the ledger has it. */
export const planned = (enrollment: Enrollable, at = NOW) =>
	plannedEnrollment(enrollment, [at], at);
