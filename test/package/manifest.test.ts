import { manifest, read, type Manifest } from './packed';

const { name, license, n8n, scripts, files, keywords, ...dependencies } = manifest();

it('the package depends on nothing but n8n itself', () => {
	expect(Object.keys(dependencies.dependencies ?? {})).toEqual([]);
	expect(dependencies.peerDependencies).toEqual({ 'n8n-workflow': '*' });
	expect(dependencies.overrides).toBeUndefined();
	for (const version of Object.values(dependencies.devDependencies)) {
		expect(version).toMatch(/^\d+\.\d+\.\d+$/);
	}
});

it.each(['lodash', 'luxon', 'p-limit', 'zod'])('%s is tested as n8n brings it', (name) => {
	const n8nCore = JSON.parse(read('node_modules/n8n-core/package.json')) as Manifest;
	const brought = n8nCore.dependencies?.[name] ?? n8nCore.peerDependencies[name];
	expect(dependencies.devDependencies[name]).toBe(brought?.replace('^', ''));
});

it('the package is one that n8n takes up', () => {
	expect(name).toBe('n8n-nodes-hubspot-enrollment');
	expect(keywords).toContain('n8n-community-node-package');
	expect(files).toEqual(['dist']);
	expect(n8n).toEqual({
		n8nNodesApiVersion: 1,
		strict: true,
		nodes: [
			'dist/nodes/HubspotSequence/HubspotSequence.node.js',
			'dist/nodes/HubspotWorkflow/HubspotWorkflow.node.js',
		],
		credentials: ['dist/credentials/HubspotEnrollmentOAuth2Api.credentials.js'],
	});
});

it('the licence is MIT, in the manifest and as a file', () => {
	expect(license).toBe('MIT');
	expect(read('LICENSE')).toMatch(/^MIT License/);
});

it('nothing runs on the machine of the one who installs it', () => {
	const hooks = ['preinstall', 'install', 'postinstall', 'prepare', 'prepublish', 'postprepare'];
	expect(Object.keys(scripts).filter((script) => hooks.includes(script))).toEqual([]);
});

it('the linter has its own settings', () => {
	expect(read('eslint.config.mjs').replace(/\s+/g, ' ').trim()).toBe(
		"import { config } from '@n8n/node-cli/eslint'; export default config;",
	);
});
