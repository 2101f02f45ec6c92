import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	INodeProperties,
} from 'n8n-workflow';

import { baseUrlExpression } from '../nodes/shared/transport/baseUrl';

const oauthOnly = { show: { grantType: ['authorizationCode'] } };

/** All that HTTP has (RFC 9110, 15.4). */
const REDIRECTS = [300, 301, 302, 303, 307, 308];

/** What each scope is for; a service key needs the same ones. */
const SCOPES = [
	'oauth',
	'automation',
	'automation.sequences.read',
	'automation.sequences.enrollments.write',
	'crm.objects.contacts.read',
	'crm.objects.contacts.write',
	'crm.objects.owners.read',
	'crm.lists.read',
	'crm.lists.write',
	'crm.schemas.contacts.write',
	'marketing.email.read',
	'sales-email-read',
];

export class HubspotEnrollmentOAuth2Api implements ICredentialType {
	name = 'hubspotEnrollmentOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'HubSpot Enrollment OAuth2 API';

	icon = {
		light: 'file:hubspotEnrollment.svg',
		dark: 'file:hubspotEnrollment.dark.svg',
	} as const;

	documentationUrl =
		'https://github.com/n8n-nodes-hubspot-enrollment/n8n-nodes-hubspot-enrollment#scopes-and-keys';

	properties: INodeProperties[] = [
		{
			displayName: 'Authentication',
			name: 'grantType',
			type: 'options',
			options: [
				{
					name: 'OAuth2',
					value: 'authorizationCode',
					description: 'Log in to HubSpot with an app of your own',
				},
				{
					name: 'Service Key',
					value: 'serviceKey',
					description: 'A service key, or the static token of an app or of an older private app',
				},
			],
			default: 'serviceKey',
		},
		{
			displayName: 'Service Key',
			name: 'appToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			placeholder: 'pat-na1-…',
			description: 'In HubSpot: Development, Keys, Service Keys',
			displayOptions: { show: { grantType: ['serviceKey'] } },
		},
		{
			displayName: 'Client ID',
			name: 'clientId',
			type: 'string',
			default: '',
			required: true,
			displayOptions: oauthOnly,
		},
		{
			displayName: 'Client Secret',
			name: 'clientSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			displayOptions: oauthOnly,
		},
		{
			displayName: 'Add these scopes to your HubSpot app as required scopes: ' + SCOPES.join(', '),
			name: 'scopeNotice',
			type: 'notice',
			default: '',
			displayOptions: oauthOnly,
		},
		{
			displayName: 'API Base URL',
			name: 'baseUrl',
			type: 'string',
			default: 'https://api.hubapi.com',
			description: 'The same for accounts of all regions, EU accounts included',
		},
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			default: 'https://app.hubspot.com/oauth/authorize',
			required: true,
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: `=${baseUrlExpression('$self["baseUrl"]')}/oauth/2026-09/token`,
			required: true,
		},
		{ displayName: 'Scope', name: 'scope', type: 'hidden', default: SCOPES.join(' ') },
		{
			displayName: 'Auth URI Query Parameters',
			name: 'authQueryParameters',
			type: 'hidden',
			default: '',
		},
		{ displayName: 'Authentication', name: 'authentication', type: 'hidden', default: 'body' },
		{
			// With a service key there is nothing to refresh: without this, n8n tries to on a 401 and
			// hides HubSpot's answer behind an error of its own (n8n-core 2.40).
			displayName: 'Token Expired Status Code',
			name: 'tokenExpiredStatusCode',
			type: 'hidden',
			typeOptions: { password: true },
			default: '={{ $self["grantType"] === "serviceKey" ? 0 : 401 }}',
		},
	];

	test: ICredentialTestRequest = {
		request: {
			baseURL: `=${baseUrlExpression('$credentials.baseUrl')}`,
			url: '/account-info/2026-09/details',
			// n8n would send the key on to any host.
			disableFollowRedirect: true,
		},
		rules: [
			{
				type: 'responseCode',
				properties: {
					value: 401,
					message:
						'HubSpot does not accept the key or login: it has expired, was revoked or was mistyped',
				},
			},
			...REDIRECTS.map((value) => ({
				type: 'responseCode' as const,
				properties: {
					value,
					message:
						'The API Base URL answers with a redirect, which is not followed: the key would go along',
				},
			})),
		],
	};

	/** n8n asks this on every request of an OAuth2 type and signs it with the token it is given. */
	async preAuthentication(credentials: ICredentialDataDecryptedObject): Promise<IDataObject> {
		if (credentials.grantType !== 'serviceKey') return {};
		return { oauthTokenData: { access_token: credentials.appToken, token_type: 'bearer' } };
	}
}
