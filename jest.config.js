const base = {
	testEnvironment: '<rootDir>/test/support/jest/environment.js',
	runtime: '<rootDir>/test/support/jest/runtime.js',
	setupFiles: ['<rootDir>/test/support/jest/userFolder.js'],
	setupFilesAfterEnv: ['<rootDir>/test/support/jest/resetStores.ts'],
	// Written with .js for tsx, which would take HubspotSequence.node.json for HubspotSequence.node.
	moduleNameMapper: { '^(\\.{1,2}/.*\\.node)\\.js$': '$1' },
	// What the mutation check leaves behind.
	modulePathIgnorePatterns: ['<rootDir>/.stryker/'],
	// Types are checked by `npm run typecheck`.
	transform: {
		'^.+\\.ts$': ['@swc/jest', { jsc: { parser: { syntax: 'typescript' }, target: 'es2022' } }],
	},
};

/** @type {import('jest').Config} */
module.exports = {
	// Only a test that hangs takes this long, on whatever machine.
	testTimeout: 600_000,
	maxWorkers: '100%',
	projects: ['unit', 'hubspot', 'engine', 'package'].map((name) => ({
		...base,
		displayName: name,
		testEnvironmentOptions: { skipWaiting: name === 'engine' },
		testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
	})),
};
