import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { createClient, type HubspotClient } from '../transport/client';
import type { ChoiceField } from './fields';
import { hintRoutes } from './hints';
import { ItemResults } from './itemResults';
import { Parameters } from './parameters';
import { readRunSettings, type RunSettings } from './runSettings';

/** One run of an operation. */
export interface Run<Results extends ItemResults = ItemResults> {
	context: IExecuteFunctions;
	settings: RunSettings;
	results: Results;
	client: HubspotClient;
}

export interface Operation<Results extends ItemResults = ItemResults> {
	Results: new (context: IExecuteFunctions, settings: Partial<RunSettings>) => Results;
	/** Puts a result for each item; what it throws is the failure of every item still open. */
	run(run: Run<Results>): Promise<void>;
}

/**
 * Runs the operation that the node is set to. What it throws is turned into an error of the items that
 * are open: under "Continue (using error output)" n8n would send the unchanged input of a node that
 * throws out of its first output, as if it had succeeded (n8n-engine.md 0).
 *
 * @throws NodeApiError or NodeOperationError where an item failed and the node is to stop
 */
export async function runOperation<Name extends string>(
	context: IExecuteFunctions,
	field: ChoiceField<Name>,
	operations: Record<Name, Operation>,
): Promise<INodeExecutionData[][]> {
	let operation: Operation | undefined;
	let results: ItemResults | undefined;
	try {
		operation = operations[Parameters.ofRun(context).choice(field)];
		const settings = readRunSettings(context);
		hintRoutes(context, settings.apiRoutes);
		results = new operation.Results(context, settings);
		const client = await createClient(context);
		await operation.run({ context, settings, results, client });
	} catch (error) {
		if (context.getExecutionCancelSignal()?.aborted) throw cancelled(context);
		const Results = operation?.Results ?? ItemResults;
		results ??= new Results(context, {});
		results.failRest(error);
	}
	return results.finish();
}

/** By this word n8n tells a cancelled execution from a failed one (n8n-core 2.40, processSuccessExecution). */
const cancelled = (context: IExecuteFunctions) =>
	new NodeOperationError(context.getNode(), 'The execution was canceled');
