import { addRep } from '../../../tools/hubspot';
import { byId } from '../../support/n8n/stage';
import { Cast, closeCasts, limitOf, MINUTE, newAddress } from '../../support/cast';
import { ENROLLED, FAILED, HELD, SKIPPED } from '../../support/outputs';

afterAll(closeCasts);

const capped = (maxPerRun: number) => ({ options: { maxPerRun } });

describe('Max per Run', () => {
	it('enrolls so many contacts, in input order, and holds the rest for the next run', async () => {
		const cast = await Cast.open({ contacts: 5 });
		const run = await cast.enroll(cast.items, capped(3));
		expect(cast.contacts.map((_, index) => run.of(index).output)).toEqual([
			ENROLLED,
			ENROLLED,
			ENROLLED,
			HELD,
			HELD,
		]);
		expect(run.of(3).json).toMatchObject({
			outcome: 'held',
			reason: 'RUN_CAP',
			message: expect.stringContaining('The most contacts for one run are reached') as string,
			contactId: cast.contacts[3].id,
			sequenceId: cast.sequence.id,
			sender: { userId: cast.rep.userId },
		});
		expect(run.hints[0].message).toMatch(
			/^3 enrolled; 2 held back, the first until \w{3} \d+ \w{3} \d{4} \d\d:\d\d \(Europe\/Berlin\)$/,
		);
		const next = await cast.enroll(cast.items.slice(3), capped(3));
		expect(next.json[ENROLLED]).toHaveLength(2);
	});

	it('says to try again at the next full minute', async () => {
		const cast = await Cast.open({ contacts: 2 });
		const before = Date.now();
		const run = await cast.enroll(cast.items, capped(1));
		const retryAt = Date.parse(String(run.of(1).json.retryAt));
		expect(run.of(1).json.retryAt).toMatch(/:00\+0[12]:00$/);
		expect(retryAt).toBeGreaterThanOrEqual(before);
		expect(retryAt).toBeLessThan(Date.now() + MINUTE);
	});

	it('does not count contacts that are skipped or fail before', async () => {
		const cast = await Cast.open({ contacts: 3 });
		const optedOut = cast.addContact({ hs_email_optout: 'true' });
		const items = [...cast.itemsOf(optedOut), { id: '1' }, ...cast.items];
		const run = await cast.enroll(items, {
			...capped(2),
			settings: { onError: 'continueErrorOutput' },
		});
		expect(items.map((_, index) => run.of(index).output)).toEqual([
			SKIPPED,
			FAILED,
			ENROLLED,
			ENROLLED,
			HELD,
		]);
	});

	it('leaves the place of those that HubSpot refuses to the next', async () => {
		const cast = await Cast.open({ contacts: 3 });
		const bounced = cast.addContact({}, { hiddenBounce: true });
		const items = [...cast.itemsOf(bounced), ...cast.items];
		const run = await cast.enroll(items, capped(2));
		expect(items.map((_, index) => run.of(index).output)).toEqual([
			SKIPPED,
			ENROLLED,
			ENROLLED,
			HELD,
		]);
	});

	it('is one for all senders', async () => {
		const cast = await Cast.open({ contacts: 4 });
		const other = addRep(cast.account, { email: newAddress() });
		const items = cast.items.map((item, index) => ({
			...item,
			sender: index % 2 === 0 ? cast.rep.userId : other.userId,
		}));
		const run = await cast.enroll(items, {
			...capped(3),
			parameters: { sender: byId('={{ $json.sender }}') },
		});
		expect(items.map((_, index) => run.of(index).output)).toEqual([
			ENROLLED,
			ENROLLED,
			ENROLLED,
			HELD,
		]);
	});

	it('leaves the sending limit its say about those that the run takes', async () => {
		const cast = await Cast.open({ contacts: 4 });
		const run = await cast.enroll(cast.items, { ...capped(3), parameters: limitOf(2) });
		expect(cast.contacts.map((_, index) => run.of(index).json.reason)).toEqual([
			undefined,
			undefined,
			'SEND_LIMIT',
			'RUN_CAP',
		]);
	});

	it('counts what an earlier try of the same run enrolled', async () => {
		const cast = await Cast.open({ contacts: 5 });
		cast.hubspot.faults.add({
			method: 'POST',
			path: '/enrollments',
			skip: 1,
			times: 1,
			effect: { status: 400, body: { status: 'error', message: 'no' } },
		});
		const again = { ...capped(2), executionId: 'tried-twice' };
		const settings = { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 };
		const run = await cast.enroll(cast.items, { ...again, settings });
		expect(run.json.map((items) => items.length)).toEqual([2, 3, 0]);
		expect(cast.account.enrollments).toHaveLength(2);
	});

	it.each([0, 9])('of %i holds nobody of a run of 3', async (most) => {
		const cast = await Cast.open({ contacts: 3 });
		expect((await cast.enroll(cast.items, capped(most))).json[ENROLLED]).toHaveLength(3);
	});

	it.each([-1, 1.5])('of %d is an error, before any request', async (most) => {
		const cast = await Cast.open({ contacts: 1 });
		const run = await cast.enroll(cast.items, {
			...capped(most),
			settings: { onError: 'continueErrorOutput' },
		});
		expect(run.of(0)).toMatchObject({
			output: FAILED,
			json: { error: "'Max per Run' is not a whole number from 0" },
		});
		expect(cast.hubspot.requests.count()).toBe(0);
	});

	it('in a dry run says whom the next run would take', async () => {
		const cast = await Cast.open({ contacts: 2 });
		const run = await cast.enroll(cast.items, { options: { maxPerRun: 1, dryRun: true } });
		expect(run.of(1).json).toMatchObject({ outcome: 'wouldHold', reason: 'RUN_CAP' });
	});
});

describe('a run of many contacts from one sender', () => {
	const advice = expect.objectContaining({
		message: expect.stringContaining('use the HubSpot Workflow node') as string,
	}) as object;
	const dryRun = { options: { dryRun: true }, parameters: { plan: 'enterprise' } };

	it('is told that a workflow is the better way', async () => {
		const cast = await Cast.open({ contacts: 201 });
		const run = await cast.enroll(cast.items, dryRun);
		expect(run.hints).toContainEqual(advice);
		expect(run.hints).toContainEqual(
			expect.objectContaining({
				type: 'info',
				message: expect.stringMatching(
					/^201 contacts at once for "Outbound intro" from rep-/,
				) as string,
			}),
		);
	});

	it('is not, up to 200', async () => {
		const cast = await Cast.open({ contacts: 200 });
		expect((await cast.enroll(cast.items, dryRun)).hints).not.toContainEqual(advice);
	});
});
