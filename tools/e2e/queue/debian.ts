import { uniq } from 'lodash';

import { exists } from '../cache';
import { runOrFail } from '../command';
import { environment, fs, isRoot, path } from '../machine';
import { withProgress } from '../progress';

/** What the run needs beside n8n, and Debian's package of each program. */
const packageOf = {
	initdb: 'postgresql',
	postgres: 'postgresql',
	pg_isready: 'postgresql',
	'redis-server': 'redis-server',
	'redis-cli': 'redis-server',
} as const;

type ProgramName = keyof typeof packageOf;

/** Path of each program. */
export type ServerPrograms = Record<ProgramName, string>;

/** Where Debian keeps the programs of its PostgreSQL versions, one folder a version. */
const postgresqlFolder = '/usr/lib/postgresql';

/**
 * Finds PostgreSQL and Redis, and installs Debian's packages where they are missing. Rejects with
 * what to install where this user may not.
 */
export async function findServerPrograms(): Promise<ServerPrograms> {
	const found = await lookForPrograms();
	if (isComplete(found)) return found;
	const names = Object.keys(packageOf) as ProgramName[];
	const missing = uniq(names.filter((name) => !found[name]).map((name) => packageOf[name]));
	const command = `apt-get install ${missing.join(' ')}`;
	if (!isRoot)
		throw new Error(`This machine lacks ${missing.join(' and ')}. Install first: sudo ${command}`);
	await withProgress(command, install(missing));
	const installed = await lookForPrograms();
	if (isComplete(installed)) return installed;
	throw new Error(`${command} went well, but its programs are not in ${postgresqlFolder} or PATH`);
}

function isComplete(found: Partial<ServerPrograms>): found is ServerPrograms {
	return Object.keys(found).length === Object.keys(packageOf).length;
}

async function lookForPrograms(): Promise<Partial<ServerPrograms>> {
	const versions = await fs.readdir(postgresqlFolder).catch(() => []);
	const newestFirst = versions.sort((a, b) => Number(b) - Number(a));
	const searchPath = [
		...newestFirst.map((version) => path.join(postgresqlFolder, version, 'bin')),
		...(environment.PATH ?? '').split(path.delimiter),
	];
	const found: Partial<ServerPrograms> = {};
	for (const name of Object.keys(packageOf) as ProgramName[]) {
		for (const folder of searchPath) {
			const program = path.join(folder, name);
			if (!found[name] && (await exists(program))) found[name] = program;
		}
	}
	return found;
}

/** Debian asks this program whether a package may start its service; 101 means no. */
const servicePolicy = '/usr/sbin/policy-rc.d';

/** Only the programs are wanted: the services that Debian starts by itself would stay behind. */
async function install(packages: string[]): Promise<void> {
	const noServices = { flag: 'wx', mode: 0o755 };
	const isOurs = await fs.writeFile(servicePolicy, '#!/bin/sh\nexit 101\n', noServices).then(
		() => true,
		() => false,
	);
	const options = { environment: { ...environment, DEBIAN_FRONTEND: 'noninteractive' } };
	try {
		await runOrFail('apt-get', ['update', '-q'], options);
		await runOrFail('apt-get', ['install', '-y', '-q', ...packages], options);
	} finally {
		if (isOurs) await fs.rm(servicePolicy, { force: true });
	}
}
