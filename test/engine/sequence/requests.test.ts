import { byEmail } from '../../support/n8n/stage';
import { HOSTS } from '../../../tools/hubspot';
import { Cast, closeCasts, DAY } from '../../support/cast';
import { ENROLLED, FAILED, RESULT, SKIPPED } from '../../support/outputs';

afterAll(closeCasts);

const TWO_EMAILS = [{}, { delayMillis: 4 * DAY }];
const DATED = '/automation/sequences/2026-09';
const V4 = '/automation/v4/sequences';

/** The most requests that HubSpot had to answer at once. */
function countUnderWay({ hubspot: { requests } }: Cast): { most: number } {
	const underWay = { most: 0 };
	const add = requests.add.bind(requests);
	jest.spyOn(requests, 'add').mockImplementation((request) => {
		add(request);
		underWay.most = Math.max(underWay.most, requests.count({ status: 0 }));
	});
	return underWay;
}

describe('Enroll asks HubSpot', () => {
	it('for 300 contacts with all checks, at most 1.05 times a contact', async () => {
		const cast = await Cast.open({
			contacts: 300,
			steps: TWO_EMAILS,
			rep: { dailyLimit: 1000 },
		});
		const run = await cast.enroll(undefined, { parameters: { plan: 'enterprise' } });

		expect(run.json.map((items) => items.length)).toEqual([300, 0, 0]);
		expect(cast.account.enrollments).toHaveLength(300);
		expect(cast.enrollRequests()).toHaveLength(300);
		expect(cast.hubspot.requests.count()).toBeLessThanOrEqual(315);
	});

	it('only for contacts that nothing speaks against, and reads those in batches', async () => {
		const cast = await Cast.open({ contacts: 0 });
		const optedOut = Array.from({ length: 250 }, () =>
			cast.addContact({ hs_email_optout: 'true' }),
		);
		const run = await cast.enroll(cast.itemsOf(...optedOut));

		expect(run.json[SKIPPED]).toHaveLength(250);
		expect(cast.hubspot.requests.all.map(({ path }) => path)).toEqual(
			Array.from({ length: 3 }, () => '/crm/objects/2026-09/contacts/batch/read'),
		);
	});

	it.each([
		['of as many as Parallel Requests says', { concurrency: 2 }, 2],
		['of all but the first, where it is left to the node', {}, 6],
	])('for contacts by batches at once, %s', async (_, options, expected) => {
		const cast = await Cast.open({ contacts: 0, settings: { latencyMs: 50 } });
		const optedOut = Array.from({ length: 700 }, () =>
			cast.addContact({ hs_email_optout: 'true' }),
		);
		const underWay = countUnderWay(cast);
		const run = await cast.enroll(cast.itemsOf(...optedOut), { options });

		expect(run.json[SKIPPED].map(({ contactId }) => contactId)).toEqual(
			optedOut.map(({ id }) => id),
		);
		expect(underWay.most).toBe(expected);
		expect(cast.hubspot.requests.count()).toBe(7);
	});

	it.each([
		['as Parallel Requests says', { concurrency: 3 }, 20, 3],
		['as fill the rate limit, where it is left to the node', {}, 800, 46],
		['as are needed at least, where HubSpot is fast', {}, 20, 8],
	])('with as many requests at once %s', async (_, options, latencyMs, expected) => {
		const rateLimit = { perTenSeconds: 190, daily: 1_000_000, searchPerSecond: 5 };
		const cast = await Cast.open({ contacts: 60, settings: { rateLimit } });
		cast.hubspot.settings.latencyMs = latencyMs;
		const underWay = countUnderWay(cast);
		await cast.enroll(undefined, { options });

		expect(underWay.most).toBe(expected);
	});
});

describe('The sequences API is asked', () => {
	it('by its dated version where HubSpot has that', async () => {
		const cast = await Cast.open({ contacts: 3 });
		const run = await cast.enroll(undefined, { options: { verify: true } });

		expect(run.json[ENROLLED]).toHaveLength(3);
		expect(cast.hubspot.requests.count({ path: V4 })).toBe(0);
		expect(cast.hubspot.requests.count({ path: DATED })).toBe(1 + 3 + 3);
	});

	it('by v4 where HubSpot does not know the dated version, and never with a POST to find out', async () => {
		const cast = await Cast.open({ contacts: 3, settings: { versions: HOSTS.old } });
		const run = await cast.enroll(undefined, { options: { verify: true } });

		expect(run.json[ENROLLED]).toHaveLength(3);
		const dated = cast.hubspot.requests.filter({ path: DATED });
		const read = ['GET', 404];
		expect(dated.map(({ method, status }) => [method, status])).toEqual([read, read]);
		expect(cast.enrollRequests().map(({ path }) => path)).toEqual(
			[1, 2, 3].map(() => `${V4}/enrollments`),
		);

		// Found out once, and remembered.
		await cast.status();
		expect(cast.hubspot.requests.count({ path: DATED })).toBe(2);
	});

	it('by v4 alone where the option says so', async () => {
		const cast = await Cast.open({ contacts: 2, steps: TWO_EMAILS });
		const run = await cast.enroll(undefined, { options: { apiRoutes: 'v4', verify: true } });
		const status = await cast.status(undefined, { options: { apiRoutes: 'v4' } });

		expect(run.json[ENROLLED]).toHaveLength(2);
		expect(status.json[RESULT]).toMatchObject([{ enrolled: true }, { enrolled: true }]);
		expect(cast.hubspot.requests.count({ path: DATED })).toBe(0);
	});

	it.each([
		{ versions: [], apiRoutes: 'published' },
		{ versions: HOSTS.dated, apiRoutes: 'v4' },
	])('in vain by $apiRoutes where HubSpot has $versions', async ({ versions, apiRoutes }) => {
		const cast = await Cast.open({ contacts: 2, settings: { versions } });
		const run = await cast.enroll(undefined, {
			options: { apiRoutes },
			settings: { onError: 'continueErrorOutput' },
		});

		expect(run.json[FAILED]).toHaveLength(2);
		expect(run.json[FAILED][1].error).toBe('HubSpot does not know this API path');
		expect(cast.enrollRequests()).toHaveLength(0);
	});
});

describe('An address with', () => {
	it.each([
		['a plus', 'ann+news@customer.example'],
		['a slash', 'ann/sales@customer.example'],
		['a percent sign', 'ann%41@customer.example'],
		['an apostrophe', "o'neil@customer.example"],
		['quotation marks', '"ann"@customer.example'],
		['marks of a query', 'a&b=c?d#e@customer.example'],
		['letters beyond ASCII', 'jörg.müller@exämple.example'],
		['letters of another script', 'анна@пример.example'],
	])('%s reaches HubSpot as typed', async (_, email) => {
		const cast = await Cast.open({ contacts: 1, steps: TWO_EMAILS });
		const contact = cast.addContact({ email });
		const given = { parameters: { contact: byEmail('={{ $json.email }}') } };
		const run = await cast.enroll([{ email: ` ${email.toUpperCase()}` }], given);
		const status = await cast.status([{ email }], given);
		const unenroll = await cast.unenroll([{ email }], { ...given, options: { dryRun: true } });

		const found = { contactId: contact.id, email };
		expect(run.json[ENROLLED]).toMatchObject([{ ...found, toEmail: email }]);
		expect(status.json[RESULT]).toMatchObject([{ ...found, enrolled: true }]);
		expect(unenroll.json[RESULT]).toMatchObject([{ ...found, outcome: 'wouldUnenroll' }]);
	});
});
