import { scoreOf, shareOf, sum, unnoticed, type Report } from '../../../tools/mutants/score';

const mutant = (status: string, replacement: string, line = 1, column = 1) => ({
	status,
	replacement,
	location: { start: { line, column } },
});
const reportOf = (...mutants: Array<ReturnType<typeof mutant>>): Report => ({
	files: { 'a.ts': { source: 'const a = 1;\n\tif (a) stop();', mutants } },
});

describe('the share of changes that tests notice', () => {
	it.each([
		['is whole where each is killed, or loops for ever', ['Killed', 'Timeout'], 1],
		['counts one that survives', ['Killed', 'Survived'], 0.5],
		['counts one that no test runs', ['Killed', 'Killed', 'Killed', 'NoCoverage'], 0.75],
		['leaves out what says nothing', ['Killed', 'Ignored', 'CompileError', 'RuntimeError'], 1],
		['is whole where nothing can be changed', [], 1],
	])('%s', (_, statuses, share) => {
		const report = reportOf(...statuses.map((status) => mutant(status, '')));
		expect(shareOf(scoreOf(report))).toBe(share);
	});

	it('of several files is that of all their changes', () => {
		const scores = [reportOf(mutant('Killed', '')), reportOf(mutant('Survived', ''))].map(scoreOf);
		expect(sum(scores)).toEqual({ noticed: 1, survived: 1, untested: 0 });
		expect(shareOf(sum([]))).toBe(1);
	});
});

it('a change that no test notices is told with its place, the code, and what it says instead', () => {
	const report = reportOf(
		mutant('Killed', '2'),
		mutant('Survived', 'true', 2, 6),
		mutant('NoCoverage', '{\n}', 2, 9),
	);
	expect(unnoticed(report)).toEqual([
		'a.ts:2:6  a) stop();  ->  true',
		'a.ts:2:9  stop();  ->  { }',
	]);
});
