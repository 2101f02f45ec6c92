import type { INodeProperties } from 'n8n-workflow';

import { HubspotSequence } from '../../nodes/HubspotSequence/HubspotSequence.node';
import { HubspotWorkflow } from '../../nodes/HubspotWorkflow/HubspotWorkflow.node';
import { CODE } from './imports';
import { read } from './packed';

const fields = [HubspotSequence, HubspotWorkflow].flatMap(
	(type) => new type().description.properties,
);

const optionsOf = ({ options = [] }: INodeProperties) => options as INodeProperties[];
const collections = fields.filter(({ type }) => type === 'collection');

/** What is wider, n8n cuts off in a window of 1280 px. */
const WIDEST = 'If Planned Sends Cannot Be Read';

it('no label of an option is cut off', () => {
	const labels = collections.flatMap(optionsOf).map(({ displayName }) => displayName);
	expect(labels).toContain(WIDEST);
	expect(labels.filter((label) => label.length > WIDEST.length)).toEqual([]);
});

/** A name in single quotes within a text: "set 'Method' to List". */
const NAMED =
	/(?<=["`\w] |["`])\\?'([A-Z][a-z]*(?: (?:[A-Z(][\w)]*|[a-z]{1,3}))*)\\?'(?=[ .,;:][ a-z"`'])/g;

const OF_HTTP_REQUEST = ['Authentication', 'Credential Type'];

it('a field that a text names is one that a person sees', () => {
	const labels = new Set(OF_HTTP_REQUEST);
	for (const { displayName } of [...fields, ...collections.flatMap(optionsOf)]) {
		labels.add(displayName);
	}
	const named = CODE.filter((file) => file.startsWith('nodes/')).flatMap((file) =>
		[...read(file).matchAll(NAMED)].flatMap(([, label]) => label ?? []),
	);
	expect(named.length).toBeGreaterThan(30);
	expect(named.filter((label) => !labels.has(label))).toEqual([]);
});
