import type { IDataObject } from 'n8n-workflow';
import { partition, sortBy, zipWith } from 'lodash';

import type { SendLimitMode } from '../../shared/quota/decide';
import type { LedgerUnavailable } from '../../shared/ledger/ledger';
import { spokenTime } from '../../shared/quota/localTime';
import type { BudgetVerdict } from '../sendLimit/month';
import type { MonthlyBudget, PlannedEmail } from '../sendLimit/monthlyBudget';
import type { EnrollResults } from '../../shared/enroll/enrollResults';
import type {
	AdmittedMember,
	Division,
	EnrollGroup,
	GroupRequest,
	HeldMember,
	Limited,
	Measured,
	WaitingMember,
} from '../../shared/enroll/enrollGroup';
import { Problem } from '../../shared/errors';

export interface MonthlyLimit {
	budget: MonthlyBudget;
	mode: SendLimitMode;
	/** Marketing emails that the account may send in a calendar month. */
	limit: number;
	/** The emails of one contact. */
	plan: readonly PlannedEmail[];
	/** Whose contacts these are, in texts: the name of a workflow. */
	who: string;
	timeZone: string;
}

/**
 * A group whose members also draw on the marketing emails of the month. Both limits have to have
 * room: the month is asked first, and gets back what the group itself has no room for.
 */
export class MonthlyGroup<T extends Limited> implements EnrollGroup<T> {
	private readonly verdicts = new Map<T, BudgetVerdict>();
	private warned = false;

	constructor(
		private readonly group: EnrollGroup<T>,
		private readonly month: MonthlyLimit,
		private readonly results: EnrollResults,
	) {}

	get members() {
		return this.group.members;
	}

	get drawsOn() {
		const { mode, limit } = this.month;
		return [...this.group.drawsOn, { on: 'month', setting: JSON.stringify([mode, limit]) }];
	}

	async admit(members: readonly T[], request: GroupRequest<T>): Promise<Division<T>> {
		const { budget, mode, limit, plan } = this.month;
		await this.release(request.giveBack.length);
		const verdicts = await budget.admit(plan, members.length, mode, limit);
		zipWith(members, verdicts, (member, verdict) => this.verdicts.set(member, verdict));
		const [beyond, within] = partition(members, (member) => this.isBeyond(member));
		if (mode === 'fail' && beyond.length > 0) {
			this.failAll(members, beyond.length);
			return { admitted: [], later: [], held: [] };
		}
		if (mode === 'warn') {
			this.warnOf(beyond.length);
			return await this.admitToGroup(members, request);
		}
		const division = await this.admitToGroup(within, request);
		const held = sortBy([...division.held, ...beyond.map(holdForMonth)], 'member.index');
		return { ...division, held };
	}

	async withRetryAt(held: ReadonlyArray<HeldMember<T>>): Promise<Array<WaitingMember<T>>> {
		const [ofMonth, ofGroup] = partition(held, isForMonth);
		const waiting = await this.group.withRetryAt(ofGroup);
		// `hold` says when the month ends.
		const untilReset = ofMonth.map((entry) => ({ ...entry, retryAt: undefined }));
		return sortBy([...waiting, ...untilReset], 'member.index');
	}

	hold(entry: WaitingMember<T>): void {
		if (!isForMonth(entry)) return this.group.hold(entry);
		const { budget, plan, limit, who, timeZone } = this.month;
		const { index, outcomeFields } = entry.member;
		// More than a whole month has room for never fits.
		const retryAt = plan.length > limit ? undefined : budget.month.resetsAt;
		const until = retryAt && spokenTime(retryAt, timeZone, Date.now());
		const json = { ...outcomeFields, ...this.sendLimit(entry) };
		this.results.held(index, { reason: entry.reason, retryAt, until, who }, json);
	}

	holdRefused(...given: Parameters<EnrollGroup<T>['holdRefused']>): void {
		this.group.holdRefused(...given);
	}

	holdUncounted(member: T, cause: LedgerUnavailable): void {
		this.group.holdUncounted(member, cause);
	}

	passesOn(): boolean {
		return this.group.passesOn();
	}

	breakerOf(member: T) {
		return this.group.breakerOf(member);
	}

	async giveBack(entries: ReadonlyArray<AdmittedMember<T>>): Promise<void> {
		await this.release(entries.length);
		await this.group.giveBack(entries);
	}

	/** The month has counted them when it admitted them. */
	async wouldEnroll(entries: ReadonlyArray<AdmittedMember<T>>): Promise<void> {
		await this.group.wouldEnroll(entries);
	}

	/** The limit of the group; where it has none, or the month decides, that of the month. */
	sendLimit(entry: Measured<T>): IDataObject {
		const ofGroup = this.group.sendLimit(entry);
		const verdict = this.verdicts.get(entry.member);
		if (this.month.mode === 'off' || !verdict) return ofGroup;
		if ('sendLimit' in ofGroup && verdict.fits) return ofGroup;
		const { limit, mode, budget } = this.month;
		return {
			sendLimit: {
				limit,
				used: verdict.used,
				remaining: Math.max(0, limit - verdict.used),
				resetsAt: budget.month.resetsAt,
				...(mode === 'warn' && !verdict.fits && { exceeded: true }),
			},
		};
	}

	private isBeyond(member: T): boolean {
		return this.verdicts.get(member)?.fits === false;
	}

	/** Whoever the group has no room reserved for gives the month's room back. */
	private async admitToGroup(
		members: readonly T[],
		request: GroupRequest<T>,
	): Promise<Division<T>> {
		let admitted = 0;
		try {
			const division = await this.group.admit(members, request);
			admitted = division.admitted.length;
			return division;
		} finally {
			await this.release(members.length - admitted);
		}
	}

	private async release(contacts: number): Promise<void> {
		const { mode, budget, plan } = this.month;
		await budget.release(plan, contacts, mode);
	}

	private warnOf(exceeding: number): void {
		if (exceeding === 0 || this.warned) return;
		this.warned = true;
		const { limit, who } = this.month;
		this.results.hint(
			`Beyond the marketing emails of this month (${limit}): ${exceeding} of ${this.members.length} contacts of ${who}. HubSpot may not send their email`,
		);
	}

	/** Mode `fail`: if not all fit, each is an error. */
	private failAll(members: readonly T[], beyond: number): void {
		const { limit, plan, budget, timeZone } = this.month;
		const resets = spokenTime(budget.month.resetsAt, timeZone, Date.now());
		for (const { index, outcomeFields } of members) {
			const problem = new Problem(
				`Only ${members.length - beyond} of ${members.length} contacts fit in the marketing emails of this month`,
				`The account may send ${limit}, and each contact takes ${plan.length}. None of them was enrolled, because "When the Limit Is Reached" is set to Fail. The count starts anew ${resets}.`,
				outcomeFields,
			);
			this.results.fail(index, problem);
		}
	}
}

const isForMonth = ({ reason }: HeldMember<Limited>) => reason === 'MONTHLY_EMAIL_LIMIT';

const holdForMonth = <T extends Limited>(member: T): HeldMember<T> => ({
	member,
	reason: 'MONTHLY_EMAIL_LIMIT',
	used: 0,
});
