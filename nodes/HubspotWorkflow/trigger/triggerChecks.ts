import { Problem } from '../../shared/errors';
import type { HubspotClient } from '../../shared/transport/client';
import type { Workflow } from '../../shared/workflows/workflowLoader';
import { explainLeaving } from './explainLeaving';
import { explainTrigger, type TriggerFinding } from './explainTrigger';
import { ListLoader } from './listLoader';
import type { Trigger } from './triggerFilters';

/** Looks, before anything is written, whether lists and workflows can do what is asked of them. */
export class TriggerChecks {
	private readonly lists: ListLoader;

	/** @param hint told what a person should know of the run */
	constructor(
		client: HubspotClient,
		private readonly hint: (message: string) => void,
	) {
		this.lists = new ListLoader(client);
	}

	/** @throws Problem where contacts would not enter */
	async requireEntry({ flow, workflowId }: Workflow, trigger: Trigger): Promise<void> {
		if (flow) this.heed(explainTrigger(flow, trigger), workflowId);
		else this.hintUnread();
		await this.requireList(trigger);
	}

	/**
	 * @returns whether HubSpot takes out who no longer meets the trigger; false where it may
	 * @throws Problem where contacts would not leave
	 */
	async requireExit({ flow, workflowId }: Workflow, trigger: Trigger): Promise<boolean> {
		const finding = flow && explainLeaving(flow, trigger);
		if (finding) this.heed(finding, workflowId);
		else this.hintUnread();
		await this.requireList(trigger);
		return finding?.leaves ?? false;
	}

	private async requireList(trigger: Trigger): Promise<void> {
		if ('listId' in trigger) await this.lists.requireStatic(trigger.listId);
	}

	private heed({ pointless, hints }: TriggerFinding, workflowId: string): void {
		if (pointless)
			throw new Problem('WORKFLOW_UNUSABLE', pointless.message, pointless.description, {
				workflowId,
			});
		for (const hint of hints) this.hint(hint);
	}

	private hintUnread(): void {
		this.hint(
			'HubSpot does not show this workflow to the credential, so it was not checked whether its enrollment trigger is the list or property of this node.',
		);
	}
}

/** What every outcome says about the list or property that was used. */
export const triggerIds = (trigger: Trigger | undefined): Record<string, string> => {
	if (!trigger) return {};
	if ('listId' in trigger) return { listId: trigger.listId };
	return { triggerProperty: trigger.property, triggerValue: trigger.value };
};
