const Runtime = require('../../test/support/jest/runtime.js');
const { isNoticed } = require('./firstFailure.js');

/** Loads no further file of tests once a test has noticed the mutant: loading them takes longer than a test. */
module.exports = class NoMoreFiles extends Runtime {
	requireModule(from, name, ...others) {
		// jest asks for the file itself by its path alone, and minds one without tests.
		const isFileOfTests = name === undefined && from.endsWith('.test.ts');
		if (isFileOfTests && isNoticed()) return globalThis.it.skip('is not needed any more', () => {});
		return super.requireModule(from, name, ...others);
	}
};
