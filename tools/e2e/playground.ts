import type { HubspotServer } from '../hubspot';
import { startHubspot } from '../hubspot';
import type { ScriptOptions } from './arguments';
import { cacheFolder } from './cache';
import { importCredentials, importWorkflows } from './cli';
import { enterCustomers, readExamples } from './examples';
import { installN8n } from './installN8n';
import { installPackage } from './installPackage';
import { fs, isAlive, path, print, processId } from './machine';
import type { N8nServer } from './server';
import { startServer } from './server';
import type { N8nSession } from './session';
import { logIn, setUpOwner } from './session';
import { LAGGING, standInCredential } from './standIn';
import type { N8nInstance } from './userFolder';
import { createInstance, freePort } from './userFolder';
import type { WorkflowFile } from './workflow';

/** A real n8n with this package, its examples and a HubSpot of its own, ready to click in. */
export interface Playground {
	server: N8nServer;
	hubspot: HubspotServer;
	session: N8nSession;
	examples: WorkflowFile[];
	/** What n8n calls the user folder. */
	userFolder: string;
	/** Ends everything and deletes the user folder, unless the options say to keep it. */
	stop(): Promise<void>;
}

/** Where `npm run hubspot` listens too, so that a credential made by hand fits both. */
const hubspotPort = 4010;
const n8nPort = 5678;
/** The examples name it. */
export const credentialId = 'hubspotStandIn01';

/** A folder for each version: n8n does not go back to the database of an older one. */
const keptFolder = ({ n8nVersion }: ScriptOptions) =>
	path.join(cacheFolder, `kept-n8n-${n8nVersion}`);

/**
 * Two n8n on one database would harm it.
 * @returns a function that says that this one has ended
 */
async function alone({ userFolder }: N8nInstance): Promise<() => Promise<void>> {
	const file = path.join(userFolder, 'in-use-by');
	const other = Number(await fs.readFile(file, 'utf8').catch(() => ''));
	if (other > 0 && isAlive(other)) {
		throw new Error(`An n8n is running in ${userFolder} already (process ${other}): stop it first`);
	}
	await fs.writeFile(file, String(processId));
	return async () => await fs.rm(file, { force: true });
}

export async function startPlayground(options: ScriptOptions): Promise<Playground> {
	const installation = await installN8n(options.n8nVersion);
	const instance = await createInstance(
		installation,
		options.keep ? keptFolder(options) : undefined,
	);
	const leave = await alone(instance);
	const hubspot = await startHubspot({ port: await freePort(hubspotPort), settings: LAGGING });
	const opened: Array<() => Promise<void>> = [];
	const stop = async () => {
		for (const close of opened) await close();
		await hubspot.close();
		await leave();
		if (!options.keep) await instance.remove();
	};
	let ready = false;
	try {
		const installed = await installPackage(instance, options.packageSpec);
		print(`Setting up n8n ${options.n8nVersion} with ${installed.name} ${installed.version} …`);
		await importCredentials(instance, [standInCredential(credentialId, hubspot.url)]);
		const examples = await readExamples(credentialId);
		await enterCustomers(hubspot.account);
		// What a person made of them the last time stays.
		if (!instance.isUsed) await importWorkflows(instance, examples);
		const server = await startServer(instance, n8nPort);
		opened.push(async () => await server.stop());
		const session = await (instance.isUsed ? logIn : setUpOwner)(server);
		ready = true;
		return { server, hubspot, session, examples, userFolder: instance.userFolder, stop };
	} finally {
		if (!ready) await stop();
	}
}
