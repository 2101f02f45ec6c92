import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { createClient } from '../transport/client';
import type { EnrollRun } from './enrollRun';
import { EnrollResults } from './enrollResults';
import { retryMemory } from '../n8n/retryMemory';
import { dryRunLedgers } from '../ledger/dryRunLedger';
import { openLedger } from '../ledger/openLedger';
import { readRunSettings } from '../n8n/runSettings';
import { CircuitBreaker } from './circuitBreaker';

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
	const opened = openLedger(context, settings.ledgerUnavailable, (message) =>
		results.hint(message),
	);
	const ledgers = settings.dryRun ? dryRunLedgers(opened) : opened;
	await results.attemptRest(async () => {
		const client = await createClient(context);
		await enroll({ client, settings, results, memory, ledgers, breaker: new CircuitBreaker() });
	});
	const outputs = results.finish();
	if (results.failedCount === 0) memory.forget();
	return outputs;
}
