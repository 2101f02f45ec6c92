import { chunk, partition } from 'lodash';
import type { IDataObject } from 'n8n-workflow';
import pLimit from 'p-limit';

import type { HubspotClient } from '../transport/client';
import type { EnrollResults } from './enrollResults';
import type { AdmittedMember, EnrollGroup, Limited } from './limitGroup';
import { UnknownOutcome } from './problem';
import type { RetryMemory } from './retryMemory';
import type { RunSettings } from './runSettings';
import { StopLatch } from './stopLatch';

/** One run of Enroll, of either node. */
export interface EnrollRun {
	client: HubspotClient;
	settings: RunSettings;
	results: EnrollResults;
	memory: RetryMemory;
}

/** What HubSpot said of one contact: its enrollment, or why there is none. */
export type EnrollAnswer = { enrollment: IDataObject } | { error: unknown };

/** What the ways to enroll do differently with contacts that have room. */
export interface EnrollAction<T extends Limited> {
	/** How many contacts one call takes; 1 where HubSpot has none for many. */
	batchSize: number;
	/**
	 * @returns one answer for each member, in the same order
	 * @throws HubspotFailure or UnknownOutcome that is the answer for all of them
	 */
	enroll(members: readonly T[]): Promise<EnrollAnswer[]>;
	/**
	 * What has to happen to some contacts before they can be enrolled; done once for all of them that
	 * have room, while the others are being enrolled.
	 */
	ready?: {
		isNeeded(member: T): boolean;
		/**
		 * @returns answers for those that are settled by it, not to be enrolled any more
		 * @throws what is the answer for all of them
		 */
		run(members: readonly T[]): Promise<ReadonlyMap<T, EnrollAnswer>>;
	};
	/** Settles a contact that HubSpot refused, and stops what would meet the same refusal. */
	refuse(
		error: unknown,
		entry: AdmittedMember<T>,
		group: EnrollGroup<T>,
		stop: StopLatch,
	): Promise<void> | void;
}

/** Reserves and enrolls, group by group, all under one number of requests at once. */
export async function enrollGroups<T extends Limited>(
	run: EnrollRun,
	groups: Array<EnrollGroup<T>>,
	action: EnrollAction<T>,
): Promise<void> {
	const { client, results } = run;
	const limiter = pLimit(run.settings.concurrency);
	const stopAll = new StopLatch();
	await Promise.all(
		groups.map(async (group) => {
			try {
				await enrollGroup(run, group, action, new StopLatch(stopAll), limiter);
			} catch (error) {
				client.signal?.throwIfAborted();
				for (const { index, about } of group.members) results.fail(index, error, about);
			}
		}),
	);
}

/** Contacts that HubSpot refuses give their room back, and others of the group move up into it. */
async function enrollGroup<T extends Limited>(
	run: EnrollRun,
	group: EnrollGroup<T>,
	action: EnrollAction<T>,
	stop: StopLatch,
	limiter: pLimit.Limit,
): Promise<void> {
	let open = group.members;
	for (;;) {
		const { admitted, held } = await group.admit(open, run.settings.dryRun);
		const refused = await enrollAdmitted(run, group, admitted, action, stop, limiter);
		if (refused === 0 || held.length === 0 || stop.stopped) {
			for (const entry of held) group.hold(entry);
			return;
		}
		open = held.map(({ member }) => member);
	}
}

/** @returns how many contacts gave their room back */
async function enrollAdmitted<T extends Limited>(
	{ client, settings, results, memory }: EnrollRun,
	group: EnrollGroup<T>,
	admitted: Array<AdmittedMember<T>>,
	action: EnrollAction<T>,
	stop: StopLatch,
	limiter: pLimit.Limit,
): Promise<number> {
	let refused = 0;
	const untried = new Set(admitted);
	const describe = (entry: AdmittedMember<T>, enrollment: IDataObject) => ({
		...entry.member.about,
		...enrollment,
		...group.sendLimit(entry),
	});

	async function settle(entry: AdmittedMember<T>, answer: EnrollAnswer): Promise<void> {
		const { index, memoryKey } = entry.member;
		if ('enrollment' in answer) {
			const json = describe(entry, answer.enrollment);
			memory.remember(memoryKey, json);
			return results.enrolled(index, json);
		}
		if (!(answer.error instanceof UnknownOutcome)) {
			await group.release(entry);
			refused++;
		}
		await action.refuse(answer.error, entry, group, stop);
	}

	async function settleGuarded(entry: AdmittedMember<T>, answer: EnrollAnswer): Promise<void> {
		const { index, about } = entry.member;
		await results.guard(index, async () => await settle(entry, answer), about);
	}

	async function enrollBatch(entries: Array<AdmittedMember<T>>): Promise<EnrollAnswer[]> {
		try {
			return await action.enroll(entries.map(({ member }) => member));
		} catch (error) {
			client.signal?.throwIfAborted();
			return entries.map(() => ({ error }));
		}
	}

	async function next(entries: Array<AdmittedMember<T>>): Promise<void> {
		if (settings.dryRun) {
			for (const entry of entries) results.enrolled(entry.member.index, describe(entry, {}));
			return;
		}
		client.signal?.throwIfAborted();
		const { stopped } = stop;
		if (stopped) {
			for (const entry of entries) await action.refuse(stopped.error, entry, group, stop);
			return;
		}
		for (const entry of entries) untried.delete(entry);
		const answers = await enrollBatch(entries);
		for (const [order, entry] of entries.entries()) await settleGuarded(entry, answers[order]);
	}

	async function enrollAll(entries: Array<AdmittedMember<T>>): Promise<void> {
		await Promise.all(
			chunk(entries, action.batchSize).map(
				async (some) => await limiter(async () => await next(some)),
			),
		);
	}

	async function enrollWhenReady(entries: Array<AdmittedMember<T>>): Promise<void> {
		const answers = await makeReady(
			action,
			entries.map(({ member }) => member),
			client.signal,
		);
		const [settled, open] = partition(entries, ({ member }) => answers.has(member));
		for (const entry of settled) {
			untried.delete(entry);
			await settleGuarded(entry, answers.get(entry.member)!);
		}
		await enrollAll(open);
	}

	const [waiting, ready] = partition(
		admitted,
		({ member }) => !settings.dryRun && action.ready?.isNeeded(member) === true,
	);
	try {
		await Promise.all([enrollAll(ready), enrollWhenReady(waiting)]);
	} finally {
		// Cancelled or stopped: what was not tried takes no room.
		if (!settings.dryRun) {
			for (const entry of untried) await group.release(entry);
		}
	}
	return refused;
}

async function makeReady<T extends Limited>(
	{ ready }: EnrollAction<T>,
	members: readonly T[],
	signal: AbortSignal | undefined,
): Promise<ReadonlyMap<T, EnrollAnswer>> {
	if (!ready || members.length === 0) return new Map();
	try {
		return await ready.run(members);
	} catch (error) {
		signal?.throwIfAborted();
		return new Map(members.map((member) => [member, { error }]));
	}
}
