import type { IDataObject } from 'n8n-workflow';
import { groupBy, maxBy, minBy, partition, sortBy } from 'lodash';

import type { LedgerUnavailable } from '../../shared/ledger/ledger';
import { explainError } from '../../shared/transport/errorTable';
import type { EnrollResults } from '../../shared/enroll/enrollResults';
import { only, type NonEmpty } from '../../shared/groups';
import { queueUp } from './rotatingQueue';
import { isAtLimit, share, type Turn } from './turns';
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
import type { CircuitBreaker } from '../../shared/enroll/circuitBreaker';

/**
 * Items that any of several senders may send. Each goes to the one with most room left, and on to the
 * next where HubSpot refuses the sender: the limit reached, no inbox, no seat.
 */
export class RotatingGroup<T extends Limited> implements EnrollGroup<T> {
	/** Whose turn a member is, once it has been taken. */
	private readonly turnOf = new Map<T, Turn<T>>();
	/** Those whom the last decision was about. */
	private open: Array<Turn<T>> = [];

	constructor(
		readonly members: readonly T[],
		private readonly turns: NonEmpty<Turn<T>>,
		private readonly results: EnrollResults,
		/** Mode `fail`: all of the members, or none. */
		private readonly allOrNothing: boolean,
	) {}

	get drawsOn() {
		return this.turns.flatMap(({ group }) => group.drawsOn);
	}

	async admit(members: readonly T[], request: GroupRequest<T>): Promise<Division<T>> {
		// Before room is given back, which tells other runs of it.
		for (const { group } of this.turns.filter(isAtLimit)) group.markFull();
		const [first, ...others] = this.turns.filter(({ breaker }) => breaker.stopped === undefined);
		this.open = first ? [first, ...others] : [];
		if (!first) return await this.refuseAll(members, request);
		const open: NonEmpty<Turn<T>> = [first, ...others];
		return this.allOrNothing
			? await this.admitAll(members, open, request)
			: await this.admitSome(members, open, request);
	}

	/** Reserves room for all of the members, and gives it back where some have none. */
	private async admitAll(
		members: readonly T[],
		open: NonEmpty<Turn<T>>,
		request: GroupRequest<T>,
	): Promise<Division<T>> {
		const { dryRun } = request;
		for (let { giveBack } = request; ; giveBack = []) {
			const whole = { giveBack, dryRun, chunk: Infinity };
			const division = await this.admitSome(members, open, whole);
			const lacksRoom = ({ reason }: HeldMember<T>) => reason !== 'DOMAIN_CAP';
			if (!division.held.some(lacksRoom)) return division;
			const waiting = await this.queue(division.held, dryRun ? division.admitted : []);
			if (!dryRun) await this.giveBack(division.admitted);
			if (division.mayFitNow) continue;
			const who = `each of ${open.map(({ group }) => group.who).join(', ')}`;
			const lastFitsAt = maxBy(waiting.filter(lacksRoom), 'retryAt')?.retryAt;
			open[0].group.failAll(members, division.admitted.length, lastFitsAt, who);
			return { admitted: [], later: [], held: [] };
		}
	}

	private async admitSome(
		members: readonly T[],
		open: Array<Turn<T>>,
		request: GroupRequest<T>,
	): Promise<Division<T>> {
		const given = groupBy(request.giveBack, ({ member }) => this.turns.indexOf(this.of(member)));
		const shares = await share(members, open);
		const all: Division<T> = { admitted: [], later: [], held: [] };
		for (const [order, turn] of this.turns.entries()) {
			const giveBack = given[order] ?? [];
			const share = shares.get(turn) ?? [];
			if (share.length === 0) await turn.group.giveBack(giveBack);
			else merge(all, await this.admitTo(turn, share, { ...request, giveBack }));
		}
		return await this.tryOthers(all, open, request);
	}

	async giveBack(entries: ReadonlyArray<AdmittedMember<T>>): Promise<void> {
		for (const turn of this.turns) {
			await turn.group.giveBack(entries.filter(({ member }) => this.of(member) === turn));
		}
	}

	async wouldEnroll(entries: ReadonlyArray<AdmittedMember<T>>): Promise<void> {
		for (const turn of this.turns) {
			await turn.group.wouldEnroll(entries.filter(({ member }) => this.of(member) === turn));
		}
	}

	async withRetryAt(held: ReadonlyArray<HeldMember<T>>): Promise<Array<WaitingMember<T>>> {
		return await this.queue(held, []);
	}

	hold(entry: WaitingMember<T>): void {
		this.of(entry.member).group.hold(entry);
	}

	holdUncounted(member: T, cause: LedgerUnavailable): void {
		this.of(member).group.holdUncounted(member, cause);
	}

	holdRefused(entry: Measured<T>, message?: string): void {
		this.of(entry.member).group.holdRefused(entry, message);
	}

	passesOn(): boolean {
		return true;
	}

	sendLimit(entry: Measured<T>): IDataObject {
		return this.of(entry.member).group.sendLimit(entry);
	}

	breakerOf(member: T): CircuitBreaker {
		return this.of(member).breaker;
	}

	private of(member: T): Turn<T> {
		return this.turnOf.get(member) ?? this.turns[0];
	}

	/** @param unreserved who has room in a dry run, which reserves none: the sender counts them first */
	private async admitTo(
		turn: Turn<T>,
		members: readonly T[],
		request: GroupRequest<T>,
		unreserved: ReadonlyArray<AdmittedMember<T>> = [],
	): Promise<Division<T>> {
		const taken = members.map((member) => turn.take(member));
		for (const member of taken) this.turnOf.set(member, turn);
		const before = unreserved.map(({ member }) => member).filter((one) => this.of(one) === turn);
		const division = await turn.group.admit([...before, ...taken], request);
		const asked = new Set(taken);
		const wasAsked = ({ member }: { member: T }) => asked.has(member);
		const { admitted, held } = division;
		return { ...division, admitted: admitted.filter(wasAsked), held: held.filter(wasAsked) };
	}

	/** Whom one sender has no room for, another may: a follow-up falls on a full day of one of them only. */
	private async tryOthers(
		division: Division<T>,
		open: Array<Turn<T>>,
		request: GroupRequest<T>,
	): Promise<Division<T>> {
		const all: Division<T> = { ...division, held: [] };
		let waiting = division.held;
		for (const turn of open) {
			const [own, others] = partition(waiting, ({ member }) => this.of(member) === turn);
			if (others.length === 0) continue;
			const members = others.map(({ member }) => member);
			const unreserved = request.dryRun ? all.admitted : [];
			const asked = { ...request, giveBack: [] };
			const tried = await this.admitTo(turn, members, asked, unreserved);
			all.admitted.push(...tried.admitted);
			all.later.push(...tried.later);
			all.mayFitNow ||= tried.mayFitNow;
			waiting = [...own, ...tried.held];
		}
		return { ...all, held: sortBy(waiting, 'member.index') };
	}

	/**
	 * Those that wait, each for the sender who has room for it first.
	 * @param unreserved as in `admitTo`
	 */
	private async queue(
		held: ReadonlyArray<HeldMember<T>>,
		unreserved: ReadonlyArray<AdmittedMember<T>>,
	): Promise<Array<WaitingMember<T>>> {
		const one = only(this.open);
		if (one) return await one.group.withRetryAt(held);
		const members = held.map(({ member }) => member);
		const bySender: Array<Array<WaitingMember<T>>> = [];
		for (const turn of this.open) {
			const asked = { giveBack: [], chunk: 0, dryRun: true };
			const tried = await this.admitTo(turn, members, asked, unreserved);
			bySender.push(await turn.group.withRetryAt(tried.held));
		}
		// Whom none of them holds any more has room by now.
		const now = Date.now();
		return queueUp(
			held.map((entry) => ({ ...entry, retryAt: now })),
			bySender,
		);
	}

	/** Nobody is left who could send: a limit passes, what else HubSpot refused does not. */
	private async refuseAll(
		members: readonly T[],
		{ giveBack }: GroupRequest<T>,
	): Promise<Division<T>> {
		await this.giveBack(giveBack);
		const full = this.turns.filter(isAtLimit);
		// A sender may have been refused before this group looked at its room.
		await Promise.all(full.map(async ({ group }) => await group.left()));
		const atLimit = minBy(full, ({ group }) => group.markFull());
		const turn = atLimit ?? this.turns.at(-1) ?? this.turns[0];
		const { error } = turn.breaker.stopped ?? {};
		for (const member of members) {
			const taken = turn.take(member);
			if (atLimit) {
				const measured = { member: taken, used: turn.group.used };
				turn.group.holdRefused(measured, explainError(error).message);
			} else this.results.fail(taken.index, error, taken.outcomeFields);
		}
		return { admitted: [], later: [], held: [] };
	}
}

function merge<T extends Limited>(all: Division<T>, more: Division<T>): void {
	all.admitted.push(...more.admitted);
	all.later.push(...more.later);
	all.held.push(...more.held);
	all.mayFitNow ||= more.mayFitNow;
}
