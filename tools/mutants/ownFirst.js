const { statSync } = require('node:fs');
const { basename } = require('node:path');

const { file = '' } = JSON.parse(process.env.MUTANTS ?? '{}');
const ownTests = `${basename(file, '.ts')}.test.ts`;

/** The tests that are named as the file first, then short ones: most mutants are noticed by any of them. */
module.exports = class OwnFirst {
	sort(tests) {
		const effort = ({ path }) => (basename(path) === ownTests ? 0 : statSync(path).size);
		return [...tests].sort((a, b) => effort(a) - effort(b));
	}

	/** As jest asks of a sequencer; how long tests took does not matter here. */
	cacheResults() {}
};
