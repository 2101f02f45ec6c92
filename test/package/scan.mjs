/* The gate that n8n runs over a published package, here over this folder and offline: first the
   sources, then what `npm pack` makes of the build. Unlike the gate, a warning fails too. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

import {
	analyzePackage,
	buildScanConfig,
	SOURCE_FILE_PATTERNS,
} from '@n8n/scan-community-package/scanner/scanner.mjs';
import { ESLint } from 'eslint';

const root = join(dirname(fileURLToPath(import.meta.url)), '..', '..');
/** What the scanner lints of an unpacked package. */
const PACKED_FILE_PATTERNS = ['**/*.js', 'package.json'];
const LEVELS = { 1: 'warning', 2: 'error' };

function run(command, args, cwd) {
	const { status, stdout, stderr } = spawnSync(command, args, { cwd, encoding: 'utf8' });
	if (status !== 0) throw new Error(`${command} ${args.join(' ')} failed\n${stdout}${stderr}`);
	return stdout;
}

/** The sources alone: the rules look at files beside them, and must not walk through node_modules. */
function copySources(folder) {
	for (const name of ['nodes', 'credentials', 'package.json', 'README.md', 'LICENSE']) {
		if (existsSync(join(root, name))) {
			cpSync(join(root, name), join(folder, name), { recursive: true });
		}
	}
}

function unpackTarball(folder) {
	if (!existsSync(join(root, 'dist')))
		throw new Error('There is no dist: run "npm run build" first');
	const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', dirname(folder)];
	const [{ filename }] = JSON.parse(run('npm', args, root));
	run('tar', ['-xzf', filename, '-C', folder, '--strip-components=1'], dirname(folder));
}

/** Errors as the scanner sees them, and the warnings that it keeps to itself. */
async function lint(folder, patterns) {
	const { passed, message, details } = await analyzePackage(folder, patterns);
	const eslint = new ESLint({
		cwd: folder,
		allowInlineConfig: false,
		overrideConfigFile: true,
		overrideConfig: await buildScanConfig(),
	});
	const results = await eslint.lintFiles(patterns);
	const findings = results.flatMap(({ filePath, messages }) =>
		messages.map(({ line, severity, message: text, ruleId }) => {
			const place = `${filePath.slice(folder.length + 1)}:${line ?? 0}`;
			return `  ${place} ${LEVELS[severity]}: ${text} (${ruleId})`;
		}),
	);
	if (!passed && findings.length === 0) findings.push(`  ${message}\n${details ?? ''}`);
	return { files: results.length, findings };
}

const temporary = mkdtempSync(join(tmpdir(), 'scan-'));
try {
	const legs = [
		['Sources', copySources, SOURCE_FILE_PATTERNS],
		['Package', unpackTarball, PACKED_FILE_PATTERNS],
	];
	for (const [name, fill, patterns] of legs) {
		const folder = join(temporary, name.toLowerCase());
		mkdirSync(folder);
		fill(folder);
		const { files, findings } = await lint(folder, patterns);
		// A scan of nothing would pass.
		if (files < 5) findings.push(`  Only ${files} files were found`);
		console.log(`${name}: ${files} files, ${findings.length || 'no'} findings`);
		for (const finding of findings) console.log(finding);
		if (findings.length > 0) process.exitCode = 1;
	}
	console.log(process.exitCode ? 'Scan failed' : 'Scan passed');
} finally {
	rmSync(temporary, { recursive: true, force: true });
}
