/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- writes a page of the docs, outside n8n */
import { readFile, writeFile } from 'node:fs/promises';
import { cpus } from 'node:os';
import { join } from 'node:path';

import { defaultN8nVersion } from '../e2e/installN8n';
import { asMarkdown } from './report';
import type { Measured } from './task';

const PAGE = join(__dirname, '../../docs/bench.md');
const [BEGIN, END] = ['<!-- measured -->', '<!-- /measured -->'];

/** Puts the figures into docs/bench.md, with where and when they were measured. */
export async function writePage(measured: readonly Measured[]): Promise<void> {
	const page = await readFile(PAGE, 'utf8');
	const [cpu] = cpus();
	const where = `${new Date().toISOString().slice(0, 10)}, ${cpus().length} cores of ${cpu?.model ?? 'unknown'}, Node ${process.versions.node}, n8n ${defaultN8nVersion}`;
	const figures = `${BEGIN}\n\nMeasured on ${where}.\n\n<!-- prettier-ignore -->\n${asMarkdown(measured)}\n\n${END}`;
	const [head = '', rest = ''] = page.split(BEGIN);
	const [, tail = ''] = rest.split(END);
	await writeFile(PAGE, `${head}${figures}${tail}`);
}
