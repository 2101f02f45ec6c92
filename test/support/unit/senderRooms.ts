import type { RoomRequest } from '../../../nodes/shared/enroll/admission';
import { mailLog } from '../../../nodes/shared/enroll/mailLog';
import { SenderRoom } from '../../../nodes/shared/enroll/senderRoom';
import { InProcessLedger } from '../../../nodes/shared/ledger/inProcessLedger';
import { changeClaims } from '../../../nodes/shared/quota/claims';
import type { SendLimitMode } from '../../../nodes/shared/quota/decision';
import type { HasLeft } from '../../../nodes/shared/quota/guard';
import type { LedgerRow } from '../../../nodes/shared/quota/ledgerRow';
import type { LoggedEmail } from '../../../nodes/shared/quota/look';
import { addEnrollments, sizeOfGroup, type NewEnrollment } from '../../../nodes/shared/quota/owed';
import { Plans } from '../../../nodes/shared/quota/underReadings';
import { HOUR, NOW } from './arbitraries';
import { byHand, settingsOf } from './guard';
import { WHEN_DUE } from './schedules';

/** A ledger of its own, HubSpot's log with one mail of three hours ago, and a clock that stands still. */
export class SenderRooms {
	readonly key = { account: '7', sender: 'rep@example.com' };
	readonly ledger = new InProcessLedger();
	readonly readLog = jest
		.fn<Promise<LoggedEmail[] | undefined>, [since: number]>()
		.mockResolvedValue([byHand(NOW - 3 * HOUR)]);
	/** Nobody has left, unless a test says so. */
	readonly findLeavers = jest
		.fn<Promise<HasLeft | undefined>, [row: LedgerRow, now: number]>()
		.mockResolvedValue(undefined);
	/** Asked once for each decision. */
	readonly plans = jest.fn<Promise<Plans>, []>().mockResolvedValue(new Plans(WHEN_DUE));
	readonly learn = jest.fn<undefined, [sightings: readonly object[]]>();
	now = NOW;

	constructor() {
		jest.spyOn(Date, 'now').mockImplementation(() => this.now);
	}

	/** The room of one run; with the mail of the log and a limit of 3 two enrollments fit. */
	open(mode: SendLimitMode = 'hold', limit = 3, maxPerDomain = 0): SenderRoom {
		const { key, ledger, findLeavers, plans, learn } = this;
		const began = this.now;
		const sources = {
			began,
			key,
			ledger,
			findLeavers,
			plans,
			learn,
			readLog: mailLog(this.readLog),
		};
		return new SenderRoom(sources, { ...settingsOf(mode, limit), maxPerDomain });
	}

	/** What other runs have enrolled. */
	async enroll(...enrollments: NewEnrollment[]): Promise<void> {
		await this.ledger.update(this.key, (row) => ({
			row: { ...row, owed: addEnrollments(row.owed, enrollments) },
		}));
	}

	/** How many are in each group of the ledger, whoever has reserved them. */
	async stored(): Promise<number[]> {
		const { owed } = await this.ledger.read(this.key);
		return changeClaims(owed, () => undefined).groups.map(sizeOfGroup);
	}
}

export const request = (given: Partial<RoomRequest> = {}): RoomRequest => ({
	release: [],
	chunk: 100,
	...given,
});
