import { partition } from 'lodash';
import type { INodeParameters, INodeProperties, NodeParameterValue } from 'n8n-workflow';

import { HubspotSequence } from '../../../nodes/HubspotSequence/HubspotSequence.node';
import { HubspotWorkflow } from '../../../nodes/HubspotWorkflow/HubspotWorkflow.node';

import { OPERATIONS } from './operations';

/** A field of the form, and where it stands. */
export interface FormField {
	field: INodeProperties;
	operation: string;
	/** In the node's Options. */
	isOption: boolean;
}

const TYPES = { sequence: HubspotSequence, workflow: HubspotWorkflow };
export type NodeName = keyof typeof TYPES;

/** A field of the form, and not of the tool that n8n makes of the node for an agent. */
const isOfForm = ({ displayOptions, type }: INodeProperties) =>
	type !== 'notice' &&
	type !== 'hidden' &&
	displayOptions?.show?.['@tool']?.[0] !== true &&
	displayOptions?.show?.resource?.[0] !== 'enrollmentTool';

/** Every field of a node that holds a value, for each operation that shows it. */
export function fieldsOf(node: NodeName): FormField[] {
	const { properties } = new TYPES[node]().description;
	return OPERATIONS.flatMap((operation) => {
		const shown = properties
			.filter(isOfForm)
			.filter(({ displayOptions }) => displayOptions?.show?.operation?.includes(operation) ?? true);
		const options = shown
			.filter(({ type }) => type === 'collection')
			.flatMap((collection) => (collection.options ?? []) as INodeProperties[]);
		const fields = shown.filter(({ type }) => type !== 'collection');
		const at = (isOption: boolean) => (field: INodeProperties) => ({ field, operation, isOption });
		return [...fields.map(at(false)), ...options.map(at(true))];
	});
}

/** What the other fields have to be set to, so that the form shows this one; an option may depend on another. */
export function shownBy({ field, operation, isOption }: FormField): INodeParameters {
	const shown = Object.entries(field.displayOptions?.show ?? {})
		.filter(([name]) => !name.startsWith('@'))
		.map(([name, values]) => [name, values?.[0]] as const);
	const isSibling = ([name]: readonly [string, unknown]) => isOption && !name.startsWith('/');
	const [options, fields] = partition(shown, isSibling);
	return {
		...Object.fromEntries(fields.map(([name, value]) => [name.replace('/', ''), value])),
		operation,
		options: Object.fromEntries(options),
	};
}

/** The field with a value; a record is named by its ID. */
export function withValue({ field, isOption }: FormField, value: unknown): INodeParameters {
	const shown = value as NodeParameterValue;
	const given = field.type === 'resourceLocator' ? { __rl: true, mode: 'id', value: shown } : shown;
	return isOption ? { options: { [field.name]: given } } : { [field.name]: given };
}

/** How texts call the field. */
export const nameOf = ({ field }: FormField): string =>
	field.displayName.replace(/ Names or IDs$/, '').toLowerCase();

const NOTHING: unknown[] = [undefined, null, '', '  '];
const OBJECT = { some: 'object' };

/** Values that plainly mean nothing that the field allows. */
export function wrongFor({
	type,
	options,
	name: field,
	typeOptions = {},
}: INodeProperties): unknown[] {
	const { minValue = 0, maxValue } = typeOptions;
	switch (type) {
		case 'options': {
			const [first] = (options ?? []) as Array<{ name: string; value: string }>;
			const { name, value } = first;
			return [...NOTHING, OBJECT, [value], 5, true, name, `${value} `, value.toUpperCase()];
		}
		case 'number':
			return [
				...[...NOTHING, OBJECT, [3], true, 'abc', '3 days', 1.5, '1,5', minValue - 1, Infinity],
				...(maxValue === undefined ? [] : [maxValue + 1]),
			];
		case 'boolean':
			return [...NOTHING, OBJECT, [true], 2, 'maybe', 'Dry'];
		case 'string':
			return [...NOTHING, OBJECT, ['one', 'two']];
		case 'multiOptions':
			return [...NOTHING, [], OBJECT, true, [OBJECT], [null], 'not an ID', ['1', 'x/../y']];
		case 'resourceLocator':
			return [
				...[...NOTHING, OBJECT, ['1'], true],
				// Any text may be the name of a property.
				...(field === 'triggerProperty' ? [] : ['not an ID', '1/../2', '12345678901234567890']),
			];
		default:
			throw new Error(`The walk does not know fields of type ${type}`);
	}
}

/** A second value that a field of the whole run may have, beside its default. */
export function anotherFor({ type, options, default: first, name }: INodeProperties): unknown {
	if (type === 'boolean') return !first;
	if (type === 'number') return Number(first) + 1;
	if (name === 'triggerProperty') return 'leave_at';
	if (type === 'string') return 'another';
	if (type === 'resourceLocator') return '1662037';
	const values = (options ?? []) as Array<{ value: string }>;
	return values.find(({ value }) => value !== first)?.value;
}
