import type { HubspotServer, Version } from '../hubspot';
import { HOSTS, startHubspot } from '../hubspot';
import { PLAIN } from '../../test/support/hubspotSettings';
import type { Case, RunStep, Step } from './case';
import type { Checks } from './checks';
import { executeWorkflow, importCredentials, importWorkflows } from './cli';
import type { Execution } from './execution';
import { itemsOf, jsonOf } from './execution';
import { messageOf, print } from './machine';
import { startServer } from './server';
import type { N8nSession } from './session';
import { setUpOwner } from './session';
import { credentialReference, nodeTypes, standInCredential } from './standIn';
import type { N8nInstance } from './userFolder';
import type { WorkflowFile } from './workflow';
import { nodeNames, workflowFor } from './workflow';

/** A case with its HubSpot running and its ids given out. */
interface PreparedCase {
	case: Case;
	hubspot: HubspotServer;
	credentialId: string;
	steps: Array<{ step: Step; workflowId: string }>;
}

interface Runner {
	runWorkflow(workflowId: string): Promise<Execution>;
	/** Missing on the command line. */
	session?: N8nSession;
}

/**
 * Runs cases in a real n8n, those of the command line first, and adds what they show to `checks`.
 * @param versions of HubSpot's API that the stand-in has
 */
export async function runCases(
	instance: N8nInstance,
	cases: Case[],
	checks: Checks,
	versions: Version[] = HOSTS.all,
): Promise<void> {
	const prepared = await Promise.all(
		cases.map(async (one, index) => await prepare(one, index, versions)),
	);
	try {
		print('Importing credentials and workflows with n8n’s command line');
		await importAll(instance, prepared);

		const byCommandLine = prepared.filter((entry) => entry.case.runBy === 'command line');
		const runWorkflow = async (id: string) => await executeWorkflow(instance, id);
		for (const entry of byCommandLine) await runCase(entry, { runWorkflow }, checks);

		const byServer = prepared.filter((entry) => entry.case.runBy === 'server');
		if (byServer.length === 0) return;
		const server = await startServer(instance);
		print(`n8n is running on ${server.url}`);
		try {
			const session = await setUpOwner(server);
			for (const entry of byServer) await runCase(entry, { ...session, session }, checks);
		} finally {
			await server.stop();
		}
	} finally {
		await Promise.all(prepared.map(async (entry) => await entry.hubspot.close()));
	}
}

async function prepare(theCase: Case, index: number, versions: Version[]): Promise<PreparedCase> {
	const given = theCase.hubspot;
	// A case looks at the log right after it enrolled, so no email may wait for another.
	const hubspot = await startHubspot({
		...given,
		settings: { ...PLAIN, versions, ...given?.settings },
	});
	// What a sender may still send is counted per account: one of its own for each case.
	Object.assign(hubspot.account, { portalId: hubspot.account.portalId + index });
	const steps = theCase.steps(hubspot).map((step, position) => ({
		step,
		// n8n's ids are 16 characters of letters and digits.
		workflowId: `e2e${String(index).padStart(5, '0')}step${String(position).padStart(4, '0')}`,
	}));
	const credentialId = `e2ecredential${String(index).padStart(3, '0')}`;
	return { case: theCase, hubspot, credentialId, steps };
}

async function importAll(instance: N8nInstance, prepared: PreparedCase[]): Promise<void> {
	await importCredentials(
		instance,
		prepared.map(({ case: { credentialData }, credentialId, hubspot }) =>
			standInCredential(credentialId, hubspot.url, credentialData),
		),
	);
	await importWorkflows(
		instance,
		prepared.flatMap(({ case: { title }, credentialId, steps }) =>
			steps.flatMap(({ step, workflowId }) =>
				'inEditor' in step ? [] : workflowOf(title, step, workflowId, credentialId),
			),
		),
	);
}

function workflowOf(title: string, step: RunStep, id: string, credentialId: string): WorkflowFile {
	return workflowFor(id, `${title}: ${step.name}`, step.items, {
		type: nodeTypes[step.node],
		parameters: step.parameters,
		onError: step.onError,
		credentials: credentialReference(credentialId),
	});
}

async function runCase(prepared: PreparedCase, runner: Runner, checks: Checks): Promise<void> {
	const { title, runBy } = prepared.case;
	for (const { step, workflowId } of prepared.steps) {
		print(`  ${title}: ${step.name}`);
		checks.start(`${title} (${runBy}): ${step.name}`);
		try {
			await runStep(prepared, step, workflowId, runner, checks);
		} catch (error) {
			checks.failed(step.name, messageOf(error));
		}
	}
}

async function runStep(
	{ hubspot, credentialId }: PreparedCase,
	step: Step,
	workflowId: string,
	{ runWorkflow, session }: Runner,
	checks: Checks,
): Promise<void> {
	if ('inEditor' in step) {
		if (!session) throw new Error('There is no editor on the command line');
		return await step.inEditor({ checks, hubspot, session, credentialId });
	}
	const execution = await runWorkflow(workflowId);
	step.verify({
		checks,
		execution,
		hubspot,
		items: (index) => itemsOf(execution, nodeNames.underTest, index),
		output: (index) => jsonOf(execution, nodeNames.underTest, index),
	});
}
