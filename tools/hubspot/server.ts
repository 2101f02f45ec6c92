import fastify, { type FastifyInstance } from 'fastify';

import { HubspotError, hubspotError, invalid, methodNotAllowed, unknownPath } from './errors';
import { addGate, CONTROL } from './gate';
import type { Hub } from './hub';
import { addRoutes } from './routes';
import { isThere } from './versions';

/** Knows which methods a path has, so that a wrong one answers 405 rather than 404. */
function watchPaths(app: FastifyInstance, hub: Hub): (path: string) => boolean {
	const patterns = new Map<RegExp, () => boolean>();
	app.addHook('onRoute', ({ url, config }) => {
		const pattern = url.replace(/[.*+?^${}()|[\]\\]/g, '\\$&').replace(/:\w+/g, '[^/]+');
		const exists = () => isThere(hub, url, config);
		patterns.set(new RegExp(`^${pattern}$`), exists);
	});
	return (path) =>
		!path.startsWith(CONTROL) &&
		[...patterns].some(([pattern, exists]) => pattern.test(path) && exists());
}

function parseJson(text: string): unknown {
	if (text.trim() === '') return undefined;
	try {
		return JSON.parse(text);
	} catch {
		throw invalid('Invalid input JSON on line 1, column 1: Cannot deserialize value');
	}
}

/** The fastify app that answers as HubSpot does; see `routes/` for what it knows. */
export function createApp(hub: Hub): FastifyInstance {
	const app = fastify({
		forceCloseConnections: true,
		exposeHeadRoutes: false,
		bodyLimit: 20 * 1024 * 1024,
		// An email address sits in the path of workflow enrollment; the default of 100 is too short.
		routerOptions: { maxParamLength: 2000 },
	});
	const knows = watchPaths(app, hub);

	app.removeAllContentTypeParsers();
	app.addContentTypeParser(
		'application/x-www-form-urlencoded',
		{ parseAs: 'string' },
		async (_request: unknown, text: string) => Object.fromEntries(new URLSearchParams(text)),
	);
	app.addContentTypeParser('*', { parseAs: 'string' }, async (_request: unknown, text: string) =>
		parseJson(text),
	);
	app.setErrorHandler(async (error, _request, reply) => {
		const known =
			error instanceof HubspotError
				? error
				: hubspotError(500, `Stand-in failed: ${String(error)}`, { category: 'INTERNAL_ERROR' });
		return await reply.code(known.status).headers(known.headers).send(known.body);
	});
	app.setNotFoundHandler(async (request, reply) => {
		const answer = knows(request.raw.url?.split('?', 1)[0] ?? '')
			? methodNotAllowed()
			: unknownPath();
		return await reply.code(answer.status).headers(answer.headers).send(answer.body);
	});
	addGate(app, hub);
	addRoutes(app, hub);
	return app;
}

/** Listens on the loopback interface and gives the base URL. */
export async function listen(app: FastifyInstance, port: number): Promise<string> {
	return await app.listen({ host: '127.0.0.1', port });
}
