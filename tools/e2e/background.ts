import {
	createWriteStream,
	endGroupWithThis,
	fs,
	isWindows,
	signalGroup,
	spawn,
	wait,
} from './machine';

/** A program that runs until it is ended: n8n, a database. */
export interface BackgroundProcess {
	name: string;
	/** Everything it and its predecessors with the same log have printed. */
	logFile: string;
	/** Resolves when it has ended, by `stop` or `kill` or by itself. */
	ended: Promise<void>;
	/**
	 * Waits until `isReady` says yes. Rejects with the end of its log, and stops it, if it ends
	 * before or is not ready after `timeout` milliseconds.
	 */
	untilReady(isReady: () => Promise<boolean>, timeout: number): Promise<void>;
	/** Asks it to end, and resolves when it and its children are gone; insists after 15 seconds. */
	stop(): Promise<void>;
	/** Ends it and its children at once with SIGKILL, as a crash of the machine does. */
	kill(): Promise<void>;
}

export interface BackgroundOptions {
	name: string;
	command: string;
	commandArguments: string[];
	folder: string;
	environment?: NodeJS.ProcessEnv;
	/** Appended to. */
	logFile: string;
	/** What `stop` sends to a program that would leave something behind if it were killed. */
	stopSignal?: NodeJS.Signals;
}

const stopTimeout = 15_000;

/** How to end each program that is running, without care for what it was doing. */
const running = new Map<BackgroundProcess, () => Promise<void>>();

/** Ends everything that `startBackground` has started and that is still running. */
export async function endAllInBackground(): Promise<void> {
	await Promise.all([...running.values()].map(async (end) => await end()));
}

/** Starts a program without waiting for it. It ends with this process at the latest. */
export function startBackground(options: BackgroundOptions): BackgroundProcess {
	const { name, logFile } = options;
	const log = createWriteStream(logFile, { flags: 'a' });
	const child = spawn(options.command, options.commandArguments, {
		cwd: options.folder,
		env: options.environment,
		stdio: ['ignore', 'pipe', 'pipe'],
		// A group of its own, so that `kill` reaches the task runners that n8n starts.
		detached: !isWindows,
	});
	endGroupWithThis(child);
	child.stdout.pipe(log, { end: false });
	child.stderr.pipe(log, { end: false });

	const ended = new Promise<void>((resolve) => {
		child.once('exit', () => resolve());
		// Where there is no such program, no 'exit' follows.
		child.once('error', (error) => log.write(`${error.message}\n`, () => resolve()));
	}).then(() => {
		running.delete(background);
		log.end();
	});
	const kill = async () => {
		signalGroup(child, 'SIGKILL');
		await ended;
	};
	const stop = async () => {
		if (running.has(background)) child.kill(options.stopSignal ?? 'SIGTERM');
		const patience = new AbortController();
		const { signal } = patience;
		const forced = wait(stopTimeout, undefined, { signal }).catch(() => undefined);
		await Promise.race([ended, forced]);
		patience.abort();
		await kill();
	};
	const untilReady: BackgroundProcess['untilReady'] = async (isReady, timeout) => {
		const deadline = Date.now() + timeout;
		while (!(await isReady())) {
			if (!running.has(background) || Date.now() > deadline) {
				await stop();
				throw new Error(`${name} did not start:\n${await tailOf(logFile)}`);
			}
			await wait(250);
		}
	};
	const background: BackgroundProcess = { name, logFile, ended, untilReady, stop, kill };
	running.set(background, options.stopSignal ? stop : kill);
	return background;
}

async function tailOf(logFile: string): Promise<string> {
	return (await fs.readFile(logFile, 'utf8')).trim().split('\n').slice(-25).join('\n');
}
