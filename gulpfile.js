const { dest, src } = require('gulp');

/** tsc copies code only; n8n also reads icons, codex files and output schemas from dist. */
function assets() {
	return src(['nodes/**/*.{svg,png,json}', 'credentials/**/*.svg'], {
		base: '.',
		encoding: false,
	}).pipe(dest('dist'));
}

exports.default = assets;
