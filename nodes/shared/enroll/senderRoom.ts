import {
	decide,
	isBeyondLimit,
	type Enrollable,
	type GuardDecision,
	type GuardSettings,
	type HasLeft,
} from '../quota/guard';
import type { LedgerRow } from '../ledger/ledger';
import { carriedOn } from '../quota/ledgerRow';
import { logFrom, type Claim } from '../quota/owed';
import { atOnce } from '../quota/steps';
import { WINDOW_MS } from '../quota/window';
import type { Admission, RoomRequest, RoomSources } from './admission';
import { Claims, SHOWN_AFTER_MS, type Closing, type Gone } from './claims';
import { inSlices } from '../n8n/inSlices';
import { LOG_AGE_MS } from './mailLog';

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

/** The room of one sender, or of one workflow, for one run: what HubSpot logged, and what is owed. */
export class SenderRoom {
	private kept: Kept | undefined;
	private hasLeft: HasLeft | undefined;
	private askedWhoLeft = false;
	private fullUntil: number | undefined;
	private readonly reservations: Claims;

	constructor(
		private readonly sources: RoomSources,
		private readonly settings: GuardSettings,
	) {
		this.reservations = new Claims(sources.began - (settings.isWorkflow ? 0 : SHOWN_AFTER_MS));
	}

	/**
	 * Decides over enrollments and reserves a chunk of those that fit. What is left of them, asked for
	 * next, is not decided anew, unless another run has changed the row or room came free. Where some have
	 * to wait, contacts that have left their sequence free theirs first.
	 * @throws LedgerUnavailable, LedgerDamaged, HubspotFailure
	 */
	async reserve(enrollments: readonly Enrollable[], request: RoomRequest): Promise<Admission> {
		const admission = await this.decideAndReserve(enrollments, request);
		if (!admission.verdicts.some(isBeyondLimit)) return admission;
		if (!(await this.learnWhoLeft())) return admission;
		if (admission.reserved > 0) return { ...admission, mayFitNow: true };
		return await this.decideAndReserve(enrollments, { ...request, release: [] });
	}

	/** What other runs have reserved, and not said what came of it. @throws as `reserve` */
	async claims(enrollments: readonly Enrollable[]): Promise<ReadonlyMap<Enrollable, Claim>> {
		const { ledger, key } = this.sources;
		return this.reservations.ofOthers(await ledger.read(key), enrollments);
	}

	async close(closing: Closing): Promise<void> {
		await this.reservations.close(this.sources, closing);
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
		const row = await ledger.read(key);
		this.kept = await this.decide(row, row, []);
		return this.kept.left;
	}

	/** Sends in the window; where mail is not limited, enrollments. */
	get used(): number {
		return this.kept?.used ?? 0;
	}

	/** @throws as `reserve` */
	async release(enrollments: readonly Gone[]): Promise<void> {
		const { ledger, key } = this.sources;
		if (enrollments.length > 0) {
			await ledger.update(key, (row) => ({ row: this.corrected(row, enrollments) }));
		}
	}

	/**
	 * HubSpot itself refused an enrollment for the limit: other runs learn of it with what is released.
	 * @returns when the oldest send that is known leaves the window, ms
	 */
	markFull(): number {
		const { releaseAt = this.now + WINDOW_MS } = this.kept ?? {};
		this.fullUntil = Math.min(releaseAt, this.now + FULL_FOR_MS);
		return releaseAt;
	}

	/** The instant that the last decision is about, ms since epoch. */
	get now(): number {
		return this.kept?.now ?? Date.now();
	}

	private async decideAndReserve(
		enrollments: readonly Enrollable[],
		{ release: gone, chunk }: RoomRequest,
	): Promise<Admission> {
		const { key, ledger, learn } = this.sources;
		let goingOn = gone.length > 0 ? undefined : this.goingOn(enrollments);
		for (let tries = 1; ; tries++) {
			const read = goingOn?.read ?? (await ledger.read(key));
			const open = this.corrected(read, gone);
			const claims = this.reservations.ofOthers(open, enrollments);
			if (claims.size > 0) {
				await this.release(gone);
				return { verdicts: [], reserved: 0, claims };
			}
			const kept = goingOn ?? (await this.decide(read, open, enrollments));
			// When the log was read is no news by itself.
			const hasNews =
				kept.fitting.length > 0 ||
				kept.row.owed.groups !== kept.read.owed.groups ||
				gone.length > 0;
			if (!hasNews || chunk === 0) return this.carryOut(kept, enrollments);
			const { row, valid, reserved } = await ledger.update(key, (current) => {
				const valid = current === kept.read ? kept : undefined;
				return {
					valid,
					...(valid ? this.reservations.take(valid, chunk) : { row: current, reserved: 0 }),
				};
			});
			if (valid) {
				learn?.(valid.sightings);
				const next = { ...valid, row, read: row, sightings: [] };
				return this.carryOut(next, enrollments, reserved);
			}
			if (tries >= MOST_TRIES) {
				const admission = await this.reserveAtOnce(enrollments, gone, chunk);
				if (admission) return admission;
			}
			goingOn = undefined;
		}
	}

	/**
	 * Decides in the very step that reserves, where other runs were faster each time.
	 * @returns undefined where one of them has read HubSpot's log meanwhile, or reserved one of these: the
	 * row has to be read again
	 */
	private async reserveAtOnce(
		enrollments: readonly Enrollable[],
		gone: readonly Gone[],
		chunk: number,
	): Promise<Admission | undefined> {
		const { key, ledger, learn } = this.sources;
		const known = await this.know(await ledger.read(key));
		const { row, kept, reserved } = await ledger.update(key, (current) => {
			const { lookedAt = 0 } = current.owed;
			const open = this.corrected(current, gone);
			const isClaimed = this.reservations.ofOthers(open, enrollments).size > 0;
			if (isClaimed || lookedAt > known.log.now) {
				return { row: current, kept: undefined, reserved: 0 };
			}
			const row = this.reservations.withoutOwn(open, enrollments);
			const steps = decide(row, enrollments, this.settings, known);
			const kept = { ...atOnce(steps), read: current, hasLeft: known.hasLeft };
			return { ...this.reservations.take(kept, chunk), kept };
		});
		if (!kept) return undefined;
		learn?.(kept.sightings);
		return this.carryOut({ ...kept, row, read: row, sightings: [] }, enrollments, reserved);
	}

	/** The last decision, where it is still the one about these enrollments. */
	private goingOn(enrollments: readonly Enrollable[]): Kept | undefined {
		const { kept, hasLeft } = this;
		const isOld = kept && kept.now < Date.now() - LOG_AGE_MS;
		if (!kept || isOld || kept.hasLeft !== hasLeft) return undefined;
		const asked = new Set(enrollments);
		// Where one who fits is not asked for any more, others may have its room.
		const isWhole = kept.fitting.every((enrollment) => asked.has(enrollment));
		return isWhole && enrollments.every((one) => kept.verdicts.has(one)) ? kept : undefined;
	}

	/** @param open the row that was read, corrected */
	private async decide(
		read: LedgerRow,
		open: LedgerRow,
		enrollments: readonly Enrollable[],
	): Promise<Kept> {
		const known = await this.know(read);
		const row = this.reservations.withoutOwn(open, enrollments);
		const decision = await inSlices(decide(row, enrollments, this.settings, known));
		return { ...decision, read, hasLeft: known.hasLeft };
	}

	private async know(row: LedgerRow) {
		const { readLog, plans } = this.sources;
		const now = Date.now();
		const { owed } = carriedOn(row, !this.settings.isWorkflow);
		const isCounted = this.settings.mail !== undefined && readLog;
		// What others have seen since then would be in neither the row nor an older log.
		const log = isCounted
			? await readLog(logFrom(owed, now), owed.lookedAt ?? 0)
			: { logged: undefined, now };
		return { log, plans: await plans(), hasLeft: this.hasLeft };
	}

	/** @param reserved so many of those who fit have their room now */
	private carryOut(kept: Kept, enrollments: readonly Enrollable[], reserved = 0): Admission {
		const verdicts = enrollments.flatMap((enrollment) => kept.verdicts.get(enrollment) ?? []);
		for (const enrollment of kept.fitting.splice(0, reserved)) kept.verdicts.delete(enrollment);
		this.kept = kept;
		return { verdicts, reserved };
	}

	/** The row without what is released, and with HubSpot's own word on the limit. */
	private corrected(row: LedgerRow, gone: readonly Gone[]): LedgerRow {
		if (gone.length === 0) return row;
		const { fullUntil = row.fullUntil } = this;
		return {
			...this.reservations.release(row, gone),
			...(fullUntil !== undefined && { fullUntil }),
		};
	}

	/** @returns whether somebody has */
	private async learnWhoLeft(): Promise<boolean> {
		if (this.askedWhoLeft || !this.kept) return false;
		this.askedWhoLeft = true;
		this.hasLeft = await this.sources.findLeavers?.(this.kept.row, this.now);
		return this.hasLeft !== undefined;
	}
}
