import type { INodeProperties } from 'n8n-workflow';

import { choiceField, type ChoiceField, type FlagField, type NumberField } from '../fields';

/** Whose status is asked for. Other fields depend on it, so it is one for the run. */
export const statusOfField: ChoiceField<'contacts' | 'everyone'> = choiceField({
	displayName: 'Status Of',
	name: 'statusOf',
	type: 'options',
	noDataExpression: true,
	options: [
		{
			name: 'Contacts',
			value: 'contacts',
			description: 'The contacts that the input items name, or that are on a list',
		},
		{
			name: 'Everyone',
			value: 'everyone',
			description: 'Everyone who is in the chosen one now',
		},
	],
	default: 'contacts',
	displayOptions: { show: { operation: ['status'] } },
});

const OF_EVERYONE = { operation: ['status'], statusOf: ['everyone'] };

export const returnAllField: FlagField = {
	displayName: 'Return All',
	name: 'returnAll',
	type: 'boolean',
	default: false,
	description: 'Whether to return all results or only up to a given limit',
	displayOptions: { show: OF_EVERYONE },
};

export const limitField: NumberField = {
	displayName: 'Limit',
	name: 'limit',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 50,
	description: 'Max number of results to return',
	displayOptions: { show: { ...OF_EVERYONE, returnAll: [false] } },
};

/**
 * @param name of the second choice, such as "Everyone in the Sequence"
 * @param description how the node knows who that is, and what it cannot know
 */
export const statusOfFields = (name: string, description: string): INodeProperties[] => [
	{
		...statusOfField,
		options: statusOfField.options.map((option) =>
			option.value === 'everyone' ? { ...option, name, description } : option,
		),
	},
	returnAllField,
	limitField,
];

/** Shows a field where everyone is asked for, and there alone. */
export const shownForEveryone = { show: OF_EVERYONE };
