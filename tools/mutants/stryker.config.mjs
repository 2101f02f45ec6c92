import { createRequire } from 'node:module';

const { projects } = createRequire(import.meta.url)('../../jest.config.js');
/** As `npm run test:mutants` asks; knip reads this file without. */
const { file, project, tests = [], report } = JSON.parse(process.env.MUTANTS ?? '{}');

/** Changes one file: only what is changed runs slower. */
export default {
	mutate: [file],
	testRunner: 'jest',
	plugins: ['@stryker-mutator/jest-runner'],
	concurrency: 1,
	coverageAnalysis: 'perTest',
	jest: {
		projectType: 'custom',
		configFile: 'jest.config.js',
		// Which tests have to do with a file is in the part: looked for anew for each mutant it takes longer.
		enableFindRelatedTests: false,
		config: {
			...projects.find(({ displayName }) => displayName === project),
			projects: [],
			// By a path that Stryker's own environment, which is around this one, finds in its copy.
			testEnvironment: './tools/mutants/firstFailure.js',
			runtime: '<rootDir>/tools/mutants/noMoreFiles.js',
			setupFiles: [...projects[0].setupFiles, '<rootDir>/tools/mutants/fewDraws.js'],
			testSequencer: './tools/mutants/likelyFirst.js',
			testTimeout: 600_000,
			testMatch: tests.map((path) => `<rootDir>/test/${path}`),
		},
	},
	// The first run counts what each test covers, and is several times slower than the tests are.
	dryRunTimeoutMinutes: 60,
	// Added to half as long again as the tests took in the first run, which counts: that is a mutant that loops for ever.
	timeoutMS: 5_000,
	// What a process of tests does not give back adds up.
	maxTestRunnerReuse: 100,
	ignorePatterns: ['dist', 'docs', 'examples', '.ci', '.stryker'],
	tempDirName: `${report}.sandbox`,
	reporters: ['json'],
	jsonReporter: { fileName: report },
};
