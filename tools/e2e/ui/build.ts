import type { Locator, Page } from 'playwright-core';

import sequenceCodex from '../../../nodes/HubspotSequence/HubspotSequence.node.json';
import workflowCodex from '../../../nodes/HubspotWorkflow/HubspotWorkflow.node.json';
import { chooseOption } from '../browser';
import { goTo, isShown, type Stretch } from './walk';

const WORDS: Array<[node: string, words: string[]]> = [
	['HubSpot Sequence', sequenceCodex.alias],
	['HubSpot Workflow', workflowCodex.alias],
];

async function searchNodes(page: Page, words: string): Promise<void> {
	await page.getByTestId('node-creator-search-bar').fill(words);
}

const found = (page: Page, node: string): Locator =>
	page.getByTestId('node-creator-item-name').getByText(node, { exact: true });

/** The words by which a person looks for the nodes. */
const findNodes: Stretch = {
	name: 'Find the nodes',
	walk: async (walk) => {
		const { page, checks, look } = walk;
		await goTo(walk, '/workflow/new');
		await page.getByTestId('node-creator-plus-button').click();
		await searchNodes(page, 'manual');
		await found(page, 'Trigger manually').click();
		await page.getByTestId('node-creator-plus-button').click();
		for (const [node, words] of WORDS) {
			const missing: string[] = [];
			for (const word of words) {
				await searchNodes(page, word);
				if (!(await isShown(found(page, node)))) missing.push(word);
			}
			checks.equal(`${node} is found by ${words.join(', ')}`, missing, []);
		}
		await look('found');
	},
};

async function pick(page: Page, field: string, words: string, wanted: string): Promise<string> {
	const locator = page.getByTestId(`resource-locator-${field}`);
	await locator.getByTestId('rlc-input').click();
	await page.getByTestId('rlc-search').fill(words);
	await page.getByTestId('rlc-item').getByText(wanted).click();
	return await valueOf(locator);
}

const valueOf = async (locator: Locator): Promise<string> =>
	await locator.locator('input').last().inputValue();

/** Fills the node with nothing but what its lists offer, and runs it. */
const fillAndRun: Stretch = {
	name: 'Fill the node and run it',
	walk: async ({ page, checks, look }) => {
		await searchNodes(page, 'HubSpot Sequence');
		await found(page, 'HubSpot Sequence').click();
		await page.getByText('Enroll contact in sequence').click();

		const contact = page.getByTestId('resource-locator-contact');
		await chooseOption(page, contact.getByTestId('rlc-mode-selector'), 'From list');
		const chosen = [
			await pick(page, 'contact', 'gruber', 'Leo Gruber'),
			await pick(page, 'sender', 'ben', 'Ben Bauer'),
			await pick(page, 'sequence', 'outbound', 'Outbound intro'),
		];
		checks.equal(
			'chosen',
			chosen.map((text) => text.split(' ')[0]),
			['Leo', 'Ben', 'Outbound'],
		);
		await look('filled');

		await page.getByTestId('node-execute-button').click();
		const enrolled = page.getByTestId('output-panel').getByText('1 enrolled');
		checks.equal('the line above the outputs', await isShown(enrolled), true);
		await look('enrolled');
	},
};

/** What two operations share stays when a person goes from one to the other and back. */
const switchAndBack: Stretch = {
	name: 'Switch operations and back',
	walk: async ({ page, checks, look }) => {
		const operation = page.getByTestId('parameter-input-operation');
		const staysOn = async (field: string, way: string[]) => {
			const locator = page.getByTestId(`resource-locator-${field}`);
			const before = await valueOf(locator);
			for (const other of way) {
				await chooseOption(page, operation, other);
				await look(other.toLowerCase().replaceAll(' ', '-'));
			}
			checks.equal(`${field} after ${way.join(', ')}`, await valueOf(locator), before);
		};
		await staysOn('contact', ['Get Enrollment Status', 'Unenroll Contact', 'Enroll Contact']);
		// n8n forgets the fields that an operation does not have.
		await pick(page, 'sender', 'ben', 'Ben Bauer');
		await pick(page, 'sequence', 'outbound', 'Outbound intro');
		await staysOn('sequence', ['Check Sending Limit', 'Enroll Contact']);
	},
};

export const buildStretches: Stretch[] = [findNodes, fillAndRun, switchAndBack];
