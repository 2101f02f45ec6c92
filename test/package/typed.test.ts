import {
	NodeHelpers,
	type INode,
	type INodeProperties,
	type INodePropertyMode,
	type NodeParameterValue,
} from 'n8n-workflow';

import { emailAddress } from '../../nodes/shared/contacts/contactRef';
import { readLocated } from '../../nodes/shared/n8n/values';
import type { LocatorField } from '../../nodes/shared/n8n/fields';
import { HubspotSequence } from '../../nodes/HubspotSequence/HubspotSequence.node';
import { HubspotWorkflow } from '../../nodes/HubspotWorkflow/HubspotWorkflow.node';

const NODE = { typeVersion: 1 } as INode;

/** What n8n says of a value while it is typed. */
function saidOf(field: INodeProperties, mode: string, value: NodeParameterValue): string[] {
	const alone = { ...field, displayOptions: undefined };
	const values = { [field.name]: { __rl: true, mode, value } };
	const issues = NodeHelpers.getNodeParametersIssues(
		[alone],
		{ ...NODE, parameters: values },
		null,
	);
	return issues?.parameters?.[field.name] ?? [];
}

const LOCATORS = [HubspotSequence, HubspotWorkflow]
	.flatMap((type) => new type().description.properties)
	.flatMap((field) =>
		field.type === 'collection' ? (field.options as INodeProperties[]) : [field],
	)
	.filter((field): field is LocatorField => field.type === 'resourceLocator');

const TYPED = LOCATORS.flatMap((field) =>
	field.modes
		.filter(({ name }) => ['id', 'email', 'url'].includes(name))
		.map((mode) => [field.name, mode.name, field, mode] as const),
);

const WRONG: Record<string, string[]> = {
	id: ['ann', '12 34', '1.5', 'https://app.hubspot.com/'],
	email: ['ann', 'ann@', 'ann@example', '12'],
	url: ['30951', 'https://example.com/contacts/1/record/0-1/2', 'https://app.hubspot.com/home'],
};

it.each(TYPED)('%s by %s says while typing that a value is none', (...[, , field, { name }]) => {
	for (const value of WRONG[name]) expect(saidOf(field, name, value)).toHaveLength(1);
});

/** Whatever the node reads, n8n must let through. */
const RIGHT: Record<string, string[]> = {
	id: ['1', ' 12345 ', '={{ $json.id }}'],
	email: [
		'ann@example.com',
		' Ann <ann@example.com>, ',
		'={{ $json.email }}',
		'mailto:a@b.example?x',
	],
	url: ['={{ $json.url }}'],
};
const exampleOf = ({ placeholder = '' }: INodePropertyMode) => placeholder.replace('e.g. ', '');

it.each(TYPED)('%s by %s lets through what the node reads', (...[, , field, mode]) => {
	const example = exampleOf(mode);
	const more = mode.name === 'url' ? [`${example}?from=list`] : [];
	for (const value of [...RIGHT[mode.name], example, ` ${example} `, ...more]) {
		expect(saidOf(field, mode.name, value)).toEqual([]);
		if (value.startsWith('=')) continue;
		const { value: read = '' } = readLocated(field, { __rl: true, mode: mode.name, value }) ?? {};
		if (mode.name === 'email') expect(emailAddress(read)).toBeDefined();
		else expect(read).toMatch(/^\d+$/);
	}
});

it.each(TYPED)('%s by %s may stay empty where it is optional', (...[, , field, { name }]) => {
	expect(saidOf({ ...field, required: false }, name, '')).toEqual([]);
});
