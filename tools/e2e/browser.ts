import type { Browser, Locator, Page } from 'playwright-core';
import { chromium, selectors } from 'playwright-core';

import { environment, path, print } from './machine';
import type { N8nServer } from './server';
import { owner } from './session';

/** Chromium is part of the system; it must neither ask the internet for anything nor update. */
const quiet = [
	'--no-sandbox',
	'--disable-gpu',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

/** A Chromium without a window; `CHROMIUM` names another than the system's. */
export async function openBrowser(): Promise<Browser> {
	selectors.setTestIdAttribute('data-test-id');
	return await chromium.launch({
		executablePath: environment.CHROMIUM ?? '/usr/bin/chromium',
		args: quiet,
	});
}

/** The editor takes ten seconds and more to load on a busy machine. Milliseconds. */
const patience = 60_000;

/** The editor, logged in as the owner. */
export async function openEditor(browser: Browser, { url }: Pick<N8nServer, 'url'>): Promise<Page> {
	const viewport = { width: 1400, height: 820 };
	const context = await browser.newContext({ viewport, deviceScaleFactor: 1.5 });
	const page = await context.newPage();
	page.setDefaultTimeout(patience);
	await page.goto(`${url}/signin`);
	await page.getByLabel('Email').fill(owner.email);
	await page.getByLabel('Password').fill(owner.password);
	await page.getByRole('button', { name: 'Sign in' }).click();
	await page.waitForURL(/home/);
	return page;
}

/** The form of a new credential of this package. */
export async function newCredential(page: Page, url: string): Promise<Locator> {
	await page.goto(`${url}/home/credentials`, { waitUntil: 'domcontentloaded' });
	await page.getByTestId('add-resource-credential').click();
	await page.getByTestId('new-credential-type-select').locator('input').fill('HubSpot Enrollment');
	await page.getByTestId('new-credential-type-select-option').first().click();
	await page.getByTestId('new-credential-type-button').click();
	return page.getByTestId('editCredential-modal');
}

/** Types into a field of a form. */
export async function fillField(form: Locator, name: string, text: string): Promise<void> {
	await form.getByTestId(`parameter-input-${name}`).locator('input').fill(text);
}

/** Chooses from a drop-down list by the name that is shown. */
export async function chooseOption(page: Page, field: Locator, name: string): Promise<void> {
	await field.click();
	// Its description is part of what it is called.
	await page.getByRole('option', { name: new RegExp(`^${name}\\b`) }).click();
}

export type Area = { x: number; y: number; width: number; height: number };

export async function areaOf(element: Locator): Promise<Area> {
	const area = await element.boundingBox();
	if (!area) throw new Error('What was to be shown is not on the page');
	return area;
}

/** The smallest area that has all of them in it, and `margin` around. */
export async function areaAround(elements: Locator, margin: number): Promise<Area> {
	const areas = await Promise.all((await elements.all()).map(areaOf));
	const x = Math.min(...areas.map((one) => one.x)) - margin;
	const y = Math.min(...areas.map((one) => one.y)) - margin;
	const right = Math.max(...areas.map((one) => one.x + one.width)) + margin;
	const bottom = Math.max(...areas.map((one) => one.y + one.height)) + margin;
	return { x, y, width: right - x, height: bottom - y };
}

export const nodeOnCanvas = (page: Page, name: string): Locator =>
	page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);

/** Transitions of the editor take less than this, in milliseconds. */
const settled = 1000;

/** Saves a picture of the page, or of a part of it, as `folder/name.png`. */
export async function takePicture(
	page: Page,
	folder: string,
	name: string,
	options: { clip?: Area; scale?: 'css' | 'device' } = {},
): Promise<void> {
	await page.waitForTimeout(settled);
	const file = path.join(folder, `${name}.png`);
	await page.screenshot({ path: file, ...options });
	print(file);
}
