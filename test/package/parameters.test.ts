import {
	displayParameter,
	type INodeParameters,
	type INodeProperties,
	type INodeType,
} from 'n8n-workflow';

import { HubspotEnrollmentOAuth2Api } from '../../credentials/HubspotEnrollmentOAuth2Api.credentials';
import { HubspotSequence } from '../../nodes/HubspotSequence/HubspotSequence.node';
import { HubspotWorkflow } from '../../nodes/HubspotWorkflow/HubspotWorkflow.node';

/**
 * What the saved workflows of users hold. Typed by hand: a name or value that is gone here breaks
 * them, so that this list may grow and not shrink.
 */
const SEQUENCE: Record<string, string[]> = {
	enroll: [
		...['contactsFrom', 'contact', 'sourceList', 'sequence', 'senderMode', 'sender', 'senders'],
		...['plan', 'dailyLimit', 'sendLimitMode'],
	],
	status: ['statusOf', 'returnAll', 'limit', 'contactsFrom', 'contact', 'sourceList', 'sequence'],
	unenroll: ['contactsFrom', 'contact', 'sourceList', 'unenrollMethod'],
	checkSendLimit: [
		...['sequence', 'senderMode', 'sender', 'senders', 'plan', 'dailyLimit', 'contactsToEnroll'],
	],
};
const SEQUENCE_OPTIONS: Record<string, string[]> = {
	enroll: [
		...['alreadyEnrolled', 'apiRoutes', 'concurrency', 'conflictTheme', 'conflictingWorkflows'],
		...['cooldownDays', 'dryRun', 'fallbackSender', 'ifInWorkflow', 'includeInput'],
		...['ledgerUnavailable', 'mailbox', 'maxPerDomain', 'maxPerRun'],
		...['reserve', 'senderAliasAddress', 'senderEmail', 'skipIneligible', 'verify'],
	],
	status: ['apiRoutes', 'concurrency', 'includeInput'],
	unenroll: [
		...['bridgeTrigger', 'bridgeWorkflow', 'createBridge', 'dryRun', 'includeInput'],
		...['onlySequence', 'pollSeconds', 'triggerProperty', 'waitSeconds'],
	],
	checkSendLimit: ['apiRoutes', 'includeChart', 'mailbox', 'reserve', 'senderEmail'],
};
const WORKFLOW: Record<string, string[]> = {
	enroll: [
		...['contactsFrom', 'contact', 'sourceList', 'workflow', 'method', 'list'],
		...['triggerProperty', 'triggerValue'],
		...['monthlyEmailLimit', 'enrollmentsPerDay', 'sendLimitMode'],
	],
	status: ['statusOf', 'returnAll', 'limit', 'contactsFrom', 'contact', 'sourceList', 'workflow'],
	unenroll: [
		...['contactsFrom', 'contact', 'sourceList', 'workflow', 'method', 'list'],
		...['triggerProperty', 'triggerValue', 'affectEveryone'],
	],
	checkSendLimit: ['workflow', 'monthlyEmailLimit', 'enrollmentsPerDay', 'contactsToEnroll'],
};
const WORKFLOW_OPTIONS: Record<string, string[]> = {
	enroll: [
		...['apiRoutes', 'concurrency', 'conflictTheme', 'conflictingSequences', 'dryRun'],
		...['ifDisabled', 'ifInSequence', 'includeInput', 'ledgerUnavailable', 'maxPerRun'],
		...['requireMarketingContact', 'skipIneligible', 'verify', 'workflowIdType'],
	],
	status: ['concurrency', 'includeInput', 'workflowIdType'],
	unenroll: ['concurrency', 'dryRun', 'includeInput', 'verify', 'workflowIdType'],
	checkSendLimit: ['workflowIdType'],
};

/** Values of fields that offer a choice, and modes of those that name a record. */
const VALUES: Array<[new () => INodeType, string, string[]]> = [
	[HubspotSequence, 'operation', ['enroll', 'status', 'unenroll', 'checkSendLimit']],
	[HubspotSequence, 'contact', ['list', 'id', 'email', 'url']],
	[HubspotSequence, 'statusOf', ['contacts', 'everyone']],
	[HubspotSequence, 'contactsFrom', ['items', 'list']],
	[HubspotSequence, 'sourceList', ['list', 'id', 'url']],
	[HubspotSequence, 'sequence', ['list', 'id', 'url']],
	[HubspotSequence, 'sender', ['list', 'id', 'email']],
	[HubspotSequence, 'senderMode', ['user', 'contactOwner', 'rotate']],
	[HubspotSequence, 'plan', ['professional', 'enterprise', 'custom']],
	[HubspotSequence, 'sendLimitMode', ['hold', 'fail', 'warn', 'off']],
	[HubspotSequence, 'unenrollMethod', ['bridgeWorkflow', 'deleteEnrollment']],
	[HubspotSequence, 'options.alreadyEnrolled', ['skip', 'fail', 'replace']],
	[HubspotSequence, 'options.apiRoutes', ['published', 'v4', 'crmObjects']],
	[HubspotSequence, 'options.bridgeTrigger', ['property', 'workflow']],
	[HubspotSequence, 'options.ifInWorkflow', ['ignore', 'skip']],
	[HubspotSequence, 'options.ledgerUnavailable', ['hold', 'useHubSpotCount']],
	[HubspotWorkflow, 'options.ledgerUnavailable', ['hold', 'useHubSpotCount']],
	[HubspotSequence, 'options.mailbox', ['standard', 'gmailFree']],
	[HubspotWorkflow, 'operation', ['enroll', 'status', 'unenroll', 'checkSendLimit']],
	[HubspotWorkflow, 'contact', ['list', 'id', 'email', 'url']],
	[HubspotWorkflow, 'statusOf', ['contacts', 'everyone']],
	[HubspotWorkflow, 'contactsFrom', ['items', 'list']],
	[HubspotWorkflow, 'sourceList', ['list', 'id', 'url']],
	[HubspotWorkflow, 'workflow', ['list', 'id', 'url']],
	[HubspotWorkflow, 'method', ['direct', 'list', 'property', 'turnOff', 'archive']],
	[HubspotWorkflow, 'list', ['list', 'id']],
	[HubspotWorkflow, 'sendLimitMode', ['hold', 'fail', 'warn', 'off']],
	[HubspotWorkflow, 'options.ifDisabled', ['fail', 'warn']],
	[HubspotWorkflow, 'options.ifInSequence', ['ignore', 'skip']],
	[HubspotWorkflow, 'options.workflowIdType', ['auto', 'flow', 'legacy']],
];

const DEFAULTS: Array<[new () => INodeType, INodeParameters]> = [
	[
		HubspotSequence,
		{
			operation: 'enroll',
			contactsFrom: 'items',
			statusOf: 'contacts',
			senderMode: 'user',
			sendLimitMode: 'hold',
			plan: 'professional',
			unenrollMethod: 'bridgeWorkflow',
		},
	],
	[
		HubspotWorkflow,
		{
			operation: 'enroll',
			contactsFrom: 'items',
			statusOf: 'contacts',
			method: 'direct',
			sendLimitMode: 'hold',
		},
	],
];

const propertiesOf = (type: new () => INodeType) => new type().description.properties;

/** Fields that the form has for an operation, with whatever the other fields are set to. */
const fieldsOf = (type: new () => INodeType, operation: string) =>
	propertiesOf(type).filter(
		({ displayOptions }) => displayOptions?.show?.operation?.includes(operation) ?? true,
	);

const optionsOf = (type: new () => INodeType, operation: string) =>
	fieldsOf(type, operation)
		.filter(({ name }) => name === 'options')
		.flatMap(({ options }) => (options ?? []) as INodeProperties[]);

const names = (properties: INodeProperties[]) => properties.map(({ name }) => name);

describe.each([
	['HubSpot Sequence', HubspotSequence, SEQUENCE, SEQUENCE_OPTIONS],
	['HubSpot Workflow', HubspotWorkflow, WORKFLOW, WORKFLOW_OPTIONS],
])('%s', (_name, type, fields, options) => {
	it.each(Object.keys(fields))('%s has its fields', (operation) => {
		expect(names(fieldsOf(type, operation))).toEqual(expect.arrayContaining(fields[operation]));
	});

	it.each(Object.keys(options))('%s has its options', (operation) => {
		expect(names(optionsOf(type, operation))).toEqual(expect.arrayContaining(options[operation]));
	});

	it.each(Object.keys(options))('%s has each option once', (operation) => {
		const labels = optionsOf(type, operation).map(({ displayName }) => displayName);
		expect(labels).toEqual([...new Set(labels)]);
	});
});

it.each(VALUES)('%p: %s can be %j', (type, path, values) => {
	const [first, second] = path.split('.');
	const found = propertiesOf(type)
		.filter(({ name }) => name === first)
		.flatMap((property) =>
			second
				? ((property.options ?? []) as INodeProperties[]).filter(({ name }) => name === second)
				: [property],
		);
	const offered = found.flatMap(({ options, modes }) => [
		...(modes ?? []).map(({ name }) => name),
		...(options ?? []).flatMap((option) => ('value' in option ? [option.value] : [])),
	]);
	expect(offered).toEqual(expect.arrayContaining(values));
});

it.each(DEFAULTS)('%p starts with what is safe', (type, expected) => {
	for (const [field, value] of Object.entries(expected)) {
		const all = propertiesOf(type).filter(({ name }) => name === field);
		expect(all.map((property) => property.default)).toContain(value);
		expect(new Set(all.map((property) => JSON.stringify(property.default))).size).toBe(1);
	}
});

it('the credential has the fields that saved credentials hold', () => {
	const { name, properties, test: request } = new HubspotEnrollmentOAuth2Api();
	const field = (wanted: string) => properties.find((property) => property.name === wanted);
	expect(name).toBe('hubspotEnrollmentOAuth2Api');
	expect(names(properties)).toEqual(
		expect.arrayContaining(['grantType', 'appToken', 'clientId', 'clientSecret', 'baseUrl']),
	);
	expect(field('grantType')).toMatchObject({ default: 'serviceKey' });
	expect(field('baseUrl')).toMatchObject({ default: 'https://api.hubapi.com' });
	for (const secret of ['appToken', 'clientSecret']) {
		expect(field(secret)).toMatchObject({ typeOptions: { password: true } });
	}
	expect(request.request.url).toBe('/crm/objects/2026-09/contacts');
});

it('a service key shows no OAuth2 field, and the other way round', () => {
	const { properties } = new HubspotEnrollmentOAuth2Api();
	const shown = (grantType: string) =>
		properties
			.filter(({ type }) => type !== 'hidden' && type !== 'notice')
			.filter((property) => displayParameter({ grantType }, property, null, null))
			.map(({ name }) => name);
	expect(shown('serviceKey')).toEqual(['grantType', 'appToken', 'baseUrl']);
	expect(shown('authorizationCode')).toEqual(['grantType', 'clientId', 'clientSecret', 'baseUrl']);
});
