import type {
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IDataObject,
	INodeProperties,
} from 'n8n-workflow';

import {
	baseUrlExpression,
	loginUrlExpression,
	readBaseUrl,
} from '../nodes/shared/transport/baseUrl';
import { inList, OPTIONAL_SCOPES, REQUIRED_SCOPES, SCOPES } from '../nodes/shared/transport/scopes';

const oauthOnly = { show: { grantType: ['authorizationCode'] } };

/** All that HTTP has (RFC 9110, 15.4). */
const REDIRECTS = [300, 301, 302, 303, 307, 308];

export class HubspotEnrollmentOAuth2Api implements ICredentialType {
	name = 'hubspotEnrollmentOAuth2Api';

	extends = ['oAuth2Api'];

	displayName = 'HubSpot Enrollment (Service Key or Login) OAuth2 API';

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
			description:
				"For the nodes HubSpot Sequence and HubSpot Workflow, which do not take n8n's own HubSpot Service Key or HubSpot OAuth2",
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
			displayName: `Tick these scopes on the key, as far as you need them: ${inList(SCOPES.filter(({ name }) => name !== 'oauth'))}`,
			name: 'keyScopeNotice',
			type: 'notice',
			default: '',
			displayOptions: { show: { grantType: ['serviceKey'] } },
		},
		{
			displayName: `Add these scopes to your HubSpot app. As required scopes: ${inList(SCOPES.filter(({ optional }) => !optional))}. As optional scopes: ${inList(SCOPES.filter(({ optional }) => optional))}.`,
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
			placeholder: 'https://api.hubapi.com',
			description:
				'The same for accounts of all regions, EU accounts included; leave it empty for https://api.hubapi.com',
		},
		{
			displayName: 'Authorization URL',
			name: 'authUrl',
			type: 'hidden',
			default: `=${loginUrlExpression('$self["baseUrl"]')}/oauth/authorize`,
			required: true,
		},
		{
			displayName: 'Access Token URL',
			name: 'accessTokenUrl',
			type: 'hidden',
			default: `=${baseUrlExpression('$self["baseUrl"]')}/oauth/2026-09/token`,
			required: true,
		},
		{ displayName: 'Scope', name: 'scope', type: 'hidden', default: REQUIRED_SCOPES },
		{
			displayName: 'Auth URI Query Parameters',
			name: 'authQueryParameters',
			type: 'hidden',
			default: `optional_scope=${encodeURIComponent(OPTIONAL_SCOPES)}`,
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
			url: '/crm/objects/2026-09/contacts',
			qs: { limit: 1 },
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
			{
				type: 'responseCode',
				properties: {
					value: 403,
					message: `HubSpot knows the key or login, and does not let it read contacts, which everything needs: the scope crm.objects.contacts.read is missing. The others are: ${inList(SCOPES.filter(({ name }) => !['oauth', 'crm.objects.contacts.read'].includes(name)))}`,
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

	/**
	 * n8n asks this on every request of an OAuth2 type and signs it with the token it is given.
	 * @throws Problem where the key must not go to the API Base URL: n8n's own test of the credential says so
	 */
	async preAuthentication(credentials: ICredentialDataDecryptedObject): Promise<IDataObject> {
		readBaseUrl(credentials.baseUrl);
		if (credentials.grantType !== 'serviceKey') return {};
		return { oauthTokenData: { access_token: credentials.appToken, token_type: 'bearer' } };
	}
}
