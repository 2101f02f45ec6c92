import { preProcessFile } from 'typescript';

import { dirname, filesIn, join, read } from './packed';

const isCode = (file: string) => /\.(ts|js|mjs)$/.test(file);

/** The code of the repository, as paths from it. */
export const CODE = ['credentials', 'nodes', 'test', 'tools'].flatMap(filesIn).filter(isCode);

const known = new Set(CODE);

/** What a file imports, types included: code of the repository by its path, packages by name. */
const imports = new Map(
	CODE.map((file) => [
		file,
		preProcessFile(read(file)).importedFiles.map(({ fileName }) => resolve(file, fileName)),
	]),
);

function resolve(file: string, name: string): string {
	if (!name.startsWith('.')) return name;
	const path = join(dirname(file), name);
	const forms = [`${path}.ts`, join(path, 'index.ts'), path.replace(/\.js$/, '.ts'), path];
	return forms.find((form) => known.has(form)) ?? path;
}

/** What a file imports itself. */
export const importsOf = (file: string): string[] => imports.get(file) ?? [];

/**
 * All that a file reaches by its imports and theirs, each with the shortest way to it. The file is
 * there itself where its imports lead back to it.
 */
export function reachedFrom(file: string): Map<string, string[]> {
	const ways = new Map<string, string[]>();
	const open = [[file]];
	for (let way = open.shift(); way; way = open.shift()) {
		for (const next of importsOf(way[way.length - 1])) {
			if (ways.has(next)) continue;
			ways.set(next, [...way, next]);
			open.push([...way, next]);
		}
	}
	return ways;
}
