import 'reflect-metadata';
import { PackageDirectoryLoader } from 'n8n-core';
import type { ICredentialType, INodeType, INodeTypeDescription, Themed } from 'n8n-workflow';

import { unpack } from './packed';

const PACKAGE = 'n8n-nodes-hubspot-enrollment';

describe('n8n loads the package', () => {
	const { folder, remove } = unpack();
	const loader = new PackageDirectoryLoader(folder);
	const node = (name: string) =>
		loader.types.nodes.find((type) => type.name === name) as INodeTypeDescription;
	const iconOf = ({ iconUrl }: INodeTypeDescription | ICredentialType) => iconUrl as Themed<string>;

	beforeAll(async () => {
		await loader.loadAll();
	});
	afterAll(() => {
		remove();
	});

	it('with both nodes and the credential, under the names that workflows hold', () => {
		expect(loader.packageName).toBe(PACKAGE);
		expect(loader.types.nodes.map(({ name }) => name)).toEqual([
			'hubspotSequence',
			'hubspotWorkflow',
		]);
		expect(loader.types.credentials.map(({ name }) => name)).toEqual([
			'hubspotEnrollmentOAuth2Api',
		]);
		expect(loader.known.credentials.hubspotEnrollmentOAuth2Api).toMatchObject({
			extends: ['oAuth2Api'],
			supportedNodes: ['hubspotSequence', 'hubspotWorkflow'],
		});
	});

	it.each([
		['hubspotSequence', 'HubSpot Sequence'],
		['hubspotWorkflow', 'HubSpot Workflow'],
	])('%s with its icons, codex and lists', (name, displayName) => {
		const description = node(name);
		const path = `icons/${PACKAGE}/dist/nodes/${displayName.replace('HubSpot ', 'Hubspot')}`;
		expect(description).toMatchObject({
			displayName,
			usableAsTool: true,
			codex: { categories: expect.arrayContaining(['Sales']) as string[] },
			credentials: [{ name: 'hubspotEnrollmentOAuth2Api', required: true }],
		});
		expect(iconOf(description)).toEqual({
			light: `${path}/${name}.svg`,
			dark: `${path}/${name}.dark.svg`,
		});
		const lists = Object.keys((loader.getNode(name).type as INodeType).methods?.listSearch ?? {});
		expect(lists).toEqual(expect.arrayContaining(wantedLists(description)));
	});

	it('the credential with its icons, told apart from the HubSpot Service Key of n8n', () => {
		const [credential] = loader.types.credentials;
		expect(iconOf(credential)).toEqual({
			light: `icons/${PACKAGE}/dist/credentials/hubspotEnrollment.svg`,
			dark: `icons/${PACKAGE}/dist/credentials/hubspotEnrollment.dark.svg`,
		});
		const [authentication] = credential.properties;
		expect(credential.displayName).toBe('HubSpot Enrollment (Service Key or Login) OAuth2 API');
		expect(authentication.description).toContain("n8n's own HubSpot Service Key");
	});
});

/** The methods that the fields of a node search with, wherever in the form they are. */
function wantedLists(description: INodeTypeDescription): string[] {
	const named = JSON.stringify(description).matchAll(/"(?:searchListMethod)":"(\w+)"/g);
	return [...new Set([...named].map(([, method]) => method))];
}
