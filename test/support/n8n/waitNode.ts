import {
	NodeConnectionTypes,
	tryToParseDateTime,
	type INodeType,
	type NodeParameterValueType,
} from 'n8n-workflow';

export const WAIT_NODE = 'n8n-nodes-base.wait';

/**
 * Stands where a workflow has n8n's Wait node, set to a certain time. As that one does (n8n-nodes-base
 * 2.41, Wait.node.js), it takes the time of the first item for all of them, and passes them on then.
 *
 * @param sleepUntil lets the time pass, until that instant (ms since epoch)
 */
export const waitNode = (sleepUntil: (instant: number) => void): INodeType => ({
	description: {
		displayName: 'Wait',
		name: 'wait',
		group: ['organization'],
		version: [1, 1.1],
		description: 'Wait before continue with execution',
		defaults: { name: 'Wait' },
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		properties: [
			{
				displayName: 'Resume',
				name: 'resume',
				type: 'options',
				options: [{ name: 'At Specified Time', value: 'specificTime' }],
				default: 'timeInterval',
			},
			{ displayName: 'Date and Time', name: 'dateTime', type: 'dateTime', default: '' },
		],
	},
	async execute() {
		const given: NodeParameterValueType = this.getNodeParameter('dateTime', 0) as string;
		sleepUntil(tryToParseDateTime(given, this.getTimezone()).toMillis());
		return [this.getInputData()];
	},
});
