import { createWriteStream, endWithThis, isWindows, spawn } from './machine';

/** How a command ended. Output is complete, as text. */
export interface CommandResult {
	exitCode: number;
	stdout: string;
	stderr: string;
}

export interface CommandOptions {
	folder?: string;
	environment?: NodeJS.ProcessEnv;
	/** File that receives everything the command prints, as it is printed. */
	logFile?: string;
	/** Milliseconds after which the command is killed. Default: never. */
	timeout?: number;
}

/** A command that did not end by itself: it was killed, or it crashed. */
export class StoppedBySignal extends Error {
	constructor(
		command: string,
		readonly signal: NodeJS.Signals | null,
		/** What it had printed on its output by then. */
		readonly stdout: string,
	) {
		super(`${command} was stopped by ${signal}`);
	}
}

/**
 * Runs a command to its end, whatever its exit code. Rejects if it cannot start, and with
 * `StoppedBySignal` if it times out or crashes.
 */
export async function run(
	command: string,
	commandArguments: string[],
	options: CommandOptions = {},
): Promise<CommandResult> {
	return await new Promise((resolve, reject) => {
		const child = spawn(command, commandArguments, {
			cwd: options.folder,
			env: options.environment,
			timeout: options.timeout,
			stdio: ['ignore', 'pipe', 'pipe'],
			// npm is npm.cmd on Windows, which Node starts only through a shell.
			shell: isWindows && command === 'npm',
		});
		endWithThis(child);
		const log = options.logFile ? createWriteStream(options.logFile, { flags: 'a' }) : undefined;
		const chunks: { stdout: Buffer[]; stderr: Buffer[] } = { stdout: [], stderr: [] };
		for (const name of ['stdout', 'stderr'] as const) {
			child[name].on('data', (chunk: Buffer) => {
				chunks[name].push(chunk);
				log?.write(chunk);
			});
		}
		child.once('error', reject);
		child.once('close', (code, signal) => {
			log?.end();
			const stdout = Buffer.concat(chunks.stdout).toString('utf8');
			const stderr = Buffer.concat(chunks.stderr).toString('utf8');
			if (code === null) {
				reject(new StoppedBySignal(`${command} ${commandArguments.join(' ')}`, signal, stdout));
				return;
			}
			resolve({ exitCode: code, stdout, stderr });
		});
	});
}

/** As `run`, but a non-zero exit code rejects with the last 25 lines of the output. */
export async function runOrFail(
	command: string,
	commandArguments: string[],
	options: CommandOptions = {},
): Promise<CommandResult> {
	const result = await run(command, commandArguments, options);
	if (result.exitCode !== 0) {
		const tail = `${result.stdout}\n${result.stderr}`.trim().split('\n').slice(-25).join('\n');
		const where = options.logFile ? `\nWhole output: ${options.logFile}` : '';
		throw new Error(
			`${command} ${commandArguments.join(' ')} ended with ${result.exitCode}:\n${tail}${where}`,
		);
	}
	return result;
}
