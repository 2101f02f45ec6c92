import type { FastifyInstance } from 'fastify';

import { invalid } from '../errors';
import type { Hub } from '../hub';
import { batch } from './flows';
import { inputs, text, type Json } from './read';

/** The id field by input type: today's name, and the one before the rename of 2026-03-26. */
const FIELDS: Record<string, { new: string; old: string }> = {
	FLOW_ID: { new: 'flowId', old: 'flowMigrationStatuses' },
	WORKFLOW_ID: { new: 'workflowId', old: 'flowMigrationStatusForClassicWorkflows' },
};

function idOf(hub: Hub, input: Json): { type: string; id: string } {
	const type = String(input.type);
	const field = FIELDS[type];
	if (!field) throw invalid(`Invalid input JSON: unknown type ${type}`);
	const accepted = hub.settings.mappingField;
	const id =
		(accepted === 'old' ? undefined : text(input[field.new])) ??
		(accepted === 'new' ? undefined : text(input[field.old]));
	if (id === undefined) {
		const wanted = accepted === 'old' ? field.old : field.new;
		throw invalid(`Invalid input JSON: Some required fields were not set: [${wanted}]`);
	}
	return { type, id };
}

/** Flow id to legacy workflow id and back; both come as numbers. */
export function mappingRoutes(app: FastifyInstance, hub: Hub): void {
	app.post(
		'/automation/v4/workflow-id-mappings/batch/read',
		{ config: { scopes: ['automation'] } },
		async ({ body }, reply) => {
			const found: unknown[] = [];
			const failed: Json[] = [];
			for (const input of inputs(body, 100)) {
				const { type, id } = idOf(hub, input);
				const flow = hub.account.flows.find((one) =>
					type === 'FLOW_ID' ? one.id === id : one.legacyId === id,
				);
				if (flow) found.push({ flowId: Number(flow.id), workflowId: Number(flow.legacyId) });
				else {
					failed.push({
						status: 'error',
						category: 'OBJECT_NOT_FOUND',
						message: `No mapping found for ${type} ${id}`,
						context: { id: [id] },
					});
				}
			}
			const answer = batch(hub, found, failed);
			return await reply.code(answer.code).send(answer.body);
		},
	);
}
