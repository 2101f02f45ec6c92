import type { FastifyInstance } from 'fastify';

import { invalid } from '../errors';
import type { Hub } from '../hub';
import type { Settings } from '../settings';
import { AUTOMATION_BASES, batch } from './flows';
import { inputs, text, type Json } from './read';

/** The id field by input type: today's name, and the one before the rename of 2026-03-26. */
const FIELDS: Record<string, { new: string; old: string }> = {
	FLOW_ID: { new: 'flowId', old: 'flowMigrationStatuses' },
	WORKFLOW_ID: { new: 'workflowId', old: 'flowMigrationStatusForClassicWorkflows' },
};

const NEW_FIELD = { mappingField: 'new' } as const;

function idOf(
	{ mappingField: accepted }: Pick<Settings, 'mappingField'>,
	input: Json,
): { type: string; id: string } {
	const type = String(input.type);
	const field = FIELDS[type];
	if (!field) throw invalid(`Invalid input JSON: unknown type ${type}`);
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
	const config = { scopes: ['automation'] };
	for (const base of AUTOMATION_BASES) {
		// The betas are younger than the rename.
		const accepted = base === '/automation/v4' ? hub.settings : NEW_FIELD;
		app.post(`${base}/workflow-id-mappings/batch/read`, { config }, async ({ body }, reply) => {
			const found: unknown[] = [];
			const failed: Json[] = [];
			for (const input of inputs(body, 100)) {
				const { type, id } = idOf(accepted, input);
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
		});
	}
}
