/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- reads the repository's own files, outside n8n */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import type { INodeExecutionData } from 'n8n-workflow';

import type { WorkflowDefinition } from '../../test/support/n8n/engine';

const folder = join(__dirname, '../../examples');

export type ContactRow = { first_name: string; last_name: string; company: string; email: string };

/** The contacts of `examples/contacts.csv`. */
export function readContactList(): ContactRow[] {
	return parse(readFileSync(join(folder, 'contacts.csv')), { columns: true });
}

/** An importable workflow of `examples/`. */
export function readExample(file: string): WorkflowDefinition & {
	pinData: Record<string, INodeExecutionData[]>;
} {
	return JSON.parse(readFileSync(join(folder, file), 'utf8'));
}
