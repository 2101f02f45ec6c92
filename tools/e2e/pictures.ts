import type { Page } from 'playwright-core';

import { readOptions } from './arguments';
import type { Area } from './browser';
import {
	areaAround,
	areaOf,
	chooseOption,
	fillField,
	newCredential,
	nodeOnCanvas,
	openBrowser,
	openEditor,
	takePicture,
} from './browser';
import { itemsOf } from './execution';
import { exit, fs, messageOf, onInterrupt, path, print, repositoryFolder } from './machine';
import type { Playground } from './playground';
import { credentialId, startPlayground } from './playground';

const folder = path.join(repositoryFolder, 'docs', 'pictures');
const exampleName = 'Enroll a list in a sequence';
const enrollNode = 'Enroll in Sequence';
const checkNode = 'Check Sending Limit';

/** `npm run pictures`: takes the pictures of README and docs in a real n8n, light and dark. */
async function main(): Promise<void> {
	onInterrupt(() => exit(130));
	await fs.mkdir(folder, { recursive: true });
	const playground = await startPlayground({ ...readOptions(), keep: false });
	const browser = await openBrowser();
	try {
		const page = await openEditor(browser, playground.server);
		await canvas(page, playground);
		await node(page);
		await picker(page);
		await credential(page, playground);
		await oauth(page, playground);
		await chart(playground);
	} finally {
		await browser.close();
		await playground.stop();
	}
}

/** The example after a run, with the number of items at each output. */
async function canvas(page: Page, { server, examples }: Playground): Promise<void> {
	const example = examples.find(({ name }) => name === exampleName);
	await page.goto(`${server.url}/workflow/${example?.id}`);
	await page.getByTestId('execute-workflow-button').click();
	const done = page.getByText('Workflow executed successfully');
	await done.waitFor();
	await done.waitFor({ state: 'hidden' });
	const nodes = page.locator('[data-test-id="canvas-node"], [data-test-id="sticky"]');
	const area = await areaAround(nodes, 40);
	// How many items left the last nodes stands beside them.
	await save(page, 'canvas', { ...area, width: area.width + 60 }, 'device');
}

/** The node with its parameters and what left it. */
async function node(page: Page): Promise<void> {
	await nodeOnCanvas(page, enrollNode).dblclick();
	await page.getByText('Held Back Branch').waitFor();
	await page.mouse.move(1100, 60);
	await save(page, 'node', { x: 0, y: 0, width: 1400, height: 820 }, 'css');
}

async function picker(page: Page): Promise<void> {
	const field = page.getByTestId('resource-locator-sequence');
	await field.locator('input').last().click();
	await page.getByTestId('rlc-search').fill('touch');
	// n8n keeps the chosen one in the list, whatever is searched for.
	await page.getByText('Business days follow-up').waitFor({ state: 'hidden' });
	await page.getByText('Single touch – 1 email').waitFor();
	const { x, y, width } = await areaOf(field);
	const area = { x: x - 20, y: y - 160, width: width + 40, height: 372 };
	await save(page, 'sequence-picker', area, 'device');
	await page.keyboard.press('Escape');
}

async function credential(page: Page, { server }: Playground): Promise<void> {
	await page.goto(`${server.url}/home/credentials/${credentialId}`);
	await page.getByText('Connection tested successfully').waitFor();
	const dialog = await areaOf(page.getByTestId('editCredential-modal'));
	await save(page, 'credential', dialog, 'device');
}

/** The form for OAuth2, ready for Connect. */
async function oauth(page: Page, { server }: Playground): Promise<void> {
	const dialog = await newCredential(page, server.url);
	await chooseOption(page, dialog.getByTestId('parameter-input-grantType'), 'OAuth2');
	await fillField(dialog, 'clientId', '0a1b2c3d-4e5f-6789-abcd-ef0123456789');
	await fillField(dialog, 'clientSecret', 'kept secret');
	await dialog.getByTestId('copy-input').scrollIntoViewIfNeeded();
	await save(page, 'credential-oauth', await areaOf(dialog), 'device');
}

/** What Check Sending Limit draws after that run. */
async function chart({ session, examples }: Playground): Promise<void> {
	const example = examples.find(({ name }) => name === exampleName);
	const execution = await session.runWorkflow(example?.id ?? '');
	const [item] = itemsOf(execution, checkNode);
	const id = encodeURIComponent(item.binary?.chart?.id ?? '');
	const svg = await session.open(`/rest/binary-data?id=${id}&action=download`);
	const file = path.join(folder, 'send-limit.svg');
	await fs.writeFile(file, svg);
	print(file);
}

/** `device` shows more pixels than the page has, for small parts of it. */
async function save(page: Page, name: string, clip: Area, scale: 'css' | 'device'): Promise<void> {
	for (const [colorScheme, suffix] of [
		['dark', '.dark'],
		['light', ''],
	] as const) {
		await page.emulateMedia({ colorScheme });
		await takePicture(page, folder, `${name}${suffix}`, { clip, scale });
	}
}

main().then(
	() => exit(0),
	(error) => {
		print(messageOf(error));
		exit(1);
	},
);
