import type { IBinaryKeyData, IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { Problem } from '../errors';

/** An output item; it may bring files along. */
export interface Answer {
	json: IDataObject;
	binary?: IBinaryKeyData;
}

/** What an item says beside its outcome, or failure: what was done to its contact before. */
export interface Amendment {
	settled(json: IDataObject): IDataObject;
	failed(problem: Problem, cause: unknown): Problem;
}

/** What became of an item. */
export interface Settled {
	output: number;
	answers: Answer[];
	/** All input items that these output items answer. */
	indexes: number[];
}

/** An item on its way out of the node. */
export interface Leaving {
	output: number;
	item: INodeExecutionData;
}
