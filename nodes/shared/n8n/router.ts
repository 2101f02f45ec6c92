import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { apiRoutesOption } from './descriptions/common';
import { toNodeError, toProblem } from './nodeError';
import { hintRoutes } from './routesHint';
import { ItemResults } from './itemResults';
import type { ChoiceField } from './fields';
import { Parameters } from './parameters';

export type Operation = (context: IExecuteFunctions) => Promise<INodeExecutionData[][]>;

/**
 * Runs the operation that the node is set to. Operations settle each item themselves; what one still
 * throws is turned into an error of all items: under "Continue (using error output)" n8n would send
 * the unchanged input of a node that throws out of its first output, as if it had succeeded
 * (n8n-engine.md 0).
 */
export async function runOperation<Name extends string>(
	context: IExecuteFunctions,
	field: ChoiceField<Name>,
	operations: Record<Name, Operation>,
): Promise<INodeExecutionData[][]> {
	let name: Name | undefined;
	try {
		const parameters = Parameters.ofRun(context);
		name = parameters.choice(field);
		hintRoutes(context, parameters.options.choice(apiRoutesOption));
		return await operations[name](context);
	} catch (error) {
		if (context.getExecutionCancelSignal()?.aborted) throw cancelled(context);
		if (!context.continueOnFail()) throw stoppingError(context, error);
		const outputs = name === 'enroll' ? 3 : 1;
		const results = new ItemResults(context, outputs, outputs - 1);
		results.items.forEach((_, index) => results.fail(index, error));
		return results.finish();
	}
}

/** By this word n8n tells a cancelled execution from a failed one (n8n-core 2.40, processSuccessExecution). */
const cancelled = (context: IExecuteFunctions) =>
	new NodeOperationError(context.getNode(), 'The execution was canceled');

/** Errors made for n8n go on as they are, but not its own request errors: their cause holds the token. */
function stoppingError(context: IExecuteFunctions, error: unknown) {
	const isSafe =
		error instanceof NodeOperationError || (error instanceof NodeApiError && !error.cause);
	return isSafe ? error : toNodeError(context.getNode(), toProblem(error), 0);
}
