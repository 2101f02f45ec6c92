import { UnknownOutcome } from '../../shared/errors';
import type { Amendment } from '../../shared/n8n/leaving';
import type { Candidate } from './candidate';
import type { SequenceRun } from './sequenceRun';

const TAKEN_OUT = 'The contact was taken out of its sequence and not enrolled in the new one';

const leftKey = ({ memoryKey }: Candidate) => `${memoryKey} left`;

/**
 * A contact that Replace has taken out of its sequence is in none until it is enrolled. Where that does
 * not come about its item says so, and who tries again does not ask it to leave once more.
 */
export function noteTakenOut({ results }: SequenceRun, candidate: Candidate): void {
	const { sequenceId } = candidate.standing.latest;
	results.memory.remember(leftKey(candidate), { sequenceId });
	results.amend(candidate.index, takenOutOf(sequenceId));
}

/** Takes up what was begun before, in this run or an earlier try. @returns those who were taken out */
export function takenOutBefore(
	{ results }: SequenceRun,
	candidates: readonly Candidate[],
): Candidate[] {
	return candidates.filter((candidate) => {
		const left = results.memory.recall(leftKey(candidate));
		if (!left) return false;
		results.amend(candidate.index, takenOutOf(left.sequenceId as string | null));
		return true;
	});
}

const takenOutOf = (leftSequenceId: string | null): Amendment => ({
	settled: ({ message, ...json }) =>
		json.outcome === 'enrolled'
			? { ...json, replacedSequenceId: leftSequenceId }
			: { ...json, message: `${TAKEN_OUT}: ${String(message)}`, leftSequenceId },
	failed: (problem, cause) => {
		const { message, description } = problem;
		const from = `It was in the sequence ${leftSequenceId ?? 'that HubSpot does not name'}.`;
		const [said, more] =
			cause instanceof UnknownOutcome
				? [message, `${description} The contact was taken out of its sequence before. ${from}`]
				: [TAKEN_OUT, `${from} ${message}: ${description} Run the item again to enroll it.`];
		return problem.saying({ message: said, description: more, details: { leftSequenceId } });
	},
});
