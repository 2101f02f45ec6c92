const { sortBy } = require('lodash');
const { statSync } = require('node:fs');
const { basename } = require('node:path');
const { noticing } = require('./firstFailure.js');

const { file = '' } = JSON.parse(process.env.MUTANTS ?? '{}');
const ownTests = `${basename(file, '.ts')}.test.ts`;

/**
 * The tests first that have noticed the mutants before, the last to do so foremost; then those that are named
 * as the file, and short ones. A mutant is mostly noticed by what noticed its neighbour.
 */
module.exports = class LikelyFirst {
	sort(tests) {
		const before = noticing();
		const rankOf = ({ path }) => (before.includes(path) ? before.indexOf(path) : before.length);
		const isOther = ({ path }) => basename(path) !== ownTests;
		return sortBy(tests, [rankOf, isOther, ({ path }) => statSync(path).size]);
	}

	/** As jest asks of a sequencer; how long tests took does not matter here. */
	cacheResults() {}
};
