import type { IDataObject, JsonObject } from 'n8n-workflow';

import type { Admitted, Held, SendLimitMode } from '../sendLimit/decide';
import { admit, sendsOf, type Admission, type EnrollmentPlan } from '../sendLimit/guard';
import { inProcessLedger } from '../sendLimit/inProcessLedger';
import type { LedgerKey, Send } from '../sendLimit/ledger';
import { isoMinute, spokenTime } from '../sendLimit/localTime';
import { nextRelease } from '../sendLimit/window';
import type { EnrollResults } from './enrollResults';
import type { HeldReason } from './outcome';
import { Problem } from './problem';

/** An item that nothing speaks against but, maybe, a limit. */
export interface Limited extends EnrollmentPlan {
	index: number;
	/** What every outcome of the item carries: contact, target, sender. */
	about: JsonObject;
	/** Names the enrollment within a run, for retries. */
	memoryKey: string;
}

export interface GroupLimit {
	key: LedgerKey;
	/** Whose limit it is, in texts: an address, or the name of a workflow. */
	who: string;
	/** What the limit is called in texts. */
	name: string;
	mode: SendLimitMode;
	limit: number;
	reserve: number;
	/** Why members are held that do not fit, where it is always the same reason. */
	heldReason?: HeldReason;
	/** HubSpot's own count; undefined where the ledger counts alone. */
	countSent?: () => Promise<Send[] | undefined>;
	timeZone: string;
}

export interface AdmittedMember<T extends Limited> extends Admitted {
	member: T;
}

export interface HeldMember<T extends Limited> extends Omit<Held, 'reason'> {
	member: T;
	reason: HeldReason;
}

/** What is used of a limit with this member, or without it where it is held. */
export interface Measured<T extends Limited> {
	member: T;
	used: number;
	/** Admitted although it does not fit. */
	exceeded?: boolean;
}

/** Who fits and who does not, each in input order. */
export interface Division<T extends Limited> {
	admitted: Array<AdmittedMember<T>>;
	held: Array<HeldMember<T>>;
}

/** What a run of Enroll asks of items that draw on the same limits. */
export type EnrollGroup<T extends Limited> = Pick<
	LimitGroup<T>,
	'members' | 'admit' | 'hold' | 'holdRefused' | 'release' | 'sendLimit'
>;

/** Items that draw on one limit, and the room they take. */
export class LimitGroup<T extends Limited> {
	private readonly now = Date.now();
	private times: readonly number[] = [];
	private sent: Promise<Send[] | undefined> | undefined;

	constructor(
		readonly members: readonly T[],
		private readonly limit: GroupLimit,
		private readonly results: EnrollResults,
	) {}

	/**
	 * Reserves room for as many of `members` as fit. In mode `fail`, where not all fit, all of them are
	 * failed here.
	 */
	async admit(members: readonly T[], dryRun: boolean): Promise<Division<T>> {
		const { key, mode } = this.limit;
		const admission = await admit(inProcessLedger, async () => await this.countSent(), {
			key,
			mode,
			capacity: this.capacity,
			enrollments: members,
			dryRun,
			now: this.now,
		});
		this.times = admission.times;
		if (mode === 'fail' && this.failAll(members, admission)) return { admitted: [], held: [] };
		const division: Division<T> = { admitted: [], held: [] };
		admission.verdicts.forEach((verdict, order) => {
			const member = members[order];
			if ('admitted' in verdict) division.admitted.push({ member, ...verdict.admitted });
			else division.held.push({ member, ...verdict.held });
		});
		this.warnOf(division.admitted.filter(({ exceeded }) => exceeded).length);
		return division;
	}

	/** Settles a contact that does not fit. */
	hold({ member, reason, retryAt, used }: HeldMember<T>): void {
		this.settleHeld(member, this.limit.heldReason ?? reason, retryAt, used);
	}

	/** Holds a contact that HubSpot itself refused for the limit, until its oldest send is a day old. */
	holdRefused({ member, used }: AdmittedMember<T>): void {
		this.settleHeld(member, 'HUBSPOT_SEND_LIMIT', nextRelease(this.times, this.now), used);
	}

	/** Gives back the room of an enrollment that did not come about. */
	async release({ member, plan }: AdmittedMember<T>): Promise<void> {
		await inProcessLedger.release(this.limit.key, sendsOf(plan, member));
	}

	/** What every outcome says about the limit; nothing where nobody looked at it. */
	sendLimit({ used, exceeded = false }: Measured<T>): IDataObject {
		if (this.limit.mode === 'off') return {};
		const { limit } = this.limit;
		const remaining = Math.max(0, this.capacity - used);
		return {
			sendLimit: { limit, used, remaining, windowHours: 24, ...(exceeded && { exceeded }) },
		};
	}

	private get capacity(): number {
		return this.limit.limit - this.limit.reserve;
	}

	/** Asked once a run: what happens since then is in the ledger. */
	private async countSent(): Promise<Send[] | undefined> {
		this.sent ??= this.limit.countSent?.() ?? Promise.resolve(undefined);
		return await this.sent;
	}

	private settleHeld(member: T, reason: HeldReason, at: number | undefined, used: number): void {
		const { timeZone, who } = this.limit;
		const retryAt = at === undefined ? undefined : isoMinute(at, timeZone);
		const until = retryAt && spokenTime(retryAt, timeZone, this.now);
		this.results.held(
			member.index,
			{ reason, retryAt, until, who },
			{ ...member.about, ...this.sendLimit({ member, used }) },
		);
	}

	/** Mode `warn`: the person who looks at the run is told once, beside the mark on each item. */
	private warnOf(exceeding: number): void {
		if (exceeding === 0) return;
		const { who, name, limit } = this.limit;
		this.results.hint(
			`Beyond the ${name} of ${who} (${limit} in 24 hours): ${exceeding} of ${this.members.length} contacts. HubSpot may refuse, delay or lose their email`,
		);
	}

	/** Mode `fail`: if not all fit, each is an error. */
	private failAll(members: readonly T[], { verdicts }: Admission): boolean {
		const held = verdicts.flatMap((verdict) => ('held' in verdict ? [verdict.held] : []));
		if (held.length === 0) return false;
		const { who, name, limit, timeZone } = this.limit;
		const at = held.at(-1)?.retryAt;
		const until =
			at === undefined
				? ''
				: ` The last of them fits ${spokenTime(isoMinute(at, timeZone), timeZone, this.now)}.`;
		const fitting = verdicts.length - held.length;
		for (const { index, about } of members) {
			const problem = new Problem(
				// No name in the message: n8n rewrites one that has an error code in it, such as EACCES.
				`Only ${fitting} of ${verdicts.length} contacts fit in the ${name}`,
				`The limit of ${who} is ${limit} in 24 hours. None of them was enrolled, because "When the Limit Is Reached" is set to Fail.${until}`,
				about,
			);
			this.results.fail(index, problem);
		}
		return true;
	}
}
