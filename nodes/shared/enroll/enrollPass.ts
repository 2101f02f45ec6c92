import { chunk, partition, zipWith } from 'lodash';
import type { IDataObject } from 'n8n-workflow';
import type pLimit from 'p-limit';

import { rethrow } from '../transport/failure';
import type { EnrollAction, EnrollAnswer, EnrollRun } from './enrollRun';
import type { AdmittedMember, EnrollGroup, HeldMember, Limited } from './enrollGroup';
import { letOthersWork } from './inSlices';
import { UnknownOutcome } from '../errors';

/** Enrolls contacts whose room is reserved; what becomes of each is settled one way or another. */
export class EnrollPass<T extends Limited> {
	/** Those that gave up their room. */
	readonly refused: Array<AdmittedMember<T>> = [];
	/** Those among them that are to be tried again. */
	readonly again: T[] = [];
	private untried = new Set<AdmittedMember<T>>();

	constructor(
		private readonly run: EnrollRun,
		private readonly group: EnrollGroup<T>,
		private readonly action: EnrollAction<T>,
		private readonly limiter: pLimit.Limit,
	) {}

	/** @throws the abort reason where the execution is cancelled: what was not tried gives its room back */
	async enroll(admitted: Array<AdmittedMember<T>>): Promise<this> {
		const { dryRun } = this.run.settings;
		this.untried = new Set(admitted);
		const [waiting, ready] = partition(
			admitted,
			({ member }) => !dryRun && this.action.ready?.isNeeded(member) === true,
		);
		try {
			await Promise.all([this.enrollAll(ready), this.enrollWhenReady(waiting)]);
		} catch (error) {
			await this.group.giveBack([...this.untried, ...this.refused]);
			rethrow(error);
		}
		return this;
	}

	/** Settles contacts without room that what stopped the others concerns as well. */
	async refuse(entries: Array<AdmittedMember<T>>): Promise<void> {
		for (const entry of entries) {
			const { error } = this.group.breakerOf(entry.member).stopped ?? {};
			await this.attempt(entry, async () => await this.turnDown(entry, error));
		}
	}

	/** Settles contacts that do not fit; what stopped others may have them go on elsewhere. */
	async hold(held: Array<HeldMember<T>>): Promise<void> {
		if (held.length === 0) return;
		for (const entry of await this.group.withRetryAt(held)) {
			await letOthersWork();
			await this.attempt(entry, async () => {
				const { stopped } = this.group.breakerOf(entry.member);
				const goesOn = stopped && (await this.action.goesOn?.(stopped.error, entry.member));
				if (!goesOn) this.group.hold(entry);
			});
		}
	}

	private async enrollAll(entries: Array<AdmittedMember<T>>): Promise<void> {
		await Promise.all(
			chunk(entries, this.action.batchSize).map(
				async (some) => await this.limiter(async () => await this.next(some)),
			),
		);
	}

	private async enrollWhenReady(entries: Array<AdmittedMember<T>>): Promise<void> {
		const answers = await this.makeReady(entries.map(({ member }) => member));
		const open: Array<AdmittedMember<T>> = [];
		for (const entry of entries) {
			const answer = answers.get(entry.member);
			if (!answer) {
				open.push(entry);
				continue;
			}
			this.untried.delete(entry);
			await this.attempt(entry, async () => await this.settle(entry, answer));
		}
		await this.enrollAll(open);
	}

	private async next(entries: Array<AdmittedMember<T>>): Promise<void> {
		const { client, settings, results } = this.run;
		if (settings.dryRun) {
			for (const entry of entries) results.enrolled(entry.member.index, this.describe(entry, {}));
			return;
		}
		client.signal?.throwIfAborted();
		const [stopped, open] = partition(
			entries,
			({ member }) => this.group.breakerOf(member).stopped !== undefined,
		);
		for (const entry of entries) this.untried.delete(entry);
		for (const entry of stopped) {
			const { error } = this.group.breakerOf(entry.member).stopped ?? {};
			await this.attempt(entry, async () => await this.settle(entry, { error }));
		}
		if (open.length === 0) return;
		const answers = await this.ask(open);
		const answered = zipWith(open, answers, (entry, answer) => ({ entry, answer }));
		for (const { entry, answer } of answered) {
			await this.attempt(entry, async () => await this.settle(entry, answer));
		}
	}

	private async ask(entries: Array<AdmittedMember<T>>): Promise<EnrollAnswer[]> {
		try {
			return await this.action.enroll(entries.map(({ member }) => member));
		} catch (error) {
			this.run.client.signal?.throwIfAborted();
			return entries.map(() => ({ error }));
		}
	}

	private async makeReady(members: readonly T[]): Promise<ReadonlyMap<T, EnrollAnswer>> {
		const { ready } = this.action;
		if (!ready || members.length === 0) return new Map();
		try {
			return await ready.run(members);
		} catch (error) {
			this.run.client.signal?.throwIfAborted();
			return new Map(members.map((member) => [member, { error }]));
		}
	}

	private async attempt({ member }: { member: T }, step: () => Promise<void>): Promise<void> {
		await this.run.results.attempt(member.index, step, member.outcomeFields);
	}

	private async settle(entry: AdmittedMember<T>, answer: EnrollAnswer): Promise<void> {
		const { index, memoryKey } = entry.member;
		const { memory, results } = this.run;
		if ('enrollment' in answer) {
			const json = this.describe(entry, answer.enrollment);
			memory.remember(memoryKey, json);
			return results.enrolled(index, json);
		}
		if (!(answer.error instanceof UnknownOutcome)) this.refused.push(entry);
		await this.turnDown(entry, answer.error);
	}

	private async turnDown(entry: AdmittedMember<T>, error: unknown): Promise<void> {
		const then = await this.action.refuse(error, entry, this.group);
		if (then === 'again') this.again.push(entry.member);
	}

	private describe(entry: AdmittedMember<T>, enrollment: IDataObject): IDataObject {
		return { ...entry.member.outcomeFields, ...enrollment, ...this.group.sendLimit(entry) };
	}
}
