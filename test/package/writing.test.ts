import { CODE } from './imports';
import { read } from './packed';

const tests = CODE.filter((file) => file.endsWith('.test.ts'));

/** Lines that look so, with their file. */
const linesLike = (pattern: RegExp, files = tests) =>
	files.flatMap((file) =>
		read(file)
			.split('\n')
			.filter((line) => pattern.test(line))
			.map((line) => `${file}: ${line.trim()}`),
	);

it('a test is written with "it"', () => {
	expect(linesLike(/^\s*it(\.each)?[(<]/).length).toBeGreaterThan(1_000);
	expect(linesLike(/^\s*test(\.\w+)*[(<]/)).toEqual([]);
});

it('no test is left out, and none is alone', () => {
	expect(linesLike(/^\s*(it|describe)\.(only|skip|todo)\b/)).toEqual([]);
});

it('an output of a node is called by its name', () => {
	expect(linesLike(/\b(json|outputs)\[\d\]|\boutput: \d|\.output\)\.toBe\(\d/)).toEqual([]);
});

it('nothing is claimed to be there by "!"', () => {
	const typed = CODE.filter((file) => file.endsWith('.ts'));
	expect(linesLike(/[\w)\]]!([\].;,)[]|$)/, typed)).toEqual([]);
});
