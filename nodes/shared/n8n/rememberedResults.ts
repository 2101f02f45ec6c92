import type { INodeExecutionData } from 'n8n-workflow';

import { ItemResults } from './itemResults';
import { retryMemory } from './retryMemory';

/** Results of an operation that Retry On Fail may run again: what it has done is remembered till then. */
export class RememberedResults extends ItemResults {
	readonly memory = retryMemory(this.context);

	override async finish(): Promise<INodeExecutionData[][]> {
		const outputs = await super.finish();
		if (this.failedCount === 0) this.memory.forget();
		return outputs;
	}
}
