import type { IDataObject } from 'n8n-workflow';
import pLimit from 'p-limit';

import type { HubspotClient } from '../transport/client';
import type { EnrollResults } from './enrollResults';
import type { AdmittedMember, Limited, LimitGroup } from './limitGroup';
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

/** What the two nodes do differently with a contact that has room. */
export interface EnrollAction<T extends Limited> {
	/** @returns what HubSpot says of the enrollment. @throws HubspotFailure, UnknownOutcome */
	enroll(member: T): Promise<IDataObject>;
	/** Settles a contact that HubSpot refused, and stops what would meet the same refusal. */
	refuse(
		error: unknown,
		entry: AdmittedMember<T>,
		group: LimitGroup<T>,
		stop: StopLatch,
	): Promise<void> | void;
}

/** Reserves and enrolls, group by group, all under one number of requests at once. */
export async function enrollGroups<T extends Limited>(
	run: EnrollRun,
	groups: Array<LimitGroup<T>>,
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
	group: LimitGroup<T>,
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
	group: LimitGroup<T>,
	admitted: Array<AdmittedMember<T>>,
	action: EnrollAction<T>,
	stop: StopLatch,
	limiter: pLimit.Limit,
): Promise<number> {
	let refused = 0;
	const untried = new Set(admitted);
	const describe = ({ member, used, exceeded }: AdmittedMember<T>, enrollment: IDataObject) => ({
		...member.about,
		...enrollment,
		...group.sendLimit(used, exceeded),
	});

	async function enrollOne(entry: AdmittedMember<T>): Promise<void> {
		const { index, memoryKey } = entry.member;
		let enrollment: IDataObject;
		try {
			enrollment = await action.enroll(entry.member);
		} catch (error) {
			client.signal?.throwIfAborted();
			if (!(error instanceof UnknownOutcome)) {
				await group.release(entry.plan);
				refused++;
			}
			return await action.refuse(error, entry, group, stop);
		}
		const json = describe(entry, enrollment);
		memory.remember(memoryKey, json);
		results.enrolled(index, json);
	}

	async function next(entry: AdmittedMember<T>): Promise<void> {
		const { index, about } = entry.member;
		if (settings.dryRun) return results.enrolled(index, describe(entry, {}));
		client.signal?.throwIfAborted();
		const { stopped } = stop;
		if (stopped) return await action.refuse(stopped.error, entry, group, stop);
		untried.delete(entry);
		await results.guard(index, async () => await enrollOne(entry), about);
	}

	try {
		await Promise.all(admitted.map(async (entry) => await limiter(async () => await next(entry))));
	} finally {
		// Cancelled or stopped: what was not tried takes no room.
		if (!settings.dryRun) {
			for (const { plan } of untried) await group.release(plan);
		}
	}
	return refused;
}
