/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads the repository's own files, outside n8n */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { INodeExecutionData } from 'n8n-workflow';

import { chooseAll } from './choices';
import type { WorkflowDefinition } from '../../test/support/n8n/engine';

const folder = join(__dirname, '../../examples');

export type ContactRow = { first_name: string; last_name: string; company: string; email: string };

/** The contacts of `examples/contacts.csv`. */
export function readContactList(): ContactRow[] {
	return parse(readFileSync(join(folder, 'contacts.csv')), { columns: true });
}

type Example = WorkflowDefinition & { pinData: Record<string, INodeExecutionData[]> };

/** An importable workflow of `examples/`, as its file has it. */
export const readExampleFile = (file: string): Example =>
	JSON.parse(readFileSync(join(folder, file), 'utf8'));

/** An importable workflow of `examples/`, in which everything is chosen. */
export function readExample(file: string): Example {
	const example = readExampleFile(file);
	return { ...example, nodes: example.nodes.map((node) => chooseAll(node, 'any')) };
}
