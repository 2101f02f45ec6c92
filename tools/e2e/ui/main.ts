import type { Page } from 'playwright-core';

import { readOptions, type ScriptOptions } from '../arguments';
import { openBrowser, openEditor, takePicture } from '../browser';
import { Checks } from '../checks';
import { exit, fs, messageOf, onInterrupt, os, path, print } from '../machine';
import { startPlayground } from '../playground';
import { buildStretches } from './build';
import { credentialStretches } from './credentials';
import { runStretches } from './runs';
import type { Stretch, Walk } from './walk';

const stretches = [...credentialStretches, ...buildStretches, ...runStretches];

/**
 * `npm run e2e:ui`: walks through the editor of a real n8n as a new user would, without a window,
 * and keeps a picture of each step.
 *
 * @returns the exit code: 1 if something was not as it should be
 */
async function main(options: ScriptOptions): Promise<number> {
	const folder = await fs.mkdtemp(path.join(os.tmpdir(), 'n8n-hubspot-walk-'));
	const playground = await startPlayground({ ...options, keep: false });
	const browser = await openBrowser();
	const checks = new Checks();
	try {
		const page = await openEditor(browser, playground.server);
		const errors = errorsOn(page);
		let pictures = 0;
		const look = async (name: string) => {
			const number = String(++pictures).padStart(2, '0');
			await takePicture(page, folder, `${number}-${name}`, { scale: 'css' });
		};
		await walkAll({ ...playground, url: playground.server.url, page, checks, look });
		checks.start('The whole walk');
		checks.equal('errors in the console', errors, []);
	} finally {
		await browser.close();
		await playground.stop();
	}
	print(checks.table());
	print(`Pictures: ${folder}`);
	print(checks.summary());
	return checks.failures > 0 ? 1 : 0;
}

async function walkAll(walk: Walk): Promise<void> {
	for (const stretch of stretches) await walkOne(stretch, walk);
}

async function walkOne({ name, walk: go }: Stretch, walk: Walk): Promise<void> {
	print(name);
	walk.checks.start(name);
	try {
		await go(walk);
	} catch (error) {
		walk.checks.failed(name, messageOf(error));
		await walk.look('failed');
	}
}

/** n8n's editor asks npm about packages, which fails where there is no internet. */
const NOT_OURS = /registry\.npmjs\.org|ERR_CERT|ERR_INTERNET|ERR_NAME/;

/** What the console of the page has to complain of from now on. */
function errorsOn(page: Page): string[] {
	const errors: string[] = [];
	page.on('pageerror', ({ message }) => errors.push(message));
	page.on('console', (said) => {
		const text = `${said.text()} ${said.location().url}`;
		if (said.type() === 'error' && !NOT_OURS.test(text)) errors.push(text);
	});
	return errors;
}

onInterrupt(() => exit(130));
main(readOptions()).then(
	(exitCode) => exit(exitCode),
	(error) => {
		print(messageOf(error));
		exit(1);
	},
);
