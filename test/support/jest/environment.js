const { ModernFakeTimers } = require('@jest/fake-timers');
const { ModuleMocker } = require('jest-mock');

const { skipWaiting } = require('./waiting.js');

/** Where jest keeps what `jest.setTimeout` and `jest.retryTimes` of a file said. */
const SAID_BY_A_FILE = ['TEST_TIMEOUT_SYMBOL', 'RETRY_TIMES'].map((name) => Symbol.for(name));

// A worker that has done its work would first take its memory apart, for longer than jest lets it.
if (process.send) process.once('exit', () => process.exit());

/**
 * Runs the tests in the realm of Node itself, where jest makes a realm for each file. There is one
 * Error, one Date and one console then, for the tests, the nodes and n8n; so n8n is loaded once for
 * all files of a process (see runtime.js), and still follows a test that moves the time.
 */
module.exports = class Environment {
	global = globalThis;
	moduleMocker = new ModuleMocker(globalThis);
	fakeTimers = null;
	console = console;
	exit = process.exit;

	constructor({ projectConfig: config }) {
		this.options = config.testEnvironmentOptions;
		this.fakeTimersModern = new ModernFakeTimers({ config, global: globalThis });
	}

	async setup() {}

	handleTestEvent({ name }) {
		if (!this.options.skipWaiting) return;
		// By then the file is loaded, with modules that may hold on to the timers they found.
		if (name === 'run_start') this.stopSkipping = skipWaiting(this.fakeTimersModern);
		if (name === 'run_finish') this.stopSkipping();
	}

	/** What a file changed is as before for the next one. */
	async teardown() {
		this.fakeTimersModern.dispose();
		this.moduleMocker.restoreAllMocks();
		globalThis.console = this.console;
		process.exit = this.exit;
		for (const symbol of SAID_BY_A_FILE) delete globalThis[symbol];
	}

	exportConditions() {
		return ['node', 'node-addons'];
	}

	getVmContext() {
		return globalThis;
	}
};
