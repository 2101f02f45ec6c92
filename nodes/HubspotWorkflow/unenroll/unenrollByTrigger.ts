import { showHint } from '../../shared/n8n/hints';
import { pause } from '../../shared/transport/pause';
import { looksIn } from '../enroll/enrollOne';
import { SETTLE_MS } from '../trigger/repeatWrite';
import { TriggerChecks } from '../trigger/triggerChecks';
import {
	failOpen,
	hasTrigger,
	putOutcome,
	wasAsked,
	type TriggerUnenrollment,
	type UnenrollRun,
	type Unenroll,
} from './unenrollment';
import { inParallel } from '../../shared/transport/inParallel';

/**
 * What taking a contact off the list, or changing its property, came to; `lost` where it does not meet
 * the trigger now, and HubSpot did not say whether it did before.
 */
export type Change = 'changed' | 'unchanged' | 'lost' | { error: unknown };

/** Makes contacts not meet a trigger any more, and says of each what came of it. */
export type ChangeAll = (
	run: UnenrollRun,
	unenrollments: TriggerUnenrollment[],
) => Promise<Map<TriggerUnenrollment, Change>>;

const STAYS =
	'HubSpot was asked; it is not known that the workflow takes out contacts that no longer meet its trigger';

const NOT_TOLD =
	'An answer of HubSpot was lost: the contact does not meet the trigger now, and may not have before';

/**
 * Unenrolls through the trigger of a workflow: HubSpot itself takes out who no longer meets it, where
 * the workflow is set so. Elsewhere the change was made and the contact may still be in: `pending`.
 */
export const unenrollByTrigger =
	(changeAll: ChangeAll): Unenroll =>
	async (run, unenrollments) => {
		const { context, client, results, settings } = run;
		const checks = new TriggerChecks(client, (message) => showHint(context, message));
		const checked = new Map<TriggerUnenrollment, boolean>();
		for (const unenrollment of unenrollments.filter(hasTrigger)) {
			await results.attempt(unenrollment.index, async () => {
				checked.set(
					unenrollment,
					await checks.requireExit(unenrollment.workflow, unenrollment.trigger),
				);
			});
		}
		const changes = await changeAll(run, [...checked.keys()]);
		const readBack = settings.verify && !settings.dryRun && changes.size > 0;
		if (readBack) await pause(SETTLE_MS, client.signal);
		const limiter = inParallel(client);
		await Promise.all(
			[...changes].map(async ([unenrollment, change]) => {
				const { contact, workflow } = unenrollment;
				if (typeof change === 'object') return failOpen(run, unenrollment, change.error);
				const isLost = change === 'lost' || wasAsked(run, unenrollment);
				if (change === 'unchanged' && !isLost) {
					const message = 'The contact did not meet the trigger before, so nothing was changed';
					return putOutcome(run, unenrollment, 'notEnrolled', { message });
				}
				const leaves = checked.get(unenrollment) === true;
				const verified = readBack
					? (await limiter(async () => await looksIn(client, workflow.workflowId, contact.id))) ===
						false
					: undefined;
				const left = verified ?? leaves;
				putOutcome(run, unenrollment, left ? 'unenrolled' : 'pending', {
					...(change !== 'changed' && { message: NOT_TOLD }),
					...(!leaves && !left && { message: STAYS }),
					...(verified !== undefined && { verified }),
				});
			}),
		);
	};
