import { countBy, uniqBy } from 'lodash';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { showHint } from './hints';
import { ItemResults } from './itemResults';
import { RememberedResults } from './rememberedResults';

/** Outcomes of Unenroll in words, in the order in which a summary has them. */
const IN_WORDS = {
	unenrolled: 'unenrolled',
	wouldUnenroll: 'would be unenrolled',
	notEnrolled: 'not enrolled',
	differentSequence: 'in another sequence',
	pending: 'pending',
	failed: 'failed',
};

/** "12 unenrolled, 3 not enrolled, 1 pending, 1 failed". */
export function summariseUnenroll(answers: IDataObject[], isDryRun: boolean): string {
	// Who leaves with a workflow that is stopped is not counted: it is everybody in it.
	const [whole, own] = [true, false].map((wanted) =>
		answers.filter(({ affectsEveryone }) => (affectsEveryone === true) === wanted),
	);
	const stopped = uniqBy(whole, 'workflowId').length;
	const counts = countBy(own, 'outcome');
	const parts = Object.entries(IN_WORDS).flatMap(([outcome, words]) =>
		counts[outcome] ? [`${counts[outcome]} ${words}`] : [],
	);
	if (stopped > 0) {
		const verb = isDryRun ? 'would be stopped' : 'stopped';
		parts.unshift(`${stopped} HubSpot workflow${stopped === 1 ? '' : 's'} ${verb} for everybody`);
	}
	return `${isDryRun ? 'Dry run, nothing was written: ' : ''}${parts.join(', ')}`;
}

/** "40 of 52 enrolled, 1 failed". */
export function summariseStatus(answers: IDataObject[]): string {
	const known = answers.filter(({ outcome }) => outcome !== 'failed');
	const enrolled = known.filter((answer) => answer.enrolled === true).length;
	const failed = answers.length - known.length;
	return `${enrolled} of ${known.length} enrolled${failed > 0 ? `, ${failed} failed` : ''}`;
}

const answersIn = (outputs: INodeExecutionData[][]) => outputs.flat().map(({ json }) => json);

/** The results of one Unenroll run, for both nodes. */
export class UnenrollResults extends RememberedResults {
	override async finish(): Promise<INodeExecutionData[][]> {
		const outputs = await super.finish();
		const summary = summariseUnenroll(answersIn(outputs), this.settings.dryRun === true);
		showHint(this.context, summary, 'info');
		return outputs;
	}
}

/** The results of one run of Get Enrollment Status, for both nodes. */
export class StatusResults extends ItemResults {
	override async finish(): Promise<INodeExecutionData[][]> {
		const outputs = await super.finish();
		showHint(this.context, summariseStatus(answersIn(outputs)), 'info');
		return outputs;
	}
}
