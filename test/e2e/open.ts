import { startHubspot } from '../hubspot';
import { readOptions } from './arguments';
import { importCredentials, importWorkflows } from './cli';
import { readExamples } from './examples';
import { installN8n } from './installN8n';
import { installPackage } from './installPackage';
import { exit, messageOf, onInterrupt, print } from './machine';
import { startServer } from './server';
import { owner, setUpOwner } from './session';
import { credentialName, standInCredential } from './standIn';
import { createInstance, freePort } from './userFolder';

/** Where `npm run hubspot` listens too, so that a credential made by hand fits both. */
const hubspotPort = 4010;
const n8nPort = 5678;
const credentialId = 'hubspotStandIn01';

/** `npm run n8n`: a real n8n with this package and its examples, for a person to click in. */
async function main(): Promise<void> {
	const options = readOptions();
	let stopAsked: () => void = () => exit(130);
	onInterrupt(() => stopAsked());
	const installation = await installN8n(options.n8nVersion);
	const instance = await createInstance(installation);
	const hubspot = await startHubspot({ port: await freePort(hubspotPort) });
	try {
		const installed = await installPackage(instance, options.packageSpec);
		print(`Setting up n8n ${options.n8nVersion} with ${installed.name} ${installed.version} …`);
		await importCredentials(instance, [standInCredential(credentialId, hubspot.url)]);
		const examples = await readExamples(credentialId);
		if (examples.length > 0) await importWorkflows(instance, examples);
		const server = await startServer(instance, n8nPort);
		try {
			await setUpOwner(server);
			print(instructions(server.url, hubspot.url, examples));
			await Promise.race([
				new Promise<void>((resolve) => {
					stopAsked = resolve;
				}),
				server.ended,
			]);
			print('Stopping …');
		} finally {
			await server.stop();
		}
	} finally {
		await hubspot.close();
		if (options.keep) print(`Kept: ${instance.userFolder}`);
		else await instance.remove();
	}
}

function instructions(
	url: string,
	hubspotUrl: string,
	examples: Array<{ id: string; name: string }>,
): string {
	const list = examples.map(({ id, name }) => `  ${name}\n    ${url}/workflow/${id}`);
	return [
		'',
		`n8n:       ${url}`,
		`Log in:    ${owner.email}, password ${owner.password}`,
		`HubSpot:   a stand-in on ${hubspotUrl}; credential "${credentialName}"`,
		'',
		...(list.length > 0 ? ['Open an example and click Execute workflow:', ...list] : []),
		'Or make a workflow, add a node and search for "HubSpot Sequence" or "HubSpot Workflow".',
		'',
		'Ctrl-C stops n8n and the stand-in and deletes what was made here.',
	].join('\n');
}

main().then(
	() => exit(0),
	(error) => {
		print(messageOf(error));
		exit(1);
	},
);
