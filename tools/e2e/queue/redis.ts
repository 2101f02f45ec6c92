import { startBackground } from '../background';
import { run } from '../command';
import { path } from '../machine';
import { freePort } from '../userFolder';
import type { ServerPrograms } from './debian';
import { temporaryFolder } from './leftovers';

/** Milliseconds. */
const startTimeout = 20_000;

/**
 * Starts an empty Redis, which keeps everything in memory, on the loopback interface.
 *
 * @returns what n8n has to be told to use it as its queue
 */
export async function startRedis(programs: ServerPrograms): Promise<NodeJS.ProcessEnv> {
	const folder = await temporaryFolder('redis');
	const port = String(await freePort());
	const server = startBackground({
		name: 'Redis',
		command: programs['redis-server'],
		commandArguments: [
			...['--bind', '127.0.0.1', '--port', port, '--dir', folder],
			...['--save', '', '--appendonly', 'no'],
		],
		folder,
		logFile: path.join(folder, 'redis.log'),
	});
	const answersPing = async () =>
		(await run(programs['redis-cli'], ['-h', '127.0.0.1', '-p', port, 'ping'])).stdout.includes(
			'PONG',
		);
	await server.untilReady(answersPing, startTimeout);
	return {
		EXECUTIONS_MODE: 'queue',
		QUEUE_BULL_REDIS_HOST: '127.0.0.1',
		QUEUE_BULL_REDIS_PORT: port,
	};
}
