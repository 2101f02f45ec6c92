const base = {
	testEnvironment: 'node',
	// A busy machine takes its time over a thousand contacts; only one that hangs takes this long.
	testTimeout: 20_000,
	setupFiles: ['<rootDir>/test/engine/environment.js'],
	// Written with .js for tsx, which would take HubspotSequence.node.json for HubspotSequence.node.
	moduleNameMapper: { '^(\\.{1,2}/.*\\.node)\\.js$': '$1' },
	transform: { '^.+\\.ts$': ['ts-jest', { tsconfig: '<rootDir>/tsconfig.test.json' }] },
};

/** @type {import('jest').Config} */
module.exports = {
	projects: ['unit', 'hubspot', 'engine', 'package'].map((name) => ({
		...base,
		displayName: name,
		testMatch: [`<rootDir>/test/${name}/**/*.test.ts`],
	})),
};
