import type { Browser, Locator, Page } from 'playwright-core';
import { chromium, selectors } from 'playwright-core';

import { readOptions } from './arguments';
import { itemsOf } from './execution';
import {
	environment,
	exit,
	fs,
	messageOf,
	onInterrupt,
	path,
	print,
	repositoryFolder,
} from './machine';
import type { Playground } from './playground';
import { credentialId, startPlayground } from './playground';
import { owner } from './session';

const folder = path.join(repositoryFolder, 'docs', 'pictures');
const exampleName = 'Enroll a list in a sequence';
const enrollNode = 'Enroll in Sequence';
const checkNode = 'Check Sending Limit';

/** Chromium is part of the system; it must neither ask the internet for anything nor update. */
const quiet = [
	'--no-sandbox',
	'--disable-gpu',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** `npm run pictures`: takes the pictures of the README in a real n8n. */
async function main(): Promise<void> {
	onInterrupt(() => exit(130));
	await fs.mkdir(folder, { recursive: true });
	const playground = await startPlayground(readOptions());
	const browser = await chromium.launch({
		executablePath: environment.CHROMIUM ?? '/usr/bin/chromium',
		args: quiet,
	});
	try {
		selectors.setTestIdAttribute('data-test-id');
		const page = await logIn(browser, playground);
		await canvas(page, playground);
		await node(page);
		await picker(page);
		await credential(page, playground);
		await chart(playground);
	} finally {
		await browser.close();
		await playground.stop();
	}
}

async function logIn(browser: Browser, { server }: Playground): Promise<Page> {
	const viewport = { width: 1400, height: 820 };
	const context = await browser.newContext({ viewport, deviceScaleFactor: 1.5 });
	const page = await context.newPage();
	await page.goto(`${server.url}/signin`);
	await page.getByLabel('Email').fill(owner.email);
	await page.getByLabel('Password').fill(owner.password);
	await page.getByRole('button', { name: 'Sign in' }).click();
	await page.waitForURL(/home/);
	return page;
}

/** The example after a run, with the number of items at each output. */
async function canvas(page: Page, { server, examples }: Playground): Promise<void> {
	const example = examples.find(({ name }) => name === exampleName);
	await page.goto(`${server.url}/workflow/${example?.id}`);
	await page.getByTestId('execute-workflow-button').click();
	const done = page.getByText('Workflow executed successfully');
	await done.waitFor();
	await done.waitFor({ state: 'hidden' });
	await save(page, 'canvas', { x: 390, y: 100, width: 790, height: 680 }, 'device');
}

/** The node with its parameters and what left it. */
async function node(page: Page): Promise<void> {
	await page.locator(`[data-test-id="canvas-node"][data-node-name="${enrollNode}"]`).dblclick();
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

type Area = { x: number; y: number; width: number; height: number };

async function areaOf(element: Locator): Promise<Area> {
	const area = await element.boundingBox();
	if (!area) throw new Error('What was to be shown is not on the page');
	return area;
}

/** `device` shows more pixels than the page has, for small parts of it. */
async function save(page: Page, name: string, clip: Area, scale: 'css' | 'device'): Promise<void> {
	// Transitions of the editor take less than this.
	await page.waitForTimeout(1000);
	const file = path.join(folder, `${name}.png`);
	await page.screenshot({ path: file, clip, scale });
	print(file);
}

main().then(
	() => exit(0),
	(error) => {
		print(messageOf(error));
		exit(1);
	},
);
