import type { INodeProperties, INodePropertyMode, INodePropertyOptions } from 'n8n-workflow';

/** A field with a choice of values; they stand here once, for the form and for the reader. */
export interface ChoiceField<V extends string> extends INodeProperties {
	type: 'options';
	default: V;
	options: Array<INodePropertyOptions & { value: V }>;
}

/** Lets the compiler know the values of a field, so that a switch over them is exhaustive. */
export const choiceField = <const V extends string>(field: ChoiceField<V>): ChoiceField<V> => field;

/** `typeOptions` hold the bounds; without a maximum there is none. */
export interface NumberField extends INodeProperties {
	type: 'number';
	default: number;
}

export interface FlagField extends INodeProperties {
	type: 'boolean';
	default: boolean;
}

export interface TextField extends INodeProperties {
	type: 'string';
	default: string;
}

/** Several values, from a list in the editor or by expression. */
export interface ListField extends INodeProperties {
	type: 'multiOptions';
	default: string[];
}

/** A record of HubSpot, named in one of several ways. */
export interface LocatorField extends INodeProperties {
	type: 'resourceLocator';
	modes: INodePropertyMode[];
}

/**
 * Says while a person types that a value can mean nothing here. It lets through whatever the reader of the
 * field may understand: n8n does not run a node with such a mistake.
 * @param regex of the whole value; an empty one is for `required` to complain of
 */
const typedAs = (
	regex: string,
	errorMessage: string,
): NonNullable<INodePropertyMode['validation']> => [
	{ type: 'regex', properties: { regex: `(?:${regex})?`, errorMessage } },
];

/** @param what for example "A sequence ID" */
export const typedAsId = (what: string) => typedAs('\\s*\\d+\\s*', `${what} has digits only`);

/**
 * For a mode that takes the address of a record in HubSpot.
 * @param regex of the address as far as the id, which is its one group
 * @param what for example "a sequence"
 */
export const typedAsUrl = (regex: string, what: string) => ({
	extractValue: { type: 'regex' as const, regex },
	validation: typedAs(`\\s*${regex}.*`, `Not the address of ${what} in HubSpot`),
});

/** An address somewhere in it: the reader takes "Jane <jane@example.com>" as well. */
export const typedAsEmail = typedAs('[\\s\\S]*\\S@\\S+\\.\\S[\\s\\S]*', 'Not an email address');

/** What texts call a field: n8n's lint has those with a list from HubSpot end in "Names or IDs". */
export const nameOf = ({ displayName }: Pick<INodeProperties, 'displayName'>): string =>
	displayName.replace(/ Names or IDs$/, '');
