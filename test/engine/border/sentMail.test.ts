import { addSentEmails } from '../../../tools/hubspot';
import { Cast, closeCasts, HOUR, limitOf } from '../../support/cast';
import { FAILED } from '../../support/outputs';

afterAll(closeCasts);

/** A page of HubSpot's search, which may lack entries that `total` counts. */
type Page = { total: number; results: unknown[] };

it('mail that HubSpot counts and does not show is not taken for mail that was not sent', async () => {
	const cast = await Cast.open({ contacts: 2 });
	addSentEmails(cast.account, { ownerId: cast.rep.ownerId, times: [1, 2].map(hoursAgo) });
	cast.hubspot.faults.add({
		path: '/emails/search',
		effect: {
			rewrite: ({ body }) => ({ ...(body as Page), results: (body as Page).results.slice(1) }),
		},
	});
	const run = await cast.enroll(undefined, {
		parameters: limitOf(2),
		settings: { onError: 'continueErrorOutput' },
	});
	expect(run.json[FAILED]).toMatchObject(
		cast.contacts.map(() => ({
			error: 'The answer is not what HubSpot answers to this request',
			details: { lacks: '1 of 2 results' },
		})),
	);
	expect(cast.enrollRequests()).toHaveLength(0);
});

const hoursAgo = (hours: number) => Date.now() - hours * HOUR;
