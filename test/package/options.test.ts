import {
	NodeHelpers,
	type INodeParameters,
	type INodeProperties,
	type INodePropertyOptions,
} from 'n8n-workflow';

import { HubspotSequence } from '../../nodes/HubspotSequence/HubspotSequence.node';
import { HubspotWorkflow } from '../../nodes/HubspotWorkflow/HubspotWorkflow.node';

const FIELDS = {
	sequence: new HubspotSequence().description.properties,
	workflow: new HubspotWorkflow().description.properties,
};
type NodeName = keyof typeof FIELDS;

const optionsOf = ({ options = [] }: INodeProperties) => options as INodeProperties[];

const COLLECTIONS = (['sequence', 'workflow'] as const).flatMap((node) =>
	FIELDS[node]
		.filter(({ type }) => type === 'collection')
		.map((field) => ({
			node,
			operation: String(field.displayOptions?.show?.operation),
			options: optionsOf(field),
		})),
);

/** The options that a person may add, or has added. */
function offered(node: NodeName, parameters: INodeParameters): string[] {
	const isOf = (one: { node: string; operation: string }) =>
		one.node === node && one.operation === parameters.operation;
	const values = { parameters: { options: {}, ...parameters } };
	return COLLECTIONS.filter(isOf)
		.flatMap(({ options }) => options)
		.filter((option) =>
			NodeHelpers.displayParameterPath(values, option, 'parameters.options', null, null),
		)
		.map(({ name }) => name);
}

const ENROLL = { operation: 'enroll', senderMode: 'user' };
const UNENROLL = { operation: 'unenroll', unenrollMethod: 'bridgeWorkflow' };
const BY_WORKFLOW = { bridgeTrigger: 'workflow' };

describe('An option is offered only where it does something', () => {
	it.each<{ node: NodeName; idle: INodeParameters; used: INodeParameters; options: string[] }>([
		{
			node: 'sequence',
			idle: ENROLL,
			used: { ...ENROLL, options: { alreadyEnrolled: 'replace' } },
			options: ['triggerProperty', 'waitSeconds', 'pollSeconds'],
		},
		{
			node: 'sequence',
			idle: { ...ENROLL, options: { ifInWorkflow: 'ignore' } },
			used: { ...ENROLL, options: { ifInWorkflow: '={{ $json.overlap }}' } },
			options: ['conflictingWorkflows', 'conflictTheme'],
		},
		{
			node: 'workflow',
			idle: ENROLL,
			used: { ...ENROLL, options: { ifInSequence: 'skip' } },
			options: ['conflictingSequences', 'conflictTheme'],
		},
		{
			node: 'sequence',
			idle: ENROLL,
			used: { ...ENROLL, senderMode: 'contactOwner' },
			options: ['fallbackSender'],
		},
		{
			node: 'sequence',
			idle: { ...UNENROLL, unenrollMethod: 'deleteEnrollment' },
			used: UNENROLL,
			options: ['bridgeTrigger', 'waitSeconds', 'pollSeconds'],
		},
		{
			node: 'sequence',
			idle: { ...UNENROLL, options: BY_WORKFLOW },
			used: UNENROLL,
			options: ['createBridge', 'triggerProperty'],
		},
		{
			node: 'sequence',
			idle: UNENROLL,
			used: { ...UNENROLL, options: BY_WORKFLOW },
			options: ['bridgeWorkflow'],
		},
	])('of the $node node: $options with $used, not with $idle', ({ node, idle, used, options }) => {
		expect(offered(node, used)).toEqual(expect.arrayContaining(options));
		expect(offered(node, idle).filter((name) => options.includes(name))).toEqual([]);
	});
});

/** The options next to it that decide whether an option is shown. */
const dependsOn = ({ displayOptions: { show, hide } = {} }: INodeProperties) =>
	Object.keys({ ...show, ...hide }).filter((name) => !/^[/@]/.test(name));

it.each(COLLECTIONS)(
	'$node, $operation: what depends on an option stands right behind it, with nothing else between',
	({ options }) => {
		const names = options.map(({ name }) => name);
		for (const [at, option] of options.entries()) {
			for (const name of dependsOn(option)) {
				const between = options.slice(names.indexOf(name) + 1, at);
				expect(names.slice(0, at)).toContain(name);
				expect(between.filter((other) => !dependsOn(other).includes(name))).toEqual([]);
			}
		}
	},
);

/** What reaches more than the contacts of the items, switches a check off, or HubSpot has not published. */
const HARMFUL = ['archive', 'turnOff', 'off', 'crmObjects', 'deleteEnrollment', 'replace'];

const LISTS = Object.values(FIELDS)
	.flatMap((fields) => fields.flatMap((field) => [field, ...optionsOf(field)]))
	.filter(({ type }) => type === 'options')
	.map((field) => ({
		name: field.name,
		values: (field.options as INodePropertyOptions[]).map(({ value }) => String(value)),
	}));

it('every list is looked at', () => {
	expect(LISTS.flatMap(({ values }) => values)).toEqual(expect.arrayContaining(HARMFUL));
});

it.each(LISTS)('the list of $name ends with what does harm', ({ values }) => {
	const harmless = values.filter((value) => !HARMFUL.includes(value));
	expect(values.slice(0, harmless.length)).toEqual(harmless);
	expect(harmless).not.toEqual([]);
});

it.each(['turnOff', 'archive'])('a yellow box stands with Method %s', (method) => {
	const shown = FIELDS.workflow.filter(
		(field) =>
			field.type === 'notice' &&
			NodeHelpers.displayParameter({ operation: 'unenroll', method }, field, null, null),
	);
	expect(shown.map(({ displayName }) => displayName)).toEqual([
		expect.stringContaining('<b>everybody</b>'),
	]);
});
