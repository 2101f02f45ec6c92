import { countSent } from '../../../../nodes/HubspotSequence/sendLimit/countSent';
import { readAnswer } from '../../../../nodes/shared/transport/answer';
import type { HubspotClient, HubspotRequest } from '../../../../nodes/shared/transport/client';
import { HubspotFailure } from '../../../../nodes/shared/transport/failure';
import { DAY, NOW } from '../../../support/unit/arbitraries';
import { answered } from '../../../support/unit/failureDetails';

/** A client that answers every request the same way and keeps what it was asked. */
function clientThat(answer: () => unknown): {
	client: HubspotClient;
	asked: Array<HubspotRequest<unknown>>;
} {
	const asked: Array<HubspotRequest<unknown>> = [];
	const request = async <T>(call: HubspotRequest<T>) => {
		asked.push(call);
		return readAnswer(call.answer, 200, answer(), `${call.method} ${call.path}`);
	};
	return { client: { request, appKey: 'test', chosenAtOnce: 1 }, asked };
}

const BY = { ownerId: '5' };

const refusing = (status: number, body: object) =>
	clientThat(() => {
		throw new HubspotFailure(answered(status, body));
	});

describe("the count of HubSpot's log", () => {
	it('asks for all since an instant, and for whom each mail went to', async () => {
		const { client, asked } = clientThat(() => ({
			total: 3,
			results: [
				{
					id: '1',
					properties: {
						hs_timestamp: new Date(NOW - 3000).toISOString(),
						hs_email_to_email: ' Ann@Example.com ',
						hs_email_status: 'SENT',
						hs_sequence_id: '40115',
					},
				},
				{ id: '2', properties: { hs_timestamp: String(NOW - 2000), hs_email_to_email: null } },
				{
					id: '3',
					properties: {
						hs_timestamp: new Date(NOW + 1000).toISOString(),
						hs_email_status: 'SCHEDULED',
					},
				},
			],
		}));
		expect(await countSent(client, BY, 'sequence', NOW - DAY, jest.fn())).toEqual([
			{ id: '1', at: NOW - 3000, to: 'ann@example.com', sequenceId: '40115', scheduled: false },
			{ id: '2', at: NOW - 2000, to: '', scheduled: false },
			{ id: '3', at: NOW + 1000, to: '', scheduled: true },
		]);
		expect(JSON.stringify(asked[0].body)).toContain(`"${NOW - DAY}"`);
	});

	it('is not known without the scope for it, which is said', async () => {
		const { client } = refusing(403, { category: 'MISSING_SCOPES' });
		const onMissingScope = jest.fn();
		expect(await countSent(client, BY, 'sequence', NOW - DAY, onMissingScope)).toBeUndefined();
		expect(onMissingScope).toHaveBeenCalledTimes(1);
	});

	it.each<[string, () => { client: HubspotClient }]>([
		['a 403 of another kind', () => refusing(403, { message: 'Permission Denied' })],
		['a 400 that names a scope', () => refusing(400, { category: 'MISSING_SCOPES' })],
		['HubSpot being down', () => refusing(503, {})],
	])('fails on %s', async (_, make) => {
		const onMissingScope = jest.fn();
		const counting = countSent(make().client, BY, 'sequence', NOW - DAY, onMissingScope);
		await expect(counting).rejects.toBeInstanceOf(HubspotFailure);
		expect(onMissingScope).not.toHaveBeenCalled();
	});
});
