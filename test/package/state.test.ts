import {
	createSourceFile,
	isNewExpression,
	isVariableStatement,
	NodeFlags,
	ScriptTarget,
	type Expression,
	type Statement,
} from 'typescript';

import { CODE } from './imports';
import { read } from './packed';

const nodes = CODE.filter((file) => file.startsWith('nodes/') && file.endsWith('.ts'));

/** A collection that is filled later; one that goes with an execution is no memory of the process. */
const isMemory = (value: Expression | undefined) =>
	value !== undefined &&
	(isNewExpression(value)
		? /^(Map|Set)$/.test(value.expression.getText()) && !value.arguments?.length
		: /^(\[\]|\{\}|memoize\(|once\()/.test(value.getText()));

/** What of a module outlives a call of it, outside a store. */
function stateIn(statement: Statement): string[] {
	if (!isVariableStatement(statement)) return [];
	const { flags, declarations } = statement.declarationList;
	return declarations
		.filter(({ initializer }) => !(flags & NodeFlags.Const) || isMemory(initializer))
		.map(({ name }) => name.getText());
}

const stateOf = (file: string, text: string) =>
	createSourceFile(file, text, ScriptTarget.ES2022, true)
		.statements.flatMap(stateIn)
		.map((name) => `${file}: ${name}`);

it.each([
	['let last = 0;', 'last'],
	['const known = new Map<string, string>();', 'known'],
	['export const seen = new Set();', 'seen'],
	['const list: string[] = [];', 'list'],
	['const ask = memoize(load);', 'ask'],
	["const table = new Map([['a', 1]]);", undefined],
	['const ofRun = new WeakMap();', undefined],
	['function f() { let count = 0; }', undefined],
])('"%s" is told as %s', (text, name) => {
	expect(stateOf('a', text)).toEqual(name ? [`a: ${name}`] : []);
});

it('a process keeps nothing but in the stores', () => {
	expect(nodes.length).toBeGreaterThan(150);
	const others = nodes.filter((file) => file !== 'nodes/shared/stores.ts');
	expect(others.flatMap((file) => stateOf(file, read(file)))).toEqual([]);
});
