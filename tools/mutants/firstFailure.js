const Environment = require('../../test/support/jest/environment.js');

/** Number of the mutant that a test of this process noticed last. */
let noticed;

/** Whether a test has noticed the mutant that is tried now: what is left of the tests need not run. */
const isNoticed = () => noticed !== undefined && noticed === process.env.__STRYKER_ACTIVE_MUTANT__;

/** Paths of the tests that have noticed a mutant, the last to do so first. */
let noticing = [];

/** Skips what is left of a file once a test has noticed the mutant: jest's own `bail` does not reach Stryker. */
module.exports = class FirstFailure extends Environment {
	static isNoticed = isNoticed;
	static noticing = () => noticing;

	constructor(config, context) {
		super(config, context);
		this.path = context.testPath;
	}

	handleTestEvent(event) {
		const isFailure = event.name === 'test_fn_failure' || event.name === 'hook_failure';
		if (isFailure) {
			noticed = process.env.__STRYKER_ACTIVE_MUTANT__;
			noticing = [this.path, ...noticing.filter((path) => path !== this.path)];
		}
		if (event.name === 'test_start' && isNoticed()) event.test.mode = 'skip';
		super.handleTestEvent(event);
	}
};
