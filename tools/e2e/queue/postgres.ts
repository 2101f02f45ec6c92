import { startBackground } from '../background';
import { run, runOrFail } from '../command';
import { isRoot, path } from '../machine';
import { freePort } from '../userFolder';
import type { ServerPrograms } from './debian';
import { temporaryFolder } from './leftovers';

/** Milliseconds. */
const startTimeout = 60_000;

/**
 * Makes an empty PostgreSQL and starts it on the loopback interface.
 *
 * @returns what n8n has to be told to use it
 */
export async function startPostgres(programs: ServerPrograms): Promise<NodeJS.ProcessEnv> {
	const folder = await temporaryFolder('postgres');
	const as = await asPostgresUser(folder);
	const data = path.join(folder, 'data');
	// Nobody but this run reaches it, and it holds nothing: no password, and no care for power cuts.
	const made = ['-D', data, '-U', 'n8n', '--auth=trust', '-E', 'UTF8', '--locale=C', '--no-sync'];
	await runOrFail(...as(programs.initdb, made), { folder });

	const port = String(await freePort());
	const [command, commandArguments] = as(programs.postgres, [
		...['-D', data, '-p', port, '-k', folder],
		...['-c', 'listen_addresses=127.0.0.1', '-c', 'fsync=off', '-c', 'max_connections=200'],
	]);
	const server = startBackground({
		name: 'PostgreSQL',
		command,
		commandArguments,
		folder,
		logFile: path.join(folder, 'postgres.log'),
		// Its "fast shutdown". Killed, it would leave shared memory behind.
		stopSignal: 'SIGINT',
	});
	const answersQueries = async () =>
		(await run(programs.pg_isready, ['-h', '127.0.0.1', '-p', port, '-d', 'postgres'])).exitCode ===
		0;
	await server.untilReady(answersQueries, startTimeout);
	return {
		DB_TYPE: 'postgresdb',
		DB_POSTGRESDB_HOST: '127.0.0.1',
		DB_POSTGRESDB_PORT: port,
		DB_POSTGRESDB_DATABASE: 'postgres',
		DB_POSTGRESDB_USER: 'n8n',
	};
}

type Command = [command: string, commandArguments: string[]];

/** PostgreSQL refuses to run as root; Debian's package brings a user for it, who gets the folder. */
async function asPostgresUser(
	folder: string,
): Promise<(program: string, programArguments: string[]) => Command> {
	if (!isRoot) return (program, programArguments) => [program, programArguments];
	await runOrFail('chown', ['postgres:postgres', folder]);
	// Replaces itself by the program, so that a signal to the child is one to PostgreSQL.
	const change = ['--reuid=postgres', '--regid=postgres', '--clear-groups'];
	return (program, programArguments) => ['setpriv', [...change, program, ...programArguments]];
}
