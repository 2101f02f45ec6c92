import type { IDataObject, INode } from 'n8n-workflow';

import { ACCEPTED_BEARER } from '../hubspot';
import type { CredentialFile } from './cli';

/** The package's name, the front part of its node types. */
const packageName = 'n8n-nodes-hubspot-enrollment';

export const nodeTypes = {
	sequence: `${packageName}.hubspotSequence`,
	workflow: `${packageName}.hubspotWorkflow`,
};

/** Whether a node is one of this package, as a tool of an agent too. */
export const isHubspotNode = ({ type }: Pick<INode, 'type'>): boolean =>
	type.startsWith(`${packageName}.`);

export const credentialType = 'hubspotEnrollmentOAuth2Api';

/** What the credential is called in n8n. */
export const credentialName = 'HubSpot (stand-in)';

/** HubSpot's contact properties show seconds later what has happened (hubspot-api.md 5.2). */
export const LAGGING = { propertyLagMs: 5_000 };

/** Data of a credential with a service key, as the stand-in accepts it. */
const serviceKey = { grantType: 'serviceKey', appToken: ACCEPTED_BEARER };

/** A credential that sends everything to the stand-in HubSpot at `url`. */
export function standInCredential(
	id: string,
	url: string,
	data: IDataObject = serviceKey,
): CredentialFile {
	return { id, name: credentialName, type: credentialType, data: { ...data, baseUrl: url } };
}

/** How a node refers to such a credential. */
export function credentialReference(id: string) {
	return { [credentialType]: { id, name: credentialName } };
}
