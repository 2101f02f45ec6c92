import { sumBy } from 'lodash';

/** A change of the code, as Stryker reports it. */
interface Mutant {
	status: string;
	replacement?: string;
	location: { start: { line: number; column: number } };
}

/** What Stryker writes of the files that it has changed. */
export interface Report {
	files: Record<string, { source: string; mutants: readonly Mutant[] }>;
}

/** Of one file, or of all. */
export interface Score {
	noticed: number;
	/** Some test runs the code, and none fails. */
	survived: number;
	/** No test runs it. */
	untested: number;
}

/** One that breaks a file of tests as it is loaded is noticed, too; one that is left out says nothing. */
const KIND: Readonly<Record<string, keyof Score>> = {
	Killed: 'noticed',
	Timeout: 'noticed',
	RuntimeError: 'noticed',
	Survived: 'survived',
	NoCoverage: 'untested',
};

export function scoreOf({ files }: Report): Score {
	const score = { noticed: 0, survived: 0, untested: 0 };
	for (const { mutants } of Object.values(files)) {
		for (const { status } of mutants) {
			const kind = KIND[status];
			if (kind) score[kind]++;
		}
	}
	return score;
}

export const sum = (scores: readonly Score[]): Score => ({
	noticed: sumBy(scores, 'noticed'),
	survived: sumBy(scores, 'survived'),
	untested: sumBy(scores, 'untested'),
});

/** The share of the changes that a test notices, from 0 to 1. */
export function shareOf({ noticed, survived, untested }: Score): number {
	const all = noticed + survived + untested;
	return all === 0 ? 1 : noticed / all;
}

/** A line for each change that no test notices: where, the line of code, what it says instead. */
export function unnoticed({ files }: Report): string[] {
	return Object.entries(files).flatMap(([file, { source, mutants }]) => {
		const lines = source.split('\n');
		return mutants
			.filter(({ status }) => (KIND[status] ?? 'noticed') !== 'noticed')
			.map(({ replacement = '', location: { start } }) => {
				const code = lines[start.line - 1]?.slice(start.column - 1).trim();
				return `${file}:${start.line}:${start.column}  ${code}  ->  ${replacement.replace(/\s+/g, ' ')}`;
			});
	});
}
