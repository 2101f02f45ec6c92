import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { createClient, type HubspotClient } from '../transport/client';
import { Problem } from '../errors';
import type { ChoiceField } from './fields';
import { hintRoutes } from './hints';
import { ItemResults } from './itemResults';
import { Parameters } from './parameters';
import { requireAnswer } from './tool';
import { readRunSettings, type RunSettings } from './runSettings';

/** One run of an operation. */
export interface Run<Results extends ItemResults = ItemResults> {
	/** When it began, ms since epoch. */
	began: number;
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
	requireAnswer(context);
	const began = Date.now();
	let operation: Operation | undefined;
	let results: ItemResults | undefined;
	try {
		operation = operations[chosenIn(context, field)];
		const settings = readRunSettings(context);
		hintRoutes(context, settings.apiRoutes);
		results = new operation.Results(context, settings);
		const client = await createClient(context, settings.concurrency);
		await operation.run({ began, context, settings, results, client });
	} catch (error) {
		if (context.getExecutionCancelSignal()?.aborted) throw cancelled(context);
		const Results = operation?.Results ?? ItemResults;
		results ??= new Results(context, {});
		results.failRest(error);
	}
	return await results.finish();
}

/**
 * n8n puts this among the operations of every node whose credential can sign requests, and hides all other
 * fields where it is chosen (`injectCustomApiCallOptions`, n8n 2.40).
 */
const CUSTOM_API_CALL = '__CUSTOM_API_CALL__';

/** @throws Problem where it is none of the node's own */
function chosenIn<Name extends string>(context: IExecuteFunctions, field: ChoiceField<Name>): Name {
	if (context.getNodeParameter(field.name, 0, '') !== CUSTOM_API_CALL) {
		return Parameters.ofRun(context).choice(field);
	}
	throw new Problem(
		'BAD_INPUT',
		'A custom API call is made by the HTTP Request node, not by this one',
		"Add an HTTP Request node, set 'Authentication' to Predefined Credential Type and 'Credential Type' to HubSpot Enrollment (Service Key or Login) OAuth2 API, and choose the credential of this node there. Or choose another 'Operation' here.",
	);
}

/** By this word n8n tells a cancelled execution from a failed one (n8n-core 2.40, processSuccessExecution). */
const cancelled = (context: IExecuteFunctions) =>
	new NodeOperationError(context.getNode(), 'The execution was canceled');
