import type { FaultEffect, HubspotServer } from '../../../tools/hubspot';
import type { NodeRun } from '../../support/n8n/runNode';
import type { Stage } from '../../support/n8n/stage';
import { LEDGER } from '../guard/ledgerRows';
import { mutationsOf } from './mutations';

/** A node about to do something, with a stand-in HubSpot of its own. */
export interface Scene {
	stage: Stage;
	/** How many items go in. */
	items: number;
	run(): Promise<NodeRun>;
	/** What the items say, or HubSpot's state shows, that must not be. */
	lies(run: NodeRun): string[];
}

export interface Endpoint {
	method: string;
	route: string;
	/** What it answers when all is well; undefined where that is 204. */
	answer: unknown;
}

/** What a request is answered with instead. */
export interface Instead {
	name: string;
	effect: FaultEffect;
	/** How often; always without. */
	times?: number;
}

const PAGE = '<!DOCTYPE html><html><body>Please log in</body></html>';

/** Texts of errors in the code, which no item may show. */
const CODE_ERROR =
	/cannot (read|destructure)|is not a (function|constructor)|is not iterable|undefined|\bNaN\b|maximum call|invalid (array|size|time|date)|\[object /i;

/** Nobody knows what HubSpot would answer there, so 204 is an answer as good as any. */
const UNPUBLISHED = /\/v4\/flows\/:flowId\/enrollments/;

const isRead = ({ method, route }: Endpoint) => method === 'GET' || /\/(read|search)$/.test(route);

export const keyOf = ({ method, route }: Pick<Endpoint, 'method' | 'route'>) =>
	`${method} ${route}`;

/** Runs a scene as it should be, and notes what HubSpot was asked. */
export async function endpointsOf(scene: Scene): Promise<{ run: NodeRun; endpoints: Endpoint[] }> {
	const { faults, requests } = scene.stage.hubspot;
	const answers = new Map<string, unknown>();
	faults.add({
		effect: {
			rewrite: ({ method, route, status, body }) => {
				if (status < 300) answers.set(keyOf({ method, route }), body);
				return body;
			},
		},
	});
	const run = await scene.run();
	const endpoints = new Map<string, Endpoint>();
	for (const { method, route = '' } of requests) {
		const key = keyOf({ method, route });
		endpoints.set(key, { method, route, answer: answers.get(key) });
	}
	return { run, endpoints: [...endpoints.values()] };
}

/**
 * What else may answer in place of HubSpot, before and after the request has had its effect.
 * @param isKnown whether an earlier scene has tried them all: of what is only read, two are enough then
 */
export function othersInPlaceOf(endpoint: Endpoint, isKnown: boolean): Instead[] {
	const bodies = [
		{ name: 'a page', status: 200, body: PAGE },
		{ name: '{}', status: 200, body: {} },
		{ name: 'an empty body', status: 200, body: '' },
		{ name: '204', status: 204, body: '' },
	];
	const may204 = endpoint.answer === undefined || UNPUBLISHED.test(endpoint.route);
	return bodies
		.filter(({ status }) => status !== 204 || !may204)
		.slice(0, isKnown && isRead(endpoint) ? 2 : undefined)
		.flatMap(({ name, ...answer }): Instead[] => [
			{ name: `${name} instead`, effect: answer },
			...(isRead(endpoint)
				? []
				: [{ name: `${name} once, after it`, times: 1, effect: { insteadAfter: answer } }]),
		]);
}

/** The answer with one thing wrong. */
export const fieldsWrongIn = ({ answer }: Endpoint): Instead[] =>
	mutationsOf(answer).map(({ name, of }) => ({
		name,
		effect: { rewrite: ({ body }) => of(body) },
	}));

const pathOf = (route: string) => new RegExp(`^${route.replace(/:[^/]+/g, '[^/]+')}$`);

/** Lets something else answer, runs the scene, and says what is wrong with what came of it. */
export async function faultsWith(
	scene: Scene,
	{ method, route }: Endpoint,
	{ name, effect, times }: Instead,
): Promise<string[]> {
	const { stage } = scene;
	stage.hubspot.faults.add({ method, path: pathOf(route), effect, times });
	const run = await scene.run();
	const found = [...scene.lies(run), ...lostItems(run, scene.items), ...strangeRows(stage)];
	const texts = JSON.stringify([run.json, run.hints, run.error?.message]);
	const strange = CODE_ERROR.exec(texts);
	if (strange) found.push(texts.slice(Math.max(0, strange.index - 60), strange.index + 60));
	return found.map((fault) => `${method} ${route}, ${name}: ${fault}`);
}

function lostItems(run: NodeRun, items: number): string[] {
	if (run.error) return [`the node stopped: ${run.error.message}`];
	return Array.from({ length: items }, (_, index) => index).flatMap((index) => {
		try {
			run.of(index);
			return [];
		} catch (error) {
			return [String(error)];
		}
	});
}

function strangeRows({ hubspot, dataTables }: Stage): string[] {
	const accounts = dataTables.rows(LEDGER).map(({ account }) => String(account));
	return accounts
		.filter((account) => account !== String(portalOf(hubspot)))
		.map((account) => `a ledger row of account ${account}`);
}

const portalOf = ({ account }: HubspotServer) => account.portalId;
