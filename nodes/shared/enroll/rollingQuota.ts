import { memoize, zipWith } from 'lodash';
import type { IDataObject } from 'n8n-workflow';

import type { SendLimitMode } from '../quota/decision';
import { isBeyondLimit } from '../quota/guard';
import { localTimes } from '../quota/localTime';
import { TABLE_NAME } from '../ledger/dataTable/ledgerTable';
import { nameOf, type LedgerUnavailable } from '../ledger/ledger';
import { SenderRoom, type RoomSources } from './senderRoom';
import type {
	Reservation,
	Division,
	Quota,
	ReserveRequest,
	HeldCandidate,
	Limited,
	Measured,
	WaitingCandidate,
} from './quota';
import type { EnrollResults } from './enrollResults';
import type { Draw } from './stages';
import { HELD_REASONS, type HeldReason } from './outcome';
import { Problem } from '../errors';
import type { CircuitBreaker } from './circuitBreaker';

export interface RollingLimit extends RoomSources {
	/** Whose limit it is, in texts: an address, or the name of a workflow. */
	who: string;
	/** What the limit is called in texts. */
	name: string;
	mode: SendLimitMode;
	limit: number;
	reserve: number;
	/** Enrollments that HubSpot's API takes for one inbox in 24 hours; missing where `limit` counts enrollments. */
	enrollmentCap?: number;
	/** Enrollments of one company in 24 hours; 0 for no cap. */
	maxPerDomain: number;
	/** One of several senders that take turns: whether all fit (mode `fail`) shows with all of them. */
	isOneOfSeveral?: boolean;
	timeZone: string;
}

/** Items that draw on one limit, set alike for all of them, and the room they take. */
export class RollingQuota<T extends Limited> implements Quota<T> {
	readonly drawsOn: readonly Draw[];
	private readonly room: SenderRoom;
	private readonly capacity: number;
	private readonly timesFrom = memoize((now: number) => localTimes(this.limit.timeZone, now));
	private warned = false;

	constructor(
		readonly candidates: readonly T[],
		private readonly limit: RollingLimit,
		private readonly results: EnrollResults,
		/** Stops what would meet the same refusal as this candidate. */
		readonly breakerOf: (candidate: T) => CircuitBreaker,
	) {
		const { key, reserve, isOneOfSeveral, enrollmentCap, maxPerDomain } = limit;
		const mode = isOneOfSeveral && limit.mode === 'fail' ? 'hold' : limit.mode;
		this.capacity = mode === 'off' ? Infinity : limit.limit - reserve;
		const setting = JSON.stringify([limit.mode, limit.limit, reserve, limit.maxPerDomain]);
		this.drawsOn = [{ on: nameOf(key), setting }];
		const countsMail = enrollmentCap !== undefined;
		this.room = new SenderRoom(limit, {
			mode,
			maxPerDomain,
			isWorkflow: !countsMail,
			...(mode !== 'off' && {
				enrollmentCap: enrollmentCap ?? limit.limit,
				...(countsMail && { mail: { limit: limit.limit, reserve } }),
			}),
		});
	}

	async reserve(candidates: readonly T[], request: ReserveRequest<T>): Promise<Division<T>> {
		const release = request.release.map(({ candidate }) => candidate);
		const { verdicts, reserved, mayFitNow } = await this.room.reserve(candidates, {
			...request,
			release,
		});
		const fitting: Array<Reservation<T>> = [];
		const held: Array<HeldCandidate<T>> = [];
		zipWith(candidates, verdicts, (candidate, verdict) => {
			if ('held' in verdict) held.push({ candidate, ...verdict.held });
			else fitting.push({ candidate, ...verdict.admitted });
		});
		const { mode, isOneOfSeveral, who } = this.limit;
		if (mode === 'fail' && !isOneOfSeveral && verdicts.some(isBeyondLimit)) {
			const last = (await this.withRetryAt(held)).at(-1);
			this.failAll(candidates, fitting.length, last?.retryAt, who);
			return { reserved: [], later: [], held: [] };
		}
		this.warnOf(fitting.filter(({ exceeded }) => exceeded).length, candidates.length);
		return {
			reserved: fitting.slice(0, reserved),
			later: fitting.slice(reserved),
			held,
			mayFitNow,
		};
	}

	/** Room for one more email now. @throws as `reserve` */
	async left(): Promise<number> {
		return await this.room.left();
	}

	/** Whose limit it is, in texts. */
	get who(): string {
		return this.limit.who;
	}

	/** Sends in the window, those of this run included. */
	get used(): number {
		return this.room.used;
	}

	async release(reservations: ReadonlyArray<Reservation<T>>): Promise<void> {
		await this.room.release(reservations.map(({ candidate }) => candidate));
	}

	async withRetryAt(held: ReadonlyArray<HeldCandidate<T>>): Promise<Array<WaitingCandidate<T>>> {
		const times = await this.room.retryTimes();
		return held.map((entry) => ({ ...entry, retryAt: times.get(entry.candidate) }));
	}

	hold({ candidate, reason, retryAt, used }: WaitingCandidate<T>): void {
		this.putHeld(candidate, reason, retryAt, used);
	}

	markFull({ candidate, used }: Measured<T>, message?: string): void {
		this.putHeld(candidate, 'HUBSPOT_SEND_LIMIT', this.fullUntil(), used, message);
	}

	/**
	 * Notes that HubSpot refused for the limit; other runs learn of it with what is released.
	 * @returns when the oldest send that is known leaves the window, ms
	 */
	fullUntil(): number {
		return this.room.markFull();
	}

	holdUncounted(candidate: T, { message }: LedgerUnavailable): void {
		this.results.hint(
			`The Data Table "${TABLE_NAME}" cannot be reached (${message}), so contacts are held back. To go by HubSpot's own count instead, set the option Ledger Unavailable.`,
		);
		const reason = 'LEDGER_UNAVAILABLE';
		if (this.limit.mode !== 'fail') return this.putHeld(candidate, reason, undefined, 0);
		this.results.fail(
			candidate.index,
			new Problem(HELD_REASONS[reason], message, candidate.outcomeFields),
		);
	}

	readonly takesTurns = false;

	sendLimit({ used, exceeded = false }: Measured<T>): IDataObject {
		if (this.limit.mode === 'off') return {};
		const { limit } = this.limit;
		const remaining = Math.max(0, this.capacity - used);
		return {
			sendLimit: { limit, used, remaining, windowHours: 24, ...(exceeded && { exceeded }) },
		};
	}

	private putHeld(
		candidate: T,
		reason: HeldReason,
		at: number | undefined,
		used: number,
		message?: string,
	): void {
		const { who } = this.limit;
		const time = at === undefined ? undefined : this.timesFrom(this.room.now)(at);
		const measured = reason === 'LEDGER_UNAVAILABLE' ? {} : this.sendLimit({ candidate, used });
		this.results.held(
			candidate.index,
			{ reason, retryAt: time?.iso, until: time?.spoken, who, message },
			{ ...candidate.outcomeFields, ...measured },
		);
	}

	/** Mode `warn`: the person who looks at the run is told once, beside the mark on each item. */
	private warnOf(exceeding: number, asked: number): void {
		if (exceeding === 0 || this.warned) return;
		this.warned = true;
		const { who, name, limit } = this.limit;
		this.results.hint(
			`Beyond the ${name} of ${who} (${limit} in 24 hours): ${exceeding} of ${asked} contacts. HubSpot may refuse, delay or lose their email`,
		);
	}

	/** Mode `fail`: if not all fit, each is an error. `who`: whose limit it is, in words. */
	failAll(
		candidates: readonly T[],
		fitting: number,
		lastFitsAt: number | undefined,
		who: string,
	): void {
		const { name, limit } = this.limit;
		const until =
			lastFitsAt === undefined
				? ''
				: ` The last of them fits ${this.timesFrom(this.room.now)(lastFitsAt).spoken}.`;
		for (const { index, outcomeFields } of candidates) {
			const problem = new Problem(
				// No name in the message: n8n rewrites one that has an error code in it, such as EACCES.
				`Only ${fitting} of ${candidates.length} contacts fit in the ${name}`,
				`The limit of ${who} is ${limit} in 24 hours. None of them was enrolled, because "When the Limit Is Reached" is set to Fail.${until}`,
				outcomeFields,
			);
			this.results.fail(index, problem);
		}
	}
}
