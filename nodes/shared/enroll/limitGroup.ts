import { memoize, zipWith } from 'lodash';
import type { IDataObject } from 'n8n-workflow';

import type { SendLimitMode } from '../quota/decide';
import { isBeyondLimit, plannedEnrollment } from '../quota/guard';
import { localTimes } from '../quota/localTime';
import { TABLE_NAME } from '../ledger/dataTable/ledgerTable';
import { nameOf, type LedgerUnavailable } from '../ledger/ledger';
import { SenderRoom, type RoomSources } from './senderRoom';
import type {
	AdmittedMember,
	Division,
	EnrollGroup,
	GroupRequest,
	HeldMember,
	Limited,
	Measured,
	WaitingMember,
} from './enrollGroup';
import type { EnrollResults } from './enrollResults';
import type { Draw } from './oneAfterOther';
import { HELD_REASONS, type HeldReason } from './outcome';
import { Problem } from '../errors';
import type { CircuitBreaker } from './circuitBreaker';

export interface GroupLimit extends RoomSources {
	/** Whose limit it is, in texts: an address, or the name of a workflow. */
	who: string;
	/** What the limit is called in texts. */
	name: string;
	mode: SendLimitMode;
	limit: number;
	reserve: number;
	/** Enrollments that HubSpot's API takes for one inbox in 24 hours. */
	enrollmentCap?: number;
	/** Enrollments of one company in 24 hours; 0 for no cap. */
	maxPerDomain: number;
	/** One of several senders that take turns: whether all fit (mode `fail`) shows with all of them. */
	takesTurns?: boolean;
	/** Why members are held that do not fit, where it is always the same reason. */
	heldReason?: HeldReason;
	timeZone: string;
}

/** Items that draw on one limit, set alike for all of them, and the room they take. */
export class LimitGroup<T extends Limited> implements EnrollGroup<T> {
	readonly drawsOn: readonly Draw[];
	private readonly room: SenderRoom;
	private readonly capacity: number;
	private readonly timesFrom = memoize((now: number) => localTimes(this.limit.timeZone, now));
	private warned = false;

	constructor(
		readonly members: readonly T[],
		private readonly limit: GroupLimit,
		private readonly results: EnrollResults,
		/** Stops what would meet the same refusal as this member. */
		readonly breakerOf: (member: T) => CircuitBreaker,
	) {
		const { key, reserve, takesTurns } = limit;
		const mode = takesTurns && limit.mode === 'fail' ? 'hold' : limit.mode;
		this.capacity = mode === 'off' ? Infinity : limit.limit - reserve;
		const setting = JSON.stringify([limit.mode, limit.limit, reserve, limit.maxPerDomain]);
		this.drawsOn = [{ on: nameOf(key), setting }];
		this.room = new SenderRoom(limit, { ...limit, mode, capacity: this.capacity });
	}

	async admit(members: readonly T[], request: GroupRequest<T>): Promise<Division<T>> {
		const giveBack = request.giveBack.map(planned);
		const admission = await this.room.admit(members, { ...request, giveBack });
		const fitting: Array<AdmittedMember<T>> = [];
		const held: Array<HeldMember<T>> = [];
		zipWith(members, admission.verdicts, (member, verdict) => {
			if ('admitted' in verdict) fitting.push({ member, at: this.room.now, ...verdict.admitted });
			else held.push({ member, ...verdict.held });
		});
		const { mode, takesTurns, who } = this.limit;
		if (mode === 'fail' && !takesTurns && admission.verdicts.some(isBeyondLimit)) {
			const last = (await this.withRetryAt(held)).at(-1);
			this.failAll(members, fitting.length, last?.retryAt, who);
			return { admitted: [], later: [], held: [] };
		}
		this.warnOf(fitting.filter(({ exceeded }) => exceeded).length, members.length);
		const count = request.dryRun ? fitting.length : admission.reserved;
		const admitted = fitting.slice(0, count);
		return { admitted, later: fitting.slice(count), held, mayFitNow: admission.mayFitNow };
	}

	/** Room for one more email now. @throws as `admit` */
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

	async giveBack(entries: ReadonlyArray<AdmittedMember<T>>): Promise<void> {
		await this.room.giveBack(entries.map(planned));
	}

	async wouldEnroll(entries: ReadonlyArray<AdmittedMember<T>>): Promise<void> {
		await this.room.take(entries.map(planned));
	}

	async withRetryAt(held: ReadonlyArray<HeldMember<T>>): Promise<Array<WaitingMember<T>>> {
		const times = await this.room.retryTimes();
		return held.map((entry) => ({ ...entry, retryAt: times.get(entry.member) }));
	}

	hold({ member, reason, retryAt, used }: WaitingMember<T>): void {
		const { heldReason } = this.limit;
		const ownCap = reason === 'DOMAIN_CAP' || reason === 'LEDGER_UNAVAILABLE';
		this.settleHeld(member, ownCap ? reason : (heldReason ?? reason), retryAt, used);
	}

	holdRefused({ member, used }: Measured<T>, message?: string): void {
		this.settleHeld(member, 'HUBSPOT_SEND_LIMIT', this.room.markFull(), used, message);
	}

	/**
	 * HubSpot refused for the limit; other runs learn of it with what is given back.
	 * @returns when the oldest send that is known leaves the window, ms
	 */
	markFull(): number {
		return this.room.markFull();
	}

	holdUncounted(member: T, { message }: LedgerUnavailable): void {
		this.results.hint(
			`The Data Table "${TABLE_NAME}" cannot be reached (${message}), so contacts are held back. To go by HubSpot's own count instead, set the option Ledger Unavailable.`,
		);
		const reason = 'LEDGER_UNAVAILABLE';
		if (this.limit.mode !== 'fail') return this.settleHeld(member, reason, undefined, 0);
		this.results.fail(
			member.index,
			new Problem(HELD_REASONS[reason], message, member.outcomeFields),
		);
	}

	passesOn(): boolean {
		return false;
	}

	sendLimit({ used, exceeded = false }: Measured<T>): IDataObject {
		if (this.limit.mode === 'off') return {};
		const { limit } = this.limit;
		const remaining = Math.max(0, this.capacity - used);
		return {
			sendLimit: { limit, used, remaining, windowHours: 24, ...(exceeded && { exceeded }) },
		};
	}

	private settleHeld(
		member: T,
		reason: HeldReason,
		at: number | undefined,
		used: number,
		message?: string,
	): void {
		const { who } = this.limit;
		const time = at === undefined ? undefined : this.timesFrom(this.room.now)(at);
		const measured = reason === 'LEDGER_UNAVAILABLE' ? {} : this.sendLimit({ member, used });
		this.results.held(
			member.index,
			{ reason, retryAt: time?.iso, until: time?.spoken, who, message },
			{ ...member.outcomeFields, ...measured },
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
		members: readonly T[],
		fitting: number,
		lastFitsAt: number | undefined,
		who: string,
	): void {
		const { name, limit } = this.limit;
		const until =
			lastFitsAt === undefined
				? ''
				: ` The last of them fits ${this.timesFrom(this.room.now)(lastFitsAt).spoken}.`;
		for (const { index, outcomeFields } of members) {
			const problem = new Problem(
				// No name in the message: n8n rewrites one that has an error code in it, such as EACCES.
				`Only ${fitting} of ${members.length} contacts fit in the ${name}`,
				`The limit of ${who} is ${limit} in 24 hours. None of them was enrolled, because "When the Limit Is Reached" is set to Fail.${until}`,
				outcomeFields,
			);
			this.results.fail(index, problem);
		}
	}
}

const planned = <T extends Limited>({ member, plan, at }: AdmittedMember<T>) =>
	plannedEnrollment(member, plan, at);
