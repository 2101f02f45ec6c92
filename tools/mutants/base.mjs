import { createRequire } from 'node:module';

const { projects } = createRequire(import.meta.url)('../../jest.config.js');

/**
 * A mutation check (Stryker): each change of the code that no test notices survives.
 * @param {{ name: string, mutate: string[], project: string, tests: string[] }} part
 *   files by glob, and the tests that are to notice
 */
export const mutating = ({ name, mutate, project, tests }) => ({
	mutate,
	testRunner: 'jest',
	plugins: ['@stryker-mutator/jest-runner'],
	coverageAnalysis: 'perTest',
	// What runs once, as a file is loaded, is covered by all tests: each such mutant takes all their time.
	ignoreStatic: true,
	// Not `jest.config.js` itself: only tests of what is changed are worth their time.
	jest: {
		projectType: 'custom',
		configFile: 'jest.config.js',
		config: {
			...projects.find(({ displayName }) => displayName === project),
			// By a path that Stryker's own environment, which is around this one, finds in its copy.
			testEnvironment: './test/support/jest/environment.js',
			projects: undefined,
			testTimeout: 600_000,
			testMatch: tests.map((path) => `<rootDir>/test/${path}`),
		},
	},
	// The first run counts what each test covers, and is several times slower than the tests are.
	dryRunTimeoutMinutes: 60,
	// A mutant that loops for ever, not one on a machine with other work.
	timeoutMS: 60_000,
	ignorePatterns: ['dist', 'docs', 'examples', '.ci'],
	tempDirName: '.stryker/sandbox',
	incremental: true,
	incrementalFile: `.stryker/${name}.json`,
	reporters: ['progress', 'clear-text', 'html'],
	htmlReporter: { fileName: `.stryker/${name}.html` },
	clearTextReporter: { reportTests: false, skipFull: true },
	thresholds: { high: 95, low: 90, break: 90 },
});
