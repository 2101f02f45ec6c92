import { omit, zipWith } from 'lodash';

import type { SendLimitMode } from '../quota/decision';
import { isBeyondLimit } from '../quota/guard';
import { localTimes } from '../quota/localTime';
import { TABLE_NAME } from '../ledger/dataTable/ledgerTable';
import { nameOf, type LedgerUnavailable } from '../ledger/ledger';
import { claimedFirst, goneOf, targetOf } from './claimedFirst';
import type { RoomSources } from './admission';
import { SenderRoom } from './senderRoom';
import type {
	Claimed,
	Division,
	HeldCandidate,
	LimitFigures,
	Limited,
	Reservation,
	ReserveRequest,
	SenderQuota,
	WaitingCandidate,
} from './quota';
import type { EnrollResults } from './enrollResults';
import type { Draw } from './stages';
import { HELD_REASONS, type HeldReason } from '../reasons';
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

/** The limit of one sender or workflow over 24 hours that roll on. */
export class RollingQuota<T extends Limited> implements SenderQuota<T> {
	readonly drawsOn: readonly Draw[];
	private readonly room: SenderRoom;
	private readonly capacity: number;
	private readonly timeOf: ReturnType<typeof localTimes>;
	private warned = false;

	constructor(
		private readonly limit: RollingLimit,
		private readonly results: EnrollResults,
		/** Stops what would meet the same refusal as this candidate. */
		readonly breakerOf: (candidate: T) => CircuitBreaker,
	) {
		const { key, reserve, isOneOfSeveral, enrollmentCap, maxPerDomain } = limit;
		const mode = isOneOfSeveral && limit.mode === 'fail' ? 'hold' : limit.mode;
		this.timeOf = localTimes(limit.timeZone);
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
		const release = request.release.map(goneOf);
		const { verdicts, reserved, mayFitNow, claims } = await this.room.reserve(candidates, {
			...request,
			release,
		});
		if (claims) return claimedFirst(candidates, (one) => claims.get(one));
		const fitting: Array<Reservation<T>> = [];
		const held: Array<HeldCandidate<T>> = [];
		zipWith(candidates, verdicts, (candidate, verdict) => {
			if ('held' in verdict) {
				const { reason, used } = verdict.held;
				held.push({ candidate, quota: this, reason, sendLimit: this.figures(used) });
			} else {
				const { used, exceeded } = verdict.admitted;
				fitting.push({ candidate, sendLimit: this.figures(used, exceeded) });
			}
		});
		const { mode, isOneOfSeveral, who } = this.limit;
		if (mode === 'fail' && !isOneOfSeveral && verdicts.some(isBeyondLimit)) {
			const last = (await this.withRetryAt(held)).at(-1);
			this.failAll(candidates, fitting.length, last?.retryAt, who);
			return { reserved: [], later: [], held: [] };
		}
		this.warnOf(fitting.filter(({ sendLimit }) => sendLimit?.exceeded).length, candidates.length);
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

	/** What the last decision says of the limit, those of this run included. */
	get sendLimit(): LimitFigures | undefined {
		return this.figures(this.room.used);
	}

	async release(reservations: ReadonlyArray<Reservation<T>>): Promise<void> {
		await this.room.release(reservations.map(goneOf));
	}

	/** Candidates that another run has reserved, and not said what came of it. @throws as `reserve` */
	async claimed(candidates: readonly T[]): Promise<Array<Claimed<T>>> {
		const claims = await this.room.claims(candidates);
		return claimedFirst(candidates, (one) => claims.get(one)).claimed;
	}

	async close(...[made, others, isSaid]: Parameters<SenderQuota<T>['close']>): Promise<void> {
		const found = others.map(({ candidate, ...more }) => ({ ...targetOf(candidate), ...more }));
		await this.room.close({ made, others: found, isSaid });
	}

	async withRetryAt(held: ReadonlyArray<HeldCandidate<T>>): Promise<Array<WaitingCandidate<T>>> {
		const times = await this.room.retryTimes();
		return held.map((entry) => ({ ...entry, retryAt: times.get(entry.candidate) }));
	}

	hold({ retryAt, reason, ...entry }: WaitingCandidate<T>): void {
		this.putHeld(entry, reason, retryAt);
	}

	markFull({ candidate, sendLimit }: Reservation<T>, message?: string): void {
		const entry = { candidate, sendLimit: sendLimit && omit(sendLimit, 'exceeded') };
		this.putHeld(entry, 'HUBSPOT_SEND_LIMIT', this.fullUntil(), message);
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
			`The Data Table "${TABLE_NAME}" cannot be reached (${message}), so contacts are held back. To go by HubSpot's own count instead, set 'If Planned Sends Cannot Be Read'.`,
		);
		const reason = 'LEDGER_UNAVAILABLE';
		if (this.limit.mode !== 'fail') {
			return this.putHeld({ candidate, sendLimit: undefined }, reason, undefined);
		}
		this.results.fail(
			candidate.index,
			new Problem(reason, HELD_REASONS[reason], message, candidate.outcomeFields),
		);
	}

	private figures(used: number, exceeded = false): LimitFigures | undefined {
		const { mode, limit } = this.limit;
		if (mode === 'off') return undefined;
		const remaining = Math.max(0, this.capacity - used);
		return { limit, used, remaining, windowHours: 24, ...(exceeded && { exceeded }) };
	}

	private putHeld(
		{ candidate, sendLimit }: Reservation<T>,
		reason: HeldReason,
		at: number | undefined,
		message?: string,
	): void {
		const { who } = this.limit;
		const time = at === undefined ? undefined : this.timeOf(at);
		this.results.held(
			candidate.index,
			{ reason, retryAt: time?.iso, until: time?.spoken, who, message },
			{ ...candidate.outcomeFields, ...(sendLimit && { sendLimit }) },
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
		const { name, limit, enrollmentCap } = this.limit;
		const until =
			lastFitsAt === undefined ? '' : ` The last of them fits ${this.timeOf(lastFitsAt).spoken}.`;
		for (const { index, outcomeFields } of candidates) {
			const problem = new Problem(
				enrollmentCap === undefined ? 'DAILY_ENROLLMENT_CAP' : 'SEND_LIMIT',
				// No name in the message: n8n rewrites one that has an error code in it, such as EACCES.
				`Only ${fitting} of ${candidates.length} contacts fit in the ${name}`,
				`The limit of ${who} is ${limit} in 24 hours. None of them was enrolled, because 'When the Limit Is Reached' is set to Fail.${until}`,
				outcomeFields,
			);
			this.results.fail(index, problem);
		}
	}
}
