const base = {
	testEnvironment: 'node',
	setupFiles: ['<rootDir>/test/engine/environment.js'],
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
