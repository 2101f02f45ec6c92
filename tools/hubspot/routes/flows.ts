import type { FastifyInstance } from 'fastify';

import { addFlow } from '../account/flowBuilders';
import { enterAllMatching, leaveAll } from '../account/flows';
import type { EnrollmentCriteria, Flow, FlowAction } from '../account/flowTypes';
import { forbidden, hubspotError, invalid, notFound } from '../errors';
import type { Hub } from '../hub';
import { fullFlow, shortFlow } from './flowShapes';
import { inputs, isJson, noContent, objectBody, page, required, text, type Json } from './read';

/** v4, and the betas that follow it (hubspot-api.md 3.2). */
export const AUTOMATION_BASES = [
	'/automation/v4',
	'/automation/v4/2027-03-beta',
	'/automation/2026-09-beta',
];
const AUTOMATION = { config: { scopes: ['automation'] } };

/** A flow of the account that this token may read; some keys get 403 (hubspot-api.md 3.2). */
function readable({ account, settings }: Hub, flowId: string): Flow {
	const flow = account.flow(flowId);
	if (flow && !settings.flowsReadable) {
		throw forbidden(
			'Flow must be accessible via external APIs and contain no sensitive properties',
		);
	}
	if (!flow) throw notFound();
	return flow;
}

/** The parts of a posted flow this server acts on; everything else is kept and given back. */
function definition(body: Json): Partial<Flow> & Pick<Flow, 'rest'> {
	const type = required(body, 'type');
	const objectTypeId = text(body.objectTypeId) ?? '0-1';
	if ((type === 'CONTACT_FLOW') !== (objectTypeId === '0-1')) {
		throw invalid(`Flow type ${type} does not fit object type ${objectTypeId}`);
	}
	const criteria = isJson(body.enrollmentCriteria)
		? (body.enrollmentCriteria as EnrollmentCriteria)
		: undefined;
	const actions = Array.isArray(body.actions) ? (body.actions as FlowAction[]) : undefined;
	return {
		type,
		objectTypeId,
		name: text(body.name) ?? 'Unnamed workflow',
		isEnabled: body.isEnabled === true,
		startActionId: text(body.startActionId),
		enrollmentCriteria: criteria ?? { type: 'MANUAL', shouldReEnroll: false },
		actions: actions ?? [],
		suppressionListIds: Array.isArray(body.suppressionListIds)
			? body.suppressionListIds.map(Number)
			: [],
		unEnrollmentSetting: isJson(body.unEnrollmentSetting)
			? (body.unEnrollmentSetting as Flow['unEnrollmentSetting'])
			: undefined,
		rest: { flowType: 'WORKFLOW', ...body },
	};
}

function addFlowCrud(app: FastifyInstance, hub: Hub, path: string): void {
	const { account, clock } = hub;
	app.get<{ Querystring: { limit?: string; after?: string } }>(
		path,
		AUTOMATION,
		async ({ query }) => {
			const flows = hub.settings.flowsReadable ? account.flows : [];
			return page(flows.map(shortFlow), query, { standard: 100, max: 100 });
		},
	);

	app.get<{ Params: { flowId: string } }>(`${path}/:flowId`, AUTOMATION, async ({ params }) =>
		fullFlow(readable(hub, params.flowId)),
	);

	app.post(path, AUTOMATION, async ({ body }, reply) => {
		const now = clock.now();
		const flow = addFlow(account, {
			...definition(objectBody(body)),
			createdAt: now,
			updatedAt: now,
		});
		enterAllMatching(account, flow);
		return await reply.code(201).send(fullFlow(flow));
	});

	app.put<{ Params: { flowId: string } }>(
		`${path}/:flowId`,
		AUTOMATION,
		async ({ params, body }) => {
			const flow = readable(hub, params.flowId);
			const fields = objectBody(body);
			if (required(fields, 'revisionId') !== flow.revisionId) {
				throw hubspotError(409, 'The flow was changed since this revision was read', {
					category: 'CONFLICT',
				});
			}
			const wasOn = flow.isEnabled;
			Object.assign(flow, definition(fields), {
				revisionId: String(Number(flow.revisionId) + 1),
				updatedAt: clock.now(),
			});
			if (!wasOn) enterAllMatching(account, flow);
			// What HubSpot does with those inside is our guess: nothing of theirs runs any more.
			if (!flow.isEnabled) leaveAll(account, flow);
			return fullFlow(flow);
		},
	);

	app.delete<{ Params: { flowId: string } }>(
		`${path}/:flowId`,
		AUTOMATION,
		async ({ params }, reply) => {
			const flow = readable(hub, params.flowId);
			account.flows = account.flows.filter((one) => one !== flow);
			leaveAll(account, flow);
			return await noContent(reply);
		},
	);
}

/** 200, or 207 with an error for each input that led nowhere. */
export function batch(hub: Hub, results: unknown[], failed: Json[]) {
	const at = new Date(hub.clock.now()).toISOString();
	const done = { status: 'COMPLETE', results, startedAt: at, completedAt: at };
	const body = failed.length ? { ...done, numErrors: failed.length, errors: failed } : done;
	return { code: failed.length ? 207 : 200, body };
}

function addFlowBatch(app: FastifyInstance, hub: Hub, path: string): void {
	app.post(`${path}/batch/read`, AUTOMATION, async ({ body }, reply) => {
		const found: unknown[] = [];
		const failed: Json[] = [];
		for (const input of inputs(body, 100)) {
			const flowId = required(input, 'flowId');
			const flow = hub.settings.flowsReadable ? hub.account.flow(flowId) : undefined;
			if (flow) found.push(fullFlow(flow));
			else {
				failed.push({
					status: 'error',
					category: 'OBJECT_NOT_FOUND',
					subCategory: 'FLOW_NOT_FOUND_BY_FLOW_ID',
					message: `No flow with id ${flowId}`,
					context: { flowId: [flowId] },
				});
			}
		}
		const answer = batch(hub, found, failed);
		return await reply.code(answer.code).send(answer.body);
	});
}

export function flowRoutes(app: FastifyInstance, hub: Hub): void {
	for (const base of AUTOMATION_BASES) {
		addFlowCrud(app, hub, `${base}/flows`);
		addFlowBatch(app, hub, `${base}/flows`);
	}
}
