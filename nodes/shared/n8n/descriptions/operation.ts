import type { INodeProperties } from 'n8n-workflow';

import { choiceField, type ChoiceField } from '../fields';

/**
 * n8n describes a tool to the model by the `action` of its operation, and only where the operation is
 * shown for a resource (`resolveResourceAndOperation`, n8n-engine.md 3.4). So there is a resource that
 * nobody sees, and the tool has another one, with operations that say more than a menu has room for.
 */
const resourceField = (
	value: string,
	isTool: boolean,
	options?: INodeProperties['options'],
): INodeProperties => ({
	displayName: 'Resource',
	name: 'resource',
	type: 'hidden',
	default: value,
	...(options && { options }),
	displayOptions: { show: { '@tool': [isTool] } },
});

/**
 * The Operation field, for the reader, and everything of it in the form.
 * @param forModel what each does, when to use it and when the other node, and what its fields take
 */
export function operationFields<const V extends string>(
	operations: ChoiceField<V>['options'],
	initial: V,
	forModel: Record<V, string>,
): { operationField: ChoiceField<V>; operationProperties: INodeProperties[] } {
	const operationField = choiceField<V>({
		displayName: 'Operation',
		name: 'operation',
		type: 'options',
		noDataExpression: true,
		options: operations,
		default: initial,
	});
	const shownFor = (resource: string, options: ChoiceField<V>['options']): INodeProperties => ({
		...operationField,
		options,
		displayOptions: { show: { resource: [resource] } },
	});
	// n8n ends the description with " in HubSpot Sequence", or Workflow.
	const told = operations.map((operation) => ({
		...operation,
		action: `${forModel[operation.value]} Operation: ${operation.name}`,
	}));
	return {
		operationField,
		operationProperties: [
			// The menu of actions goes through the options of a resource.
			resourceField('enrollment', false, [{ name: 'Enrollment', value: 'enrollment' }]),
			resourceField('enrollmentTool', true),
			// A copy, because n8n adds its "Custom API Call" to what it gets.
			shownFor('enrollment', [...operations]),
			shownFor('enrollmentTool', told),
		],
	};
}
