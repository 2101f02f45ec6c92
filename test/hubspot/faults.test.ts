import { sleep } from 'n8n-workflow';

import { run, type Running } from '../../tools/hubspot/client';
import { addContact, addRep, addSequence } from '../../tools/hubspot/index';

let running: Running;
beforeEach(async () => (running = await run()));
afterEach(async () => await running.hubspot.close());

const DETAILS = '/account-info/v3/details';
const details = async () => await running.api.get(DETAILS);

/** @param timeout ms after which the caller gives up, if it does */
async function enroll(timeout?: number) {
	const { account } = running.hubspot;
	const [rep, sequence, contact] = [addRep(account), addSequence(account), addContact(account)];
	return await running.api.post(
		`/automation/sequences/2026-09/enrollments?userId=${rep.userId}`,
		{ contactId: contact.id, sequenceId: sequence.id, senderEmail: rep.email },
		{ timeout },
	);
}

it.each([
	['before', 'reset', 0],
	['after', 'reset', 1],
	['before', 'timeout', 0],
	['after', 'timeout', 1],
] as const)('cut %s the effect by %s: %d enrollment exists', async (when, kind, enrollments) => {
	const { faults, account, requests } = running.hubspot;
	const effect = kind === 'reset' ? { reset: when } : { timeout: when, ms: 5000 };
	faults.add({ method: 'POST', path: '/enrollments', times: 1, effect });
	await expect(enroll(kind === 'timeout' ? 1000 : undefined)).rejects.toMatchObject({
		code: kind === 'reset' ? 'ECONNRESET' : 'ECONNABORTED',
	});
	expect(account.enrollments).toHaveLength(enrollments);
	expect(requests.count({ path: '/enrollments', status: 0 })).toBe(1);
	expect((await enroll()).status).toBe(200);
});

it('a fault hits only after the requests it skips, and as often as it says', async () => {
	running.hubspot.faults.add({ path: /details$/, skip: 1, times: 2, effect: { status: 503 } });
	const codes = [];
	for (let count = 0; count < 5; count++) codes.push((await details()).status);
	expect(codes).toEqual([200, 503, 503, 200, 200]);
});

it('477 tells when to come back, 423 has a body, a page can stand in for JSON', async () => {
	const { faults } = running.hubspot;
	faults.add({ times: 1, effect: { status: 477, headers: { 'Retry-After': '30' } } });
	faults.add({ times: 1, effect: { status: 423 } });
	faults.add({ times: 1, effect: { html404: true } });
	const moving = await details();
	expect([moving.status, moving.headers['retry-after']]).toEqual([477, '30']);
	expect((await details()).data.message).toContain('locked');
	expect((await details()).data).toContain('<!DOCTYPE html>');
});

it('a partial batch read names the withheld contacts as missing', async () => {
	const { account, faults } = running.hubspot;
	const ids = [addContact(account).id, addContact(account).id];
	faults.add({ path: '/batch/read', times: 1, effect: { partial: [ids[0]] } });
	const read = async () =>
		await running.api.post('/crm/v3/objects/contacts/batch/read', {
			inputs: ids.map((id) => ({ id })),
		});
	const partial = await read();
	expect([partial.status, partial.data.errors[0].context.ids]).toEqual([207, [ids[0]]]);
	expect((await read()).status).toBe(200);
});

it('a path in a rule matches the address as sent and as meant', async () => {
	const { account, faults } = running.hubspot;
	const { id } = addContact(account, { properties: { email: 'a+b@customer.example' } });
	faults.add({ path: 'a+b@customer.example', times: 1, effect: { status: 502 } });
	const get = async () =>
		await running.api.get('/crm/v3/objects/contacts/a%2Bb%40customer.example?idProperty=email');
	expect((await get()).status).toBe(502);
	expect((await get()).data.id).toBe(id);
});

it('closing the server ends a request that is being kept waiting', async () => {
	running.hubspot.faults.add({ effect: { timeout: 'before', ms: 60_000 } });
	const waiting = expect(details()).rejects.toMatchObject({ code: 'ECONNRESET' });
	while (running.hubspot.requests.count() === 0) await sleep(5);
	await running.hubspot.close();
	await waiting;
});

it('a body that breaks off comes after the effect', async () => {
	const { faults, account, requests } = running.hubspot;
	faults.add({ method: 'POST', path: '/enrollments', times: 1, effect: { brokenOff: 'reset' } });
	await expect(enroll()).rejects.toMatchObject({ message: expect.stringContaining('aborted') });
	expect(account.enrollments).toHaveLength(1);
	const [{ id }] = account.enrollments;
	expect(JSON.parse(requests.all[0].effect?.payload ?? '')).toMatchObject({ id });
});

it.each([
	{ name: 'a status', meanwhile: { status: 504 }, answer: { status: 504 } },
	{ name: 'a reset', meanwhile: { reset: 'before' }, answer: { code: 'ECONNRESET' } },
] as const)('an effect may come late, after $name', async ({ meanwhile, answer }) => {
	const { faults, account, requests } = running.hubspot;
	faults.add({ path: '/enrollments', times: 1, effect: { lateMs: 30, meanwhile } });
	await expect(enroll().catch((error: object) => error)).resolves.toMatchObject(answer);
	expect(account.enrollments).toHaveLength(0);
	while (account.enrollments.length === 0) await sleep(5);
	expect(requests.count({ path: '/enrollments' })).toBe(1);
	while (!requests.all[0].effect) await sleep(5);
	expect(requests.all[0].effect.status).toBe(200);
});

it('an answer may be written anew, with another status', async () => {
	const { faults, requests } = running.hubspot;
	const effect = { status: 207, rewrite: ({ status }: { status: number }) => ({ was: status }) };
	faults.add({ path: DETAILS, times: 1, effect });
	expect(await details()).toMatchObject({ status: 207, data: { was: 200 } });
	expect(requests.all[0].effect).toMatchObject({ status: 200 });
});

it('what a fault answered in place of HubSpot is no effect', async () => {
	const { faults, requests } = running.hubspot;
	faults.add({ times: 1, effect: { status: 503 } });
	await details();
	await details();
	expect(requests.all.map(({ effect }) => effect?.status)).toEqual([undefined, 200]);
});
