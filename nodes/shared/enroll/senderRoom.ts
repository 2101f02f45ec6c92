import { sendsOf, withdraw, type PlannedEnrollment, type HasLeft } from '../quota/cohort';
import type { Verdict } from '../quota/decide';
import {
	decide,
	isBeyondLimit,
	reserve,
	type Enrollable,
	type GuardDecision,
	type GuardSettings,
	type MailLog,
} from '../quota/guard';
import { joinSends } from '../quota/joinSends';
import type { Ledger, LedgerKey, LedgerRow } from '../ledger/ledger';
import { RollingRoom } from '../quota/rollingRoom';
import { atOnce, type Steps } from '../quota/steps';
import { nextRelease, usedAt, type Span } from '../quota/window';
import { inSlices } from './inSlices';
import { mailLog } from './mailLog';

export interface RoomSources {
	key: LedgerKey;
	/** Where room is reserved. */
	ledger: Ledger;
	/** HubSpot's log of the last 24 hours, as read a few minutes ago at most. */
	readLog?: () => Promise<MailLog>;
	/** Which of the contacts that more is planned for have left their sequence. */
	findLeavers?: (row: LedgerRow, now: number) => Promise<HasLeft | undefined>;
}

export interface RoomRequest {
	/** Enrollments that did not come about: their room is given back in the same step. */
	release: readonly PlannedEnrollment[];
	/** How many enrollments are reserved at once at most; 0 to ask only. */
	chunk: number;
}

export interface Admission {
	/** One for each enrollment, in the same order. */
	verdicts: Verdict[];
	/** How many of the admitted, from the first on, have their room reserved. */
	reserved: number;
	/** Room was found after the decision, so it is worth asking again. */
	mayFitNow?: boolean;
}

/** A decision; what is reserved is taken out of it. */
interface Kept extends GuardDecision {
	/** The row of the ledger that it is about; one that another run has changed is another one. */
	read: LedgerRow;
	/** Who has left, as far as it was known. */
	hasLeft: HasLeft | undefined;
	times?: ReadonlyMap<Enrollable, number | undefined>;
}

/** After so many decisions that other runs were faster than, the next is made in the step that reserves. */
const MOST_TRIES = 5;

/** How long other runs take HubSpot's word that a sender is at the limit; then one asks again. */
const FULL_FOR_MS = 60 * 60 * 1000;

/** The room of one sender, for one run: what HubSpot counted, and what is planned. */
export class SenderRoom {
	private sends: readonly Span[] = [];
	private kept: Kept | undefined;
	private readonly logSource: () => Promise<MailLog>;
	private log: MailLog | undefined;
	private hasLeft: HasLeft | undefined;
	private askedWhoLeft = false;
	private fullUntil: number | undefined;

	constructor(
		private readonly sources: RoomSources,
		private readonly settings: GuardSettings,
	) {
		const { readLog } = sources;
		this.logSource = settings.mode !== 'off' && readLog ? readLog : mailLog(async () => undefined);
	}

	/**
	 * Admits enrollments and reserves a chunk of their sends. What is left of them, asked for next, is
	 * not decided anew, unless another run has changed the row or room came free. Where some have to
	 * wait, contacts that have left their sequence free theirs first.
	 * @throws LedgerUnavailable, LedgerDamaged, HubspotFailure
	 */
	async reserve(enrollments: readonly Enrollable[], request: RoomRequest): Promise<Admission> {
		const admission = await this.decideAndReserve(enrollments, request);
		if (!admission.verdicts.some(isBeyondLimit)) return admission;
		if (!(await this.learnWhoLeft())) return admission;
		if (admission.reserved > 0) return { ...admission, mayFitNow: true };
		return await this.decideAndReserve(enrollments, { ...request, release: [] });
	}

	/**
	 * When those that the last decision holds are expected to fit, each behind those before it, ms;
	 * undefined where they never do.
	 */
	async retryTimes(): Promise<ReadonlyMap<Enrollable, number | undefined>> {
		const { kept } = this;
		if (!kept) return new Map();
		kept.times ??= await inSlices(kept.retryTimes());
		return kept.times;
	}

	/** Room for one more email now. @throws as `reserve` */
	async left(): Promise<number> {
		const { ledger, key } = this.sources;
		const { logged, now } = await this.readLog();
		const { cohorts, fullUntil = 0 } = await ledger.read(key);
		this.sends = joinSends(logged, sendsOf(cohorts), now);
		return fullUntil > now ? 0 : new RollingRoom(this.sends, this.settings.capacity, now).left;
	}

	/** Sends in the window. */
	get used(): number {
		return usedAt(this.sends, this.now);
	}

	/** @throws as `reserve` */
	async release(planned: readonly PlannedEnrollment[]): Promise<void> {
		const { ledger, key } = this.sources;
		if (planned.length > 0) {
			await ledger.update(key, (row) => ({ row: this.corrected(row, planned) }));
		}
	}

	/**
	 * HubSpot itself refused an enrollment for the limit: other runs learn of it with what is given
	 * back.
	 * @returns when the oldest send that is known leaves the window, ms
	 */
	markFull(): number {
		const release = nextRelease(this.sends, this.now);
		this.fullUntil = Math.min(release, this.now + FULL_FOR_MS);
		return release;
	}

	/** When HubSpot's log was read, ms since epoch: decisions are about this instant. */
	get now(): number {
		return this.log?.now ?? Date.now();
	}

	private async decideAndReserve(
		enrollments: readonly Enrollable[],
		{ release, chunk }: RoomRequest,
	): Promise<Admission> {
		const { key, ledger } = this.sources;
		const log = await this.readLog();
		const decideOn = (row: LedgerRow) => this.decideOn(row, enrollments, release, log);
		let goingOn = release.length > 0 ? undefined : this.goingOn(enrollments, log);
		for (let tries = 1; ; tries++) {
			const kept = goingOn ?? (await inSlices(decideOn(await ledger.read(key))));
			const hasNews = kept.fitting.length > 0 || kept.row !== kept.read;
			if (!hasNews || chunk === 0) return this.carryOut(kept, enrollments);
			const { row, valid, reserved } = await ledger.update(key, (current) => {
				const isLast = tries >= MOST_TRIES;
				const valid = current === kept.read ? kept : isLast ? atOnce(decideOn(current)) : undefined;
				return { valid, ...(valid ? reserve(valid, chunk) : { row: current, reserved: 0 }) };
			});
			if (valid) return this.carryOut({ ...valid, row, read: row }, enrollments, reserved);
			goingOn = undefined;
		}
	}

	/** The last decision, where it is still the one about these enrollments. */
	private goingOn(enrollments: readonly Enrollable[], { now }: MailLog): Kept | undefined {
		const { kept, hasLeft } = this;
		if (!kept || kept.now !== now || kept.hasLeft !== hasLeft) return undefined;
		const asked = new Set(enrollments);
		// Where one who fits is not asked for any more, others may have its room.
		const isWhole = kept.fitting.every(({ enrollment }) => asked.has(enrollment));
		return isWhole && enrollments.every((one) => kept.verdicts.has(one)) ? kept : undefined;
	}

	private *decideOn(
		read: LedgerRow,
		enrollments: readonly Enrollable[],
		release: readonly PlannedEnrollment[],
		log: MailLog,
	): Steps<Kept> {
		const { settings, hasLeft } = this;
		const row = this.corrected(read, release);
		return { ...(yield* decide(row, enrollments, settings, log, hasLeft)), read, hasLeft };
	}

	/** @param reserved so many of those who fit have their room now */
	private carryOut(kept: Kept, enrollments: readonly Enrollable[], reserved = 0): Admission {
		const verdicts = enrollments.flatMap((enrollment) => kept.verdicts.get(enrollment) ?? []);
		for (const { enrollment } of kept.fitting.splice(0, reserved)) {
			kept.verdicts.delete(enrollment);
		}
		this.kept = kept;
		this.sends = kept.sends;
		return { verdicts, reserved };
	}

	/** The row without what is given back, and with HubSpot's own word on the limit. */
	private corrected(row: LedgerRow, release: readonly PlannedEnrollment[]): LedgerRow {
		if (release.length === 0) return row;
		const { fullUntil = row.fullUntil } = this;
		const cohorts = withdraw(row.cohorts, release);
		return { cohorts, ...(fullUntil !== undefined && { fullUntil }) };
	}

	private async readLog(): Promise<MailLog> {
		this.log = await this.logSource();
		return this.log;
	}

	/** @returns whether somebody has */
	private async learnWhoLeft(): Promise<boolean> {
		if (this.askedWhoLeft || !this.kept) return false;
		this.askedWhoLeft = true;
		this.hasLeft = await this.sources.findLeavers?.(this.kept.row, this.now);
		return this.hasLeft !== undefined;
	}
}
