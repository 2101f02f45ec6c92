import {
	ICredentialsHelper,
	injectDomainRestrictionFields,
	NodeHelpers,
	type ICredentialDataDecryptedObject,
	type ICredentialType,
	type IHttpRequestHelper,
	type IHttpRequestOptions,
	type INode,
	type INodeCredentialsDetails,
	type INodeParameters,
	type INodeProperties,
	type IWorkflowDataProxyAdditionalKeys,
	type IWorkflowExecuteAdditionalData,
	type WorkflowExecuteMode,
	Workflow,
} from 'n8n-workflow';

import { HubspotEnrollmentOAuth2Api } from '../../../credentials/HubspotEnrollmentOAuth2Api.credentials';

/** The part of n8n's own CredentialsHelper that a request needs, over values in memory. */
export class MemoryCredentials extends ICredentialsHelper {
	private readonly type: ICredentialType = new HubspotEnrollmentOAuth2Api();
	#resolved?: { of: string; values: ICredentialDataDecryptedObject };
	/** How often n8n saved a refreshed login. */
	saves = 0;

	/** @param data what a user entered; a refreshed login is written back here, as n8n does */
	constructor(readonly data: ICredentialDataDecryptedObject) {
		super();
	}

	getParentTypes(): string[] {
		return this.type.extends ?? [];
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	/** With the fields that n8n adds to every OAuth2 credential. */
	getCredentialsProperties(): INodeProperties[] {
		return injectDomainRestrictionFields(this.type);
	}

	async getDecrypted(
		_additionalData: IWorkflowExecuteAdditionalData,
		_details: INodeCredentialsDetails,
		_type: string,
		_mode: WorkflowExecuteMode,
		_executeData?: object,
		raw?: boolean,
	): Promise<ICredentialDataDecryptedObject> {
		return raw ? { ...this.data } : this.resolved;
	}

	/** What n8n makes of it for a request: defaults filled in, expressions resolved. */
	get resolved(): ICredentialDataDecryptedObject {
		return {
			...this.resolve(),
			...(this.data.oauthTokenData && { oauthTokenData: this.data.oauthTokenData }),
		};
	}

	/** Resolves again only what was changed, as every request asks for the credential. */
	private resolve(): ICredentialDataDecryptedObject {
		const of = JSON.stringify(this.data);
		if (this.#resolved?.of !== of) {
			const properties = this.getCredentialsProperties();
			const data = this.data as INodeParameters;
			const filled = NodeHelpers.getNodeParameters(properties, data, true, false, null, null);
			this.#resolved = { of, values: resolveExpressions(filled ?? {}) };
		}
		return structuredClone(this.#resolved.values);
	}

	/** Not called for a type that extends oAuth2Api: n8n signs the token itself. */
	async authenticate(
		_credentials: ICredentialDataDecryptedObject,
		_type: string,
		options: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		return options;
	}

	async preAuthentication(): Promise<undefined> {
		return undefined;
	}

	async runPreAuthentication(
		helpers: IHttpRequestHelper,
		credentials: ICredentialDataDecryptedObject,
	): Promise<ICredentialDataDecryptedObject | undefined> {
		const output = await this.type.preAuthentication?.call(helpers, credentials);
		return output as ICredentialDataDecryptedObject | undefined;
	}

	async getCredentials(): Promise<never> {
		throw new Error('The engine does not ask for this');
	}

	async updateCredentials(
		_details: INodeCredentialsDetails,
		_type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		Object.assign(this.data, data);
		this.saves++;
	}

	async updateCredentialsOauthTokenData(
		_details: INodeCredentialsDetails,
		_type: string,
		data: ICredentialDataDecryptedObject,
	): Promise<void> {
		this.data.oauthTokenData = data.oauthTokenData;
		this.saves++;
	}
}

/**
 * n8n resolves expressions of a credential against itself, under `$self`.
 * @param keys what else an expression may name, such as `$credentials` in the credential's test
 */
export function resolveExpressions(
	values: INodeParameters,
	keys: IWorkflowDataProxyAdditionalKeys = {},
): ICredentialDataDecryptedObject {
	const node: INode = {
		id: 'credential',
		name: 'Credential',
		type: 'test.credential',
		typeVersion: 1,
		position: [0, 0],
		parameters: values,
	};
	const workflow = new Workflow({
		nodes: [node],
		connections: {},
		active: false,
		nodeTypes: {
			getByName: () => {
				throw new Error('No node is looked up by name here');
			},
			getByNameAndVersion: () => ({
				description: {
					displayName: 'Credential',
					name: 'credential',
					group: ['input'],
					version: 1,
					description: '',
					defaults: {},
					inputs: [],
					outputs: [],
					properties: [],
				},
			}),
			getKnownTypes: () => ({}),
		},
	});
	return workflow.expression.getComplexParameterValue(
		node,
		values,
		'internal',
		keys,
		undefined,
		undefined,
		values,
	) as ICredentialDataDecryptedObject;
}
