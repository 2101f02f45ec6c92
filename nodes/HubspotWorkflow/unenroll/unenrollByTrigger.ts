import pLimit from 'p-limit';

import { pause } from '../../shared/transport/pause';
import { looksIn } from '../enroll/enrollContact';
import { SETTLE_MS } from '../trigger/repeatWrite';
import { TriggerChecks } from '../trigger/triggerChecks';
import {
	hasTrigger,
	settleLeaver,
	type TriggerLeaver,
	type UnenrollRun,
	type UnenrollWay,
} from './leaver';

/** What taking a contact off the list, or changing its property, came to. */
export type Change = 'changed' | 'unchanged' | { error: unknown };

/** Makes contacts not meet a trigger any more, and says of each what came of it. */
export type ChangeAll = (
	run: UnenrollRun,
	leavers: TriggerLeaver[],
) => Promise<Map<TriggerLeaver, Change>>;

const STAYS =
	'HubSpot was asked; it is not known that the workflow takes out contacts that no longer meet its trigger';

/**
 * Unenrolls through the trigger of a workflow: HubSpot itself takes out who no longer meets it, where
 * the workflow is set so. Elsewhere the change was made and the contact may still be in: `pending`.
 */
export const unenrollByTrigger =
	(changeAll: ChangeAll): UnenrollWay =>
	async (run, leavers) => {
		const { client, results, settings } = run;
		const checks = new TriggerChecks(client, run.hint);
		const checked = new Map<TriggerLeaver, boolean>();
		for (const leaver of leavers.filter(hasTrigger)) {
			await results.attempt(leaver.index, async () => {
				checked.set(leaver, await checks.requireExit(leaver.workflow, leaver.trigger));
			});
		}
		const changes = await changeAll(run, [...checked.keys()]);
		const readBack = settings.verify && !settings.dryRun && changes.size > 0;
		if (readBack) await pause(SETTLE_MS, client.signal);
		const limiter = pLimit(settings.concurrency);
		await Promise.all(
			[...changes].map(async ([leaver, change]) => {
				const { index, contact, workflow } = leaver;
				if (typeof change === 'object') return results.fail(index, change.error);
				if (change === 'unchanged') {
					const message = 'The contact did not meet the trigger before, so nothing was changed';
					return settleLeaver(run, leaver, 'notEnrolled', { message });
				}
				const leaves = checked.get(leaver) === true;
				const verified = readBack
					? (await limiter(async () => await looksIn(client, workflow.workflowId, contact.id))) ===
						false
					: undefined;
				const left = verified ?? leaves;
				settleLeaver(run, leaver, left ? 'unenrolled' : 'pending', {
					...(!leaves && !left && { message: STAYS }),
					...(verified !== undefined && { verified }),
				});
			}),
		);
	};
