import { omit, pick, without } from 'lodash';
import type {
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { Problem } from '../errors';
import { nameOf } from './fields';
import { TOLD_BY_HUBSPOT } from './nodeError';

const known = new WeakMap<object, boolean>();

/**
 * Whether an agent calls the node. n8n gives the tool of a node a type of its own, with this at its end;
 * `isToolExecution` says no where the engine runs the tool for the agent (n8n-engine.md 3.4). Asked once
 * a run, because n8n copies the node for each answer.
 */
export function isTool(context: Pick<IExecuteFunctions, 'getNode'>): boolean {
	const tool = known.get(context) ?? context.getNode().type.endsWith('Tool');
	known.set(context, tool);
	return tool;
}

/**
 * Where n8n's engine runs a tool with an error output, it takes the answer for that output, and hands
 * the model nothing, whatever was done (`handleNodeErrorOutput`, n8n-engine.md 3.4).
 * @throws NodeOperationError before anything is done; its message is all that reaches the model
 */
export function requireAnswer(context: IExecuteFunctions): void {
	if (!isTool(context) || context.isToolExecution()) return;
	const node = context.getNode();
	if (node.onError !== 'continueErrorOutput') return;
	throw new NodeOperationError(
		node,
		'Nothing was done, because no answer would reach the agent: in the settings of this tool, whoever built the agent sets On Error to "Continue"',
	);
}

/** Who, into or out of what, and by whom: the rest is how the node works, and a person's to set. */
const FOR_A_MODEL = new Set([
	...['contact', 'sequence', 'onlySequence', 'workflow', 'sender', 'contactsToEnroll', 'dryRun'],
]);

type NamedField = Pick<INodeProperties, 'displayName' | 'name'>;

/**
 * What a model says reaches an expression by `$fromAI`, and by `$json` as well: n8n puts the arguments of
 * a call over the item of the agent, also those that the tool does not have (n8n-engine.md 3.4). So in
 * other fields no expression counts.
 */
export const mayBeSaidByModel = ({ name }: NamedField): boolean => FOR_A_MODEL.has(name);

/** For a field that an expression fills, where a model could reach it. */
export const refusedToModel = (field: NamedField) =>
	new Problem(
		'BAD_INPUT',
		`An agent may not decide '${nameOf(field)}'`,
		`This field has an expression, and what a model says could reach it. Whoever built the agent sets '${nameOf(field)}' of this tool to a fixed value. Do not try again.`,
	);

/** What only the node and whoever builds a workflow can use. */
const FOR_BUILDERS = ['input', 'readings', 'sequence.steps', 'triggerProperty', 'triggerValue'];

/** An outcome as a model reads it: each field costs, and may mislead. */
export function answerToModel(json: IDataObject): IDataObject {
	const { forecast, ...answer }: IDataObject = omit(json, FOR_BUILDERS);
	if (!Array.isArray(forecast)) return answer;
	return { ...answer, forecast: forecast.map((day) => pick(day, ['date', 'remaining'])) };
}

/** For whoever looks into a failure of HubSpot; its own words may help a model. */
const FOR_SUPPORT = without(TOLD_BY_HUBSPOT, 'hubspotMessage');

/**
 * A failure as a model reads it. n8n would hand on the first sentence of an error only, and before 2.40
 * stop the agent; `error` is what makes Retry On Fail try again.
 */
export const failureToModel = ({
	reason,
	message,
	description,
	details,
}: Problem): IDataObject => ({
	outcome: 'failed',
	reason,
	error: message,
	message: `${message}. ${description}`,
	...omit(details, FOR_SUPPORT),
});

/** All of them; a model has no hint to tell it that there is nobody. */
export const answersToModel = (answers: INodeExecutionData[]): INodeExecutionData[] =>
	answers.length > 0
		? answers
		: [{ json: { message: 'Nothing was done: nobody is there' }, pairedItem: { item: 0 } }];
