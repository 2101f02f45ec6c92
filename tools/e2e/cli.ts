import type { IDataObject, IRun } from 'n8n-workflow';

import type { CommandResult } from './command';
import { run, StoppedBySignal } from './command';
import type { Execution } from './execution';
import { toExecution } from './execution';
import { fs, path, print } from './machine';
import type { N8nInstance } from './userFolder';
import type { WorkflowFile } from './workflow';

/** A credential as `n8n import:credentials` reads it; n8n encrypts `data` itself. */
export interface CredentialFile {
	id: string;
	name: string;
	type: string;
	data: IDataObject;
}

/** Longest time one n8n command may take, in milliseconds; they take three to eight seconds. */
const commandTimeout = 180_000;

/** A command that crashes is started so often. */
const MOST_TRIES = 5;

export async function importCredentials(
	instance: N8nInstance,
	credentials: CredentialFile[],
): Promise<void> {
	await importFile(instance, 'import:credentials', credentials);
}

/** Imports workflows; one with an id that exists already is overwritten. */
export async function importWorkflows(
	instance: N8nInstance,
	workflows: WorkflowFile[],
): Promise<void> {
	await importFile(instance, 'import:workflow', workflows);
}

/** Writes all workflows to a file, as a person who shares them does. */
export async function exportWorkflows(instance: N8nInstance, file: string): Promise<void> {
	const result = await n8n(instance, ['export:workflow', '--all', `--output=${file}`]);
	if (result.exitCode !== 0) throw new Error(`n8n exported no workflows:\n${tailOf(result)}`);
}

/**
 * Runs a workflow with `n8n execute`, from its manual trigger. This process has no Data Tables
 * and ignores pinned data (`Execute.run` of n8n 2.40.7 passes none on).
 */
export async function executeWorkflow(instance: N8nInstance, id: string): Promise<Execution> {
	const result = await n8n(instance, ['execute', `--id=${id}`, '--rawOutput']);
	const record = findRunRecord(result.stdout);
	if (!record) throw new Error(`n8n execute printed no result:\n${tailOf(result)}`);
	const parsed: IRun = JSON.parse(record);
	return toExecution(parsed);
}

/** The record is printed among log lines, indented: it is what lies between a `{` and a `}` line. */
function findRunRecord(stdout: string): string | undefined {
	return /^\{\r?\n[\s\S]*?^\}$/m.exec(stdout)?.[0];
}

async function importFile(instance: N8nInstance, command: string, content: object): Promise<void> {
	const file = path.join(instance.userFolder, `${command.replace(':', '-')}.json`);
	await fs.writeFile(file, JSON.stringify(content));
	const result = await n8n(instance, [command, `--input=${file}`]);
	await fs.rm(file);
	// n8n reports some failures of an import on its output and ends with 0 all the same.
	if (result.exitCode !== 0 || !/Successfully imported/.test(result.stdout)) {
		throw new Error(`n8n ${command} did not succeed:\n${tailOf(result)}`);
	}
}

async function n8n(instance: N8nInstance, n8nArguments: string[]): Promise<CommandResult> {
	const { node, n8n: script } = instance.installation;
	for (let tries = 1; ; tries++) {
		const result = await run(node, [script, ...n8nArguments], {
			folder: instance.userFolder,
			environment: instance.environment,
			timeout: commandTimeout,
		}).catch((error: unknown) => {
			// On a busy machine Node itself crashes now and then around a short run, as it ends too. Where a
			// workflow had begun and told nothing, the next run finds its traces, and the case fails.
			if (error instanceof StoppedBySignal && error.signal === 'SIGSEGV') return error;
			throw error;
		});
		if (!(result instanceof StoppedBySignal)) return result;
		const { message, stdout } = result;
		const hasRecord = findRunRecord(stdout) !== undefined;
		print(`${message}, ${hasRecord ? 'after' : 'before'} it told of its run`);
		if (hasRecord) return { exitCode: 0, stdout, stderr: '' };
		if (tries === MOST_TRIES) throw result;
	}
}

function tailOf(result: CommandResult): string {
	return `${result.stdout}\n${result.stderr}`.trim().split('\n').slice(-25).join('\n');
}
