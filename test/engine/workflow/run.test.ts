import { sleep } from 'n8n-workflow';

import { byId } from '../../support/n8n/stage';
import { asked, entered, itemsOf, newContacts, newFlow, newPeople, on, useStage } from './support';
import { ENROLLED } from '../../support/outputs';
import { present } from '../../support/present';

const stage = useStage();

const settings = { onError: 'continueErrorOutput' as const };

it('results are in input order and linked to their items, however answers come back', async () => {
	const flow = newFlow(stage());
	const contacts = newPeople(stage(), 8);
	contacts.forEach(({ properties }, index) => {
		const effect = { latencyMs: (8 - index) * 12 };
		stage().hubspot.faults.add({ method: 'POST', path: present(properties.email), effect });
	});
	const mixed = [
		...contacts.slice(0, 4),
		...newContacts(stage(), { hs_email_optout: 'true' }),
		...contacts.slice(4),
	];
	const run = await stage().workflow([...itemsOf(mixed), { email: 'nobody@nowhere.example' }], {
		parameters: on('enroll', flow, { options: { skipIneligible: true } }),
		settings,
	});
	expect(run.outputs.map((items) => items.map(({ pairedItem }) => pairedItem))).toEqual([
		[0, 1, 2, 3, 5, 6, 7, 8].map((item) => ({ item })),
		[],
		[{ item: 4 }],
		[expect.objectContaining({ item: 9 })],
	]);
	expect(run.json[ENROLLED].map(({ contactId }) => contactId)).toEqual(
		contacts.map(({ id }) => id),
	);
});

it('300 contacts cost hardly more than a request each', async () => {
	const flow = newFlow(stage());
	const contacts = newPeople(stage(), 300);
	const run = await stage().workflow(
		contacts.map(({ id }) => ({ id })),
		{
			parameters: on('enroll', flow, {
				contact: byId('={{ $json.id }}'),
				enrollmentsPerDay: 1000,
				options: { concurrency: 50 },
			}),
		},
	);
	expect(run.json[ENROLLED]).toHaveLength(300);
	expect(entered(stage(), flow)).toBe(300);
	expect(asked(stage())).toBe(300);
	expect(stage().hubspot.requests.count() / 300).toBeLessThanOrEqual(1.05);
});

it('no more requests are under way at once than Parallel Requests says', async () => {
	stage().hubspot.settings.latencyMs = 20;
	const { requests } = stage().hubspot;
	let most = 0;
	const add = requests.add.bind(requests);
	requests.add = (request) => {
		add(request);
		most = Math.max(most, requests.count({ method: 'POST', status: 0 }));
	};
	await stage().workflow(itemsOf(newPeople(stage(), 12)), {
		parameters: on('enroll', newFlow(stage()), { options: { concurrency: 3 } }),
	});
	expect(most).toBe(3);
});

it('no input, no request', async () => {
	const run = await stage().workflow([], { parameters: on('enroll', newFlow(stage())) });
	expect(run.json.flat()).toEqual([]);
	expect(stage().hubspot.requests.count()).toBe(0);
});

it('an execution that is stopped stops waiting, and asks for nothing more', async () => {
	const flow = newFlow(stage());
	const contacts = newPeople(stage(), 5);
	stage().hubspot.faults.add({ method: 'POST', path: '/enrollments/', effect: { status: 429 } });
	const stop = new AbortController();
	const started = Date.now();
	const run = stage().workflow(itemsOf(contacts), {
		parameters: on('enroll', flow, { options: { concurrency: 1 } }),
		cancelSignal: stop.signal,
	});
	while (asked(stage()) === 0) await sleep(5);
	stop.abort();
	await run;
	// HubSpot's burst limit is waited out for ten seconds.
	expect(Date.now() - started).toBeLessThan(5_000);
	expect(asked(stage())).toBe(1);
	expect(entered(stage(), flow)).toBe(0);
});

it('a stopped execution gives the room back that it did not use', async () => {
	const flow = newFlow(stage());
	const contacts = newPeople(stage(), 5);
	stage().hubspot.faults.add({
		method: 'POST',
		path: '/enrollments/',
		skip: 2,
		times: 1,
		effect: { status: 423 },
	});
	const stop = new AbortController();
	const enroll = { enrollmentsPerDay: 5, options: { concurrency: 1 } };
	const run = stage().workflow(itemsOf(contacts), {
		parameters: on('enroll', flow, enroll),
		cancelSignal: stop.signal,
	});
	while (asked(stage()) < 3) await sleep(5);
	stop.abort();
	await run;
	const check = await stage().workflow([{}], {
		parameters: on('checkSendLimit', flow, { enrollmentsPerDay: 5 }),
	});
	expect(entered(stage(), flow)).toBe(2);
	const { daily } = check.of(0).json as { daily: { used: number } };
	// The contact that was being tried is not known to be out, so it keeps its place.
	expect(daily.used).toBeLessThanOrEqual(3);
});
