import type { Played, RunRecord } from './played';
import type { Run } from './story';

/** Whether a run goes on with the ledger of its process where the Data Table cannot be reached. */
export const mayFallBack = ({ parameters, options }: Run): boolean =>
	options.ledgerUnavailable === 'useHubSpotCount' ||
	['warn', 'off'].includes(String(parameters.sendLimitMode)) ||
	parameters.enrollmentsPerDay === 0;

/** Whether the ledgers of two runs may have been apart, so that the second knew nothing of the first. */
export function areApart({ story }: Played, one: RunRecord, two: RunRecord): boolean {
	const isOut = (order: number) => {
		const act = story.acts[order];
		return act?.kind === 'runs' && act.outages.length > 0;
	};
	if (story.tables) return [one, two].some(({ act, run }) => mayFallBack(run) && isOut(act));
	if (![one, two].some(({ run }) => mayFallBack(run))) return false;
	const between = story.acts.slice(one.act, two.act);
	return (
		one.run.worker !== two.run.worker ||
		one.crashed ||
		between.some(({ kind }) => kind === 'restart')
	);
}
