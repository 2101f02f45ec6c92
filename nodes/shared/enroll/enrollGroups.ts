import { partition } from 'lodash';
import pLimit from 'p-limit';

import { LedgerUnavailable } from '../ledger/ledger';
import { EnrollPass } from './enrollPass';
import type { EnrollResults } from './enrollResults';
import type { EnrollAction, EnrollRun } from './enrollRun';
import type { AdmittedMember, EnrollGroup, Limited } from './enrollGroup';
import { letOthersWork } from './inSlices';
import { oneAfterOther } from './oneAfterOther';

/** A crash leaves the room of so many contacts reserved at most, where HubSpot takes one at a time. */
const RESERVED_AT_ONCE = 100;

/**
 * Reserves and enrolls, group by group, all under one number of requests at once. Groups with
 * unlike limits on the same go one after the other, in the order given.
 */
export async function enrollGroups<T extends Limited>(
	run: EnrollRun,
	groups: Array<EnrollGroup<T>>,
	action: EnrollAction<T>,
): Promise<void> {
	const limiter = pLimit(run.settings.concurrency);
	await oneAfterOther(groups, async (group) => {
		try {
			await enrollGroup(run, group, action, limiter);
		} catch (error) {
			run.client.signal?.throwIfAborted();
			settleOpen(run.results, group, error);
		}
	});
}

/** What is left of a group that cannot go on. */
function settleOpen<T extends Limited>(
	results: EnrollResults,
	group: EnrollGroup<T>,
	error: unknown,
): void {
	const open = group.members.filter(({ index }) => !results.isDone(index));
	for (const member of open) {
		if (error instanceof LedgerUnavailable) group.holdUncounted(member, error);
		else results.fail(member.index, error, member.outcomeFields);
	}
}

/** Contacts that HubSpot refuses give their room back, and others of the group move up into it. */
async function enrollGroup<T extends Limited>(
	run: EnrollRun,
	group: EnrollGroup<T>,
	action: EnrollAction<T>,
	limiter: pLimit.Limit,
): Promise<void> {
	const { concurrency, dryRun } = run.settings;
	const chunkSize = Math.max(RESERVED_AT_ONCE, action.batchSize * concurrency);
	const isStopped = ({ member }: { member: T }) =>
		!group.passesOn() && group.breakerOf(member).stopped !== undefined;
	let open = group.members;
	let giveBack: Array<AdmittedMember<T>> = [];
	for (;;) {
		await letOthersWork();
		const division = await group.admit(open, { giveBack, chunk: chunkSize, dryRun });
		const { admitted, later, held, mayFitNow = false } = division;
		const pass = new EnrollPass(run, group, action, limiter);
		await letOthersWork();
		await pass.enroll(admitted);
		if (dryRun) await group.wouldEnroll(admitted);
		await pass.refuse(later.filter(isStopped));
		giveBack = pass.refused;
		const fitting = later.filter((entry) => !isStopped(entry));
		const [heldOn, waiting] = partition(held, isStopped);
		const mayMoveUp = waiting.length > 0 && (mayFitNow || giveBack.length > 0);
		if (!mayMoveUp && fitting.length === 0 && pass.again.length === 0) {
			await pass.hold(held);
			return await group.giveBack(giveBack);
		}
		await pass.hold(heldOn);
		const members = [...fitting, ...waiting].map(({ member }) => member);
		open = [...members, ...pass.again].sort((a, b) => a.index - b.index);
	}
}
