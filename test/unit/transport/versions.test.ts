import { sleep } from 'n8n-workflow';

import type { FailureDetails } from '../../../nodes/shared/transport/failure';
import { HubspotFailure } from '../../../nodes/shared/transport/failure';
import { VersionInUse, type VersionedPath } from '../../../nodes/shared/transport/versions';
import { failureDetails } from '../../support/unit/failureDetails';

const LISTS: VersionedPath = {
	api: '/lists',
	name: '/lists/{}',
	versions: [
		{ version: 'new', path: '/new/lists/5' },
		{ version: 'old', path: '/old/lists/5' },
	],
};

const use = async (signal?: AbortSignal) => await VersionInUse.of('app', LISTS, false, signal);
const failed = (details: Partial<FailureDetails>) => new HubspotFailure(failureDetails(details));
const HTML = { isHtml: true, text: '<html>' };

/** Whether somebody who asks while `first` has not ended waits for it. */
async function waits(): Promise<boolean> {
	const second = use().then(() => false);
	return await Promise.race([second, sleep(1).then(() => true)]);
}

it.each<[string, (first: VersionInUse) => void, string]>([
	['it is there', (first) => first.keep(), '/new/lists/5'],
	[
		'there is no such record',
		(first) => void first.goesOn(failed({ status: 404 })),
		'/new/lists/5',
	],
	['the input is refused', (first) => void first.goesOn(failed({ status: 400 })), '/new/lists/5'],
	[
		'it is missing, and the older one is there',
		(first) => {
			expect(first.goesOn(failed({ status: 404, ...HTML }))).toBe(true);
			first.keep();
		},
		'/old/lists/5',
	],
])('others wait until it shows that %s, and go by that', async (_, end, path) => {
	const first = await use();
	expect(await waits()).toBe(true);
	end(first);
	expect(await waits()).toBe(false);
	expect((await use()).path).toBe(path);
});

it.each<[string, Partial<FailureDetails>]>([
	['a proxy', { status: 403, ...HTML }],
	['nobody', { status: undefined, networkCode: 'ETIMEDOUT' }],
	['a HubSpot that is down', { status: 503 }],
	['a HubSpot that takes no more requests', { status: 429 }],
])('where %s answers, the others go on together, and nothing is remembered', async (_, details) => {
	const first = await use();
	const others = [use(), use()];
	expect(first.goesOn(failed(details))).toBe(false);
	for (const other of await Promise.all(others)) expect(other.path).toBe('/new/lists/5');
	const next = await use();
	expect(next.goesOn(failed({ status: 410 }))).toBe(true);
	expect(next.path).toBe('/old/lists/5');
});

it('whoever is cancelled waits no longer', async () => {
	await use();
	const cancel = new AbortController();
	const second = use(cancel.signal);
	cancel.abort('cancelled by the user');
	await expect(second).rejects.toBe('cancelled by the user');
});
