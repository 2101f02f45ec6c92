/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, no-console -- runs on a developer's machine, outside n8n */
/**
 * The one door from these scripts to the machine they run on: files, processes, environment,
 * terminal, time. Every other file here obeys the same import rules as the nodes.
 */
import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { createWriteStream } from 'node:fs';
import * as fs from 'node:fs/promises';
import { createServer } from 'node:net';
import * as os from 'node:os';
import * as path from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';

export { createServer, createWriteStream, fs, os, path, spawn, wait };

export const environment = process.env;
export const isWindows = process.platform === 'win32';
export const isRoot = process.getuid?.() === 0;
export const isTerminal = process.stdout.isTTY === true;
/** Arguments after the script's name. */
export const scriptArguments = process.argv.slice(2);
export const processId = process.pid;

/** The package's own folder: the nearest one upwards that holds a package.json. */
export const repositoryFolder = path.resolve(__dirname, '..', '..');

export function print(line = ''): void {
	console.log(line);
}

/** Writes without a line break; with `\r` in front it overwrites the line in a terminal. */
export function printPart(text: string): void {
	process.stdout.write(text);
}

export function exit(code: number): never {
	process.exit(code);
}

/** How long after a signal another one is taken for its echo, in milliseconds. */
const echoTime = 1000;

/**
 * Calls `stop` once, on Ctrl-C, on a kill, or when the terminal is closed. Whoever asks again ends
 * the process at once.
 */
export function onInterrupt(stop: () => void): void {
	let askedAt: number | undefined;
	const hear = () => {
		if (askedAt === undefined) {
			askedAt = Date.now();
			stop();
		} else if (Date.now() - askedAt > echoTime) {
			// npm and tsx hand on the Ctrl-C that the terminal sends to every process by itself.
			process.exit(130);
		}
	};
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, hear);
}

/** Ends a child with this process, however this process ends. */
export function endWithThis(child: ChildProcess): void {
	const end = () => child.kill('SIGTERM');
	process.once('exit', end);
	child.once('exit', () => process.off('exit', end));
}

/** Sends a signal to a child that was spawned `detached`, and to all that it has started itself. */
export function signalGroup({ pid }: ChildProcess, signal: NodeJS.Signals): void {
	try {
		// Windows has no process groups; there the child is all that can be reached.
		if (pid !== undefined) process.kill(isWindows ? pid : -pid, signal);
	} catch {
		// Nobody of the group is left.
	}
}

/** As `endWithThis`, for a child that was spawned `detached`, with all that it has started. */
export function endGroupWithThis(child: ChildProcess): void {
	const end = () => signalGroup(child, 'SIGTERM');
	process.once('exit', end);
	child.once('exit', () => process.off('exit', end));
}

/** True while a process with this id exists. */
export function isAlive(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}

/** The message of anything thrown. */
export function messageOf(thrown: unknown): string {
	return thrown instanceof Error ? thrown.message : String(thrown);
}
