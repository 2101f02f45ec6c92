import type { Locator, Page } from 'playwright-core';

import type { HubspotServer } from '../../hubspot';
import type { Checks } from '../checks';
import type { N8nSession } from '../session';
import type { WorkflowFile } from '../workflow';

/** A person in the editor. */
export interface Walk {
	page: Page;
	/** Of n8n, without a trailing slash. */
	url: string;
	/** What the credentials lead to. */
	hubspot: Pick<HubspotServer, 'url' | 'settings' | 'requests' | 'clock'>;
	/** To look behind what the editor shows. */
	session: N8nSession;
	examples: WorkflowFile[];
	checks: Checks;
	/** Keeps a picture of what there is to see. */
	look(name: string): Promise<void>;
}

/** A part of the walk, in a person's words. */
export interface Stretch {
	name: string;
	walk(walk: Walk): Promise<void>;
}

/** A path of the editor, such as `/workflow/new`. */
export async function goTo({ page, url }: Walk, path: string): Promise<void> {
	await page.goto(`${url}${path}`, { waitUntil: 'domcontentloaded' });
}

export async function openExample(walk: Walk, name: string): Promise<void> {
	const example = walk.examples.find((one) => one.name === name);
	await goTo(walk, `/workflow/${example?.id}`);
	await walk.page.getByTestId('canvas-node').first().waitFor();
}

/** Whether it is to be seen before patience ends. */
export async function isShown(what: Locator): Promise<boolean> {
	return await what
		.first()
		.waitFor()
		.then(
			() => true,
			() => false,
		);
}
