import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { createClient } from '../transport/client';
import type { EnrollRun } from './enrollGroups';
import { EnrollResults } from './enrollResults';
import { retryMemory } from './retryMemory';
import { readRunSettings } from './runSettings';

/**
 * The frame of Enroll of both nodes: every item leaves by one output whatever `enroll` does, and what
 * is kept for Retry On Fail goes once no item failed.
 */
export async function runEnroll(
	context: IExecuteFunctions,
	enroll: (run: EnrollRun) => Promise<void>,
): Promise<INodeExecutionData[][]> {
	const settings = readRunSettings(context);
	const results = new EnrollResults(context, settings);
	const memory = retryMemory(context);
	await results.guardRest(
		async () => await enroll({ client: await createClient(context), settings, results, memory }),
	);
	const outputs = results.finish();
	if (!results.hasFailures) memory.forget();
	return outputs;
}
