const Environment = require('../../test/support/jest/environment.js');

/** Number of the mutant that a test of this process noticed last. */
let noticed;

/** Skips what is left of the tests, in all files, once one has noticed the mutant: jest's own `bail` does not reach Stryker. */
module.exports = class FirstFailure extends Environment {
	handleTestEvent(event) {
		const mutant = process.env.__STRYKER_ACTIVE_MUTANT__;
		if (event.name === 'test_fn_failure' || event.name === 'hook_failure') noticed = mutant;
		const isNoticed = mutant !== undefined && mutant === noticed;
		if (event.name === 'test_start' && isNoticed) event.test.mode = 'skip';
		super.handleTestEvent(event);
	}
};
