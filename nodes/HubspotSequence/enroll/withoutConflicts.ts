import type { EnrollRun } from '../../shared/enroll/enrollRun';
import { groupsOf } from '../../shared/groups';
import type { Conflicts } from '../../shared/overlap/conflicts';
import { workflowConflicts, type ConflictLookup } from '../../shared/overlap/workflowConflicts';
import { idsOf, type Candidate } from './candidate';
import { inParallel } from '../../shared/transport/inParallel';

type Run = Pick<EnrollRun, 'client' | 'results'>;

/**
 * Leaves out the contacts that are in a workflow they must not be in. No contact property shows
 * workflows, so HubSpot is asked, and only about those that nothing else speaks against.
 */
export async function withoutConflicts(run: Run, candidates: Candidate[]): Promise<Candidate[]> {
	const groups = groupsOf(candidates, ({ parameters }) => JSON.stringify(parameters.conflicts));
	for (const group of groups) {
		const [{ parameters }] = group;
		const { conflicts } = parameters;
		if (conflicts) await skipConflicts(run, group, conflicts);
	}
	return candidates.filter(({ index }) => !run.results.isDone(index));
}

async function skipConflicts(
	{ client, results }: Run,
	group: Candidate[],
	conflicts: Conflicts,
): Promise<void> {
	let lookup: ConflictLookup;
	try {
		const ids = group.map(({ contact }) => contact.id);
		lookup = await workflowConflicts(client, ids, conflicts);
	} catch (error) {
		client.signal?.throwIfAborted();
		for (const { index, outcomeFields } of group) results.fail(index, error, outcomeFields);
		return;
	}
	const limiter = inParallel(client);
	const check = async ({ index, contact, parameters, outcomeFields }: Candidate) =>
		await results.attempt(
			index,
			async () => {
				const workflow = await lookup(contact.id);
				if (!workflow) return;
				const message = `The contact is in the HubSpot workflow "${workflow.name ?? workflow.id}"`;
				results.skipped(index, 'IN_WORKFLOW', idsOf(contact, parameters.sequenceId), message);
			},
			outcomeFields,
		);
	await Promise.all(
		group.map(async (candidate) => await limiter(async () => await check(candidate))),
	);
}
