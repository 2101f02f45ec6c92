import { enroll, sendsOf, withdraw, type PlannedEnrollment, type HasLeft } from '../quota/cohort';
import {
	admit,
	isBeyondLimit,
	type Admission,
	type Enrollable,
	type GuardSettings,
	type MailLog,
} from '../quota/guard';
import { joinSends } from '../quota/joinSends';
import type { Ledger, LedgerKey, LedgerRow } from '../ledger/ledger';
import { RollingRoom } from '../quota/rollingRoom';
import { nextRelease, usedAt, type Span } from '../quota/window';

export interface RoomSources {
	key: LedgerKey;
	/** Where room is reserved. */
	ledger: Ledger;
	/** HubSpot's log of the last 24 hours, as read a few minutes ago at most. */
	readLog?: () => Promise<MailLog>;
	/** Which of the contacts that more is planned for have left their sequence. */
	findLeavers?: (row: LedgerRow, now: number) => Promise<HasLeft | undefined>;
}

export interface AdmitRequest {
	/** Enrollments that did not come about: their room is given back in the same step. */
	giveBack: readonly PlannedEnrollment[];
	/** How many enrollments are reserved at once at most. */
	chunk: number;
	dryRun: boolean;
}

/** How long other runs take HubSpot's word that a sender is at the limit; then one asks again. */
const FULL_FOR_MS = 60 * 60 * 1000;

/** The room of one sender, for one run: what HubSpot counted, and what is planned. */
export class SenderRoom {
	private sends: readonly Span[] = [];
	private log: MailLog | undefined;
	private hasLeft: HasLeft | undefined;
	private askedWhoLeft = false;
	private fullUntil: number | undefined;

	constructor(
		private readonly sources: RoomSources,
		private readonly settings: Omit<GuardSettings, 'chunk'>,
	) {}

	/**
	 * Admits enrollments and reserves a chunk of their sends. Where some have to wait, contacts that
	 * have left their sequence free theirs first.
	 * @throws LedgerUnavailable, LedgerDamaged, HubspotFailure
	 */
	async admit(enrollments: readonly Enrollable[], request: AdmitRequest): Promise<Admission> {
		const admission = await this.reserve(enrollments, request);
		this.sends = admission.sends;
		if (!admission.verdicts.some(isBeyondLimit)) return admission;
		if (!(await this.learnWhoLeft(admission.row))) return admission;
		if (admission.reserved > 0 && !request.dryRun) return { ...admission, mayFitNow: true };
		return await this.reserve(enrollments, { ...request, giveBack: [] });
	}

	/** Room for one more email now. @throws as `admit` */
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

	/** @throws as `admit` */
	async giveBack(planned: readonly PlannedEnrollment[]): Promise<void> {
		const { ledger, key } = this.sources;
		if (planned.length > 0) {
			await ledger.update(key, (row) => ({ row: this.corrected(row, planned) }));
		}
	}

	/** Takes room for enrollments that a dry run would make. @throws as `admit` */
	async take(planned: readonly PlannedEnrollment[]): Promise<void> {
		const { ledger, key } = this.sources;
		if (planned.length === 0) return;
		await ledger.update(key, (row) => ({ row: { ...row, cohorts: enroll(row.cohorts, planned) } }));
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

	private async reserve(
		enrollments: readonly Enrollable[],
		{ giveBack, chunk, dryRun }: AdmitRequest,
	): Promise<Admission> {
		const { key, ledger } = this.sources;
		const log = await this.readLog();
		const decide = (row: LedgerRow): Admission =>
			admit(
				this.corrected(row, giveBack),
				enrollments,
				{ ...this.settings, chunk },
				log,
				this.hasLeft,
			);
		if (dryRun) return decide(await ledger.read(key));
		return await ledger.update(key, decide);
	}

	/** The row without what is given back, and with HubSpot's own word on the limit. */
	private corrected(row: LedgerRow, giveBack: readonly PlannedEnrollment[]): LedgerRow {
		if (giveBack.length === 0) return row;
		const { fullUntil = row.fullUntil } = this;
		const cohorts = withdraw(row.cohorts, giveBack);
		return { cohorts, ...(fullUntil !== undefined && { fullUntil }) };
	}

	private async readLog(): Promise<MailLog> {
		const log = this.settings.mode === 'off' ? undefined : await this.sources.readLog?.();
		this.log = log ?? { now: Date.now(), logged: undefined };
		return this.log;
	}

	/** @returns whether somebody has */
	private async learnWhoLeft(row: LedgerRow): Promise<boolean> {
		if (this.askedWhoLeft) return false;
		this.askedWhoLeft = true;
		this.hasLeft = await this.sources.findLeavers?.(row, this.now);
		return this.hasLeft !== undefined;
	}
}
