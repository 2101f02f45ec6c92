import { resolveOutputSchemaPath } from 'n8n-core/dist/nodes-loader/output-schema-resolver';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { runSequence, runWorkflow } from './outputs';
import { deviations, type Schema } from './conforms';
import { filesIn, join, read, ROOT } from './packed';

const OPERATIONS = ['checkSendLimit', 'enroll', 'status', 'unenroll'];

const fileOf = (node: string, operation: string) =>
	`nodes/${node}/__schema__/v1.0.0/${operation}.json`;

const schemaOf = (node: string, operation: string) =>
	JSON.parse(read(fileOf(node, operation))) as Schema;

/** Names of fields, those of objects within included: `sendLimit.used`. */
function fieldsOf({ properties = {}, items }: Schema, path = ''): string[] {
	const own = Object.entries(properties).flatMap(([name, field]) => [
		`${path}${name}`,
		...fieldsOf(field, `${path}${name}.`),
	]);
	return items ? [...own, ...fieldsOf(items, path)] : own;
}

function fieldsIn(value: unknown, path = ''): string[] {
	if (Array.isArray(value)) return value.flatMap((item) => fieldsIn(item, path));
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([name, field]) => [
		`${path}${name}`,
		...fieldsIn(field, `${path}${name}.`),
	]);
}

describe.each([
	['HubspotSequence', runSequence],
	['HubspotWorkflow', runWorkflow],
] as const)('the output schemas of %s', (node, run) => {
	let outputs: Record<string, IDataObject[]>;
	beforeAll(async () => {
		outputs = await run();
	});

	it('are one for each operation, where n8n looks for them', () => {
		const folder = `nodes/${node}/__schema__`;
		expect(filesIn(folder)).toEqual(OPERATIONS.map((operation) => fileOf(node, operation)));
		for (const operation of OPERATIONS) {
			const path = resolveOutputSchemaPath({
				nodeDir: join(ROOT, 'nodes', node),
				version: 1,
				operation,
			});
			expect(path).toBe(join(ROOT, fileOf(node, operation)));
			expect(schemaOf(node, operation)).toMatchObject({ type: 'object', version: 1 });
		}
	});

	it.each(OPERATIONS)('say of %s what real items hold, and nothing else', (operation) => {
		const schema = schemaOf(node, operation);
		const items = outputs[operation];
		expect(items.length).toBeGreaterThan(0);
		expect([...new Set(items.flatMap((item) => deviations(schema, item)))]).toEqual([]);
		const seen = new Set(items.flatMap((item) => fieldsIn(item)));
		expect(fieldsOf(schema).filter((field) => !seen.has(field))).toEqual([]);
	});
});

it('what a schema does not say is found', () => {
	const schema: Schema = {
		type: 'object',
		required: ['id'],
		properties: {
			id: { type: 'string' },
			name: { type: ['string', 'null'] },
			room: { type: 'object', nullable: true, properties: { left: { type: 'integer' } } },
			steps: { type: 'array', items: { type: 'string' } },
		},
	};
	const of = (value: INodeParameters) => deviations(schema, value);
	expect(of({ id: '1', name: null as never, room: null as never, steps: ['a'] })).toEqual([]);
	expect(of({ name: 'x' })).toEqual(['$.id is missing']);
	expect(of({ id: 1, more: 1 })).toEqual([
		'$.id is integer, not string',
		'$.more is not in the schema',
	]);
	expect(of({ id: '1', room: { left: 1.5 }, steps: [1] })).toEqual([
		'$.room.left is number, not integer',
		'$.steps[0] is integer, not string',
	]);
});
