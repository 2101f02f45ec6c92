import { nodeOnCanvas } from '../browser';
import { goTo, isShown, openExample, type Stretch, type Walk } from './walk';

const LIST = 'Enroll a list in a sequence';

async function openNode({ page }: Walk, name: string): Promise<void> {
	await nodeOnCanvas(page, name).dblclick();
	await page.getByTestId('output-panel').waitFor();
}

async function execute({ page }: Walk): Promise<void> {
	await page.getByTestId('execute-workflow-button').click();
	await page.getByText('Workflow executed successfully').waitFor();
}

/** The list of the example: three outputs and the error, the line that sums up, the item's link. */
const outputs: Stretch = {
	name: 'Run a list',
	walk: async (walk) => {
		const { page, checks, look } = walk;
		await openExample(walk, LIST);
		await execute(walk);
		await openNode(walk, 'Enroll in Sequence');
		const panel = page.getByTestId('output-panel');
		for (const output of ['Enrolled', 'Held Back', 'Skipped', 'Error']) {
			const tab = panel.getByText(new RegExp(`^${output} Branch \\(\\d+ items?\\)`));
			checks.equal(output, await isShown(tab), true);
		}
		checks.equal('summary', await isShown(panel.getByText(/\d+ held back, the first until/)), true);
		// The preview of an expression follows the item that the mouse is on, by its link.
		const row = panel.locator('tbody tr').nth(4);
		const [email = ''] = /\S+@\S+/.exec(await row.innerText()) ?? [];
		await row.hover();
		const previewed = page.getByText(email, { exact: true }).nth(1);
		checks.equal('an item is linked to its input', await isShown(previewed), true);
		await look('outputs');
	},
};

const chart: Stretch = {
	name: 'Look at the chart',
	walk: async (walk) => {
		const { page, checks, look } = walk;
		await page.keyboard.press('Escape');
		await openNode(walk, 'Check Sending Limit');
		await page.getByTestId('radio-button-binary').click();
		await page.getByTestId('ndv-view-binary-data').click();
		const shown = page.locator('iframe[srcdoc*="image/svg+xml"]');
		checks.equal('it is shown', await isShown(shown), true);
		await look('chart');
	},
};

const ledger: Stretch = {
	name: 'Look at the ledger',
	walk: async (walk) => {
		const { page, checks, look } = walk;
		await goTo(walk, '/home/datatables');
		await page.getByText('HubSpot Send Ledger').first().click();
		checks.equal('its rows', await isShown(page.getByText('ann@fjordline.example')), true);
		await look('ledger');
	},
};

/** Slow enough to be stopped in the midst of it, in milliseconds. */
const SLOW = 400;

const stop: Stretch = {
	name: 'Stop a long run',
	walk: async (walk) => {
		const { page, hubspot, checks, look } = walk;
		await openExample(walk, 'Enroll a list in a workflow');
		hubspot.settings.latencyMs = SLOW;
		await page.getByTestId('execute-workflow-button').click();
		await page.getByTestId('stop-execution-button').click();
		checks.equal('it stops', await isShown(page.getByText('Execution stopped')), true);
		await page.waitForTimeout(2 * SLOW);
		const before = hubspot.requests.count();
		await page.waitForTimeout(5 * SLOW);
		checks.equal('no request follows', hubspot.requests.count(), before);
		hubspot.settings.latencyMs = 0;
		await look('stopped');
	},
};

/** Each example, opened as a person does who has imported it. */
const openExamples: Stretch = {
	name: 'Open the examples',
	walk: async (walk) => {
		const { page, checks, look } = walk;
		for (const [index, { name, nodes }] of walk.examples.entries()) {
			await openExample(walk, name);
			const shown = nodes.filter(({ type }) => !type.endsWith('.stickyNote'));
			await page
				.getByTestId('canvas-node')
				.nth(shown.length - 1)
				.waitFor();
			const unknown = await page.getByText(/install this node|unrecognized/i).count();
			checks.equal(name, unknown, 0);
			await look(`example-${index + 1}`);
		}
	},
};

export const runStretches: Stretch[] = [outputs, chart, ledger, stop, openExamples];
