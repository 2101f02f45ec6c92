import type { Cast } from '../../support/cast';
import type { NodeRun } from '../../support/n8n/runNode';
import { byId } from '../../support/n8n/stage';
import { newFlow } from '../workflow/support';

type NodeName = 'sequence' | 'workflow';

/** Of each node. */
export const OPERATIONS = ['enroll', 'status', 'unenroll', 'checkSendLimit'];

/** Each operation of each node. */
export const OPERATIONS_OF_BOTH: ReadonlyArray<readonly [NodeName, string]> = [
	...OPERATIONS.map((operation) => ['sequence', operation] as const),
	...OPERATIONS.map((operation) => ['workflow', operation] as const),
];

/**
 * Runs an operation with all items of a cast; what fails leaves by the error output.
 * @param parameters in place of those that each operation has
 */
export async function runOperation(
	cast: Cast,
	node: NodeName,
	operation: string,
	parameters = {},
): Promise<NodeRun> {
	return await cast.stage[node](cast.items, {
		settings: { onError: 'continueErrorOutput' },
		parameters: {
			operation,
			contact: byId('={{ $json.id }}'),
			sequence: byId(cast.sequence.id),
			sender: byId(cast.rep.userId),
			workflow: byId(newFlow(cast.stage).id),
			...parameters,
		},
	});
}
