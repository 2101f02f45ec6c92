import type { HubspotServer } from '../hubspot';
import { startHubspot } from '../hubspot';
import type { ScriptOptions } from './arguments';
import { importCredentials, importWorkflows } from './cli';
import { readExamples } from './examples';
import { installN8n } from './installN8n';
import { installPackage } from './installPackage';
import { print } from './machine';
import type { N8nServer } from './server';
import { startServer } from './server';
import type { N8nSession } from './session';
import { setUpOwner } from './session';
import { LAGGING, standInCredential } from './standIn';
import { createInstance, freePort } from './userFolder';
import type { WorkflowFile } from './workflow';

/** A real n8n with this package, its examples and a HubSpot of its own, ready to click in. */
export interface Playground {
	server: N8nServer;
	hubspot: HubspotServer;
	session: N8nSession;
	examples: WorkflowFile[];
	/** Ends everything and deletes it, unless the options say to keep it. */
	stop(): Promise<void>;
}

/** Where `npm run hubspot` listens too, so that a credential made by hand fits both. */
const hubspotPort = 4010;
const n8nPort = 5678;
/** The examples name it. */
export const credentialId = 'hubspotStandIn01';

export async function startPlayground(options: ScriptOptions): Promise<Playground> {
	const installation = await installN8n(options.n8nVersion);
	const instance = await createInstance(installation);
	const hubspot = await startHubspot({ port: await freePort(hubspotPort), settings: LAGGING });
	const opened: Array<() => Promise<void>> = [];
	const stop = async () => {
		for (const close of opened) await close();
		await hubspot.close();
		if (options.keep) print(`Kept: ${instance.userFolder}`);
		else await instance.remove();
	};
	let ready = false;
	try {
		const installed = await installPackage(instance, options.packageSpec);
		print(`Setting up n8n ${options.n8nVersion} with ${installed.name} ${installed.version} …`);
		await importCredentials(instance, [standInCredential(credentialId, hubspot.url)]);
		const examples = await readExamples(credentialId);
		if (examples.length > 0) await importWorkflows(instance, examples);
		const server = await startServer(instance, n8nPort);
		opened.push(async () => await server.stop());
		const session = await setUpOwner(server);
		ready = true;
		return { server, hubspot, session, examples, stop };
	} finally {
		if (!ready) await stop();
	}
}
