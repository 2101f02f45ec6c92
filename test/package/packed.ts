/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- looks at files and runs npm, and is no part of the package */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join, relative } from 'node:path';

export const ROOT = join(__dirname, '..', '..');

export const read = (file: string): string => readFileSync(join(ROOT, file), 'utf8');

/** Files in a folder of the repository and below, as paths from the repository. */
export const filesIn = (folder: string): string[] =>
	readdirSync(join(ROOT, folder), { recursive: true, withFileTypes: true })
		.filter((entry) => entry.isFile())
		.map((entry) => relative(ROOT, join(entry.parentPath, entry.name)))
		.sort();

export interface Manifest {
	name: string;
	license: string;
	dependencies?: Record<string, string>;
	peerDependencies: Record<string, string>;
	devDependencies: Record<string, string>;
	overrides?: unknown;
	scripts: Record<string, string>;
	files: string[];
	keywords: string[];
	n8n: { n8nNodesApiVersion: number; strict: boolean; nodes: string[]; credentials: string[] };
}

export const manifest = (): Manifest => JSON.parse(read('package.json')) as Manifest;

interface Tarball {
	filename: string;
	/** Bytes, packed and unpacked. */
	size: number;
	unpackedSize: number;
	files: Array<{ path: string; size: number }>;
}

/** What `npm pack` makes of the build; the tarball is written into `folder`, if there is one. */
export function pack(folder?: string): Tarball {
	const target = folder ? ['--pack-destination', folder] : ['--dry-run'];
	const answer = run('npm', ['pack', '--json', '--ignore-scripts', ...target], ROOT);
	return (JSON.parse(answer) as Tarball[])[0];
}

/** The package as a user gets it, in a folder of its own beside what n8n has installed. */
export function unpack(): { folder: string; remove: () => void } {
	const outer = mkdtempSync(join(tmpdir(), 'packed-'));
	run('tar', ['-xzf', pack(outer).filename], outer);
	symlinkSync(join(ROOT, 'node_modules'), join(outer, 'node_modules'));
	return {
		folder: join(outer, 'package'),
		remove: () => rmSync(outer, { recursive: true, force: true }),
	};
}

function run(command: string, args: string[], cwd: string): string {
	const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
	if (status !== 0) throw new Error(`${command} ${args.join(' ')}: ${stderr}`);
	return stdout;
}

export { basename, dirname, join };
