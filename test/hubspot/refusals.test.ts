import type { AxiosResponse } from 'axios';

import { isSendLimit } from '../../nodes/shared/transport/limits';
import { answered } from '../support/unit/failureDetails';
import { run, type Running } from '../../tools/hubspot/client';
import {
	addContact,
	addFlow,
	addRep,
	addSentEmails,
	addSequence,
	type Rep,
	type Settings,
} from '../../tools/hubspot/index';

let running: Running;
let rep: Rep;
beforeEach(async () => {
	running = await run();
	rep = addRep(running.hubspot.account);
});
afterEach(async () => await running.hubspot.close());

async function enroll(properties: Record<string, string> = {}): Promise<AxiosResponse> {
	const { account } = running.hubspot;
	const { id: contactId } = addContact(account, { properties });
	const { id: sequenceId } = addSequence(account);
	return await running.api.post(
		'/automation/sequences/2026-09/enrollments',
		{ contactId, sequenceId, senderEmail: rep.email },
		{ params: { userId: rep.userId } },
	);
}

describe('An enrollment beyond the limit is refused, and the node knows why', () => {
	it.each<[Settings['sendLimitRefusal'], number, object]>([
		['errorType', 400, { errorType: 'SequenceError.SEND_LIMIT_EXCEEDED' }],
		['subCategory', 400, { subCategory: 'SequenceError.SEND_LIMIT_EXCEEDED' }],
		['errorsSubCategory', 400, { errors: [{ subCategory: 'SequenceError.SEND_LIMIT_EXCEEDED' }] }],
		['message', 400, { message: expect.stringMatching(/^SequenceError.SEND_LIMIT_EXCEEDED: /) }],
		['rateLimitedByClient', 400, { subCategory: 'SequenceError.RATE_LIMITED_BY_CLIENT' }],
		['rateLimitedByProvider', 400, { subCategory: 'SequenceError.RATE_LIMITED_BY_PROVIDER' }],
		['words', 400, { message: 'Enrollment errored: rate limit reached' }],
		['forbidden', 403, { category: 'FORBIDDEN' }],
		['tooMany', 429, { category: 'RATE_LIMITS' }],
	])('%s: %d', async (shape, status, body) => {
		running.hubspot.settings.sendLimitRefusal = shape;
		rep.dailyLimit = 1;
		const { account, clock } = running.hubspot;
		addSentEmails(account, { ownerId: rep.ownerId, times: [clock.now()] });
		const answer = await enroll();
		expect([answer.status, answer.data]).toMatchObject([
			status,
			{ status: 'error', category: expect.any(String), ...body },
		]);
		expect(isSendLimit(answered(answer.status, answer.data))).toBe(true);
		expect(account.enrollments).toEqual([]);
	});
});

type Refusal = [name: string, ask: () => Promise<AxiosResponse>, status: number, category: string];

describe('Every refusal has a category:', () => {
	const fields: Array<Settings['sequenceErrorField']> = [
		'subCategory',
		'errorType',
		'errorsSubCategory',
		'message',
	];
	it.each<Refusal>([
		...fields.map(
			(field): Refusal => [
				`an opted-out contact, ${field}`,
				async () => {
					running.hubspot.settings.sequenceErrorField = field;
					return await enroll({ hs_email_optout: 'true' });
				},
				400,
				'VALIDATION_ERROR',
			],
		),
		[
			'a rep without a seat',
			async () => {
				rep.salesSeat = false;
				return await enroll();
			},
			403,
			'FORBIDDEN',
		],
		[
			'a flow that no key may read',
			async () => {
				running.hubspot.settings.flowsReadable = false;
				const { id } = addFlow(running.hubspot.account);
				return await running.api.get(`/automation/v4/flows/${id}`);
			},
			403,
			'FORBIDDEN',
		],
		[
			'an unknown address in a workflow',
			async () => {
				const { legacyId } = addFlow(running.hubspot.account);
				return await running.api.post(
					`/automation/v2/workflows/${legacyId}/enrollments/contacts/nobody@customer.example`,
				);
			},
			404,
			'OBJECT_NOT_FOUND',
		],
		[
			'a contact that is in the workflow',
			async () => {
				running.hubspot.settings.v2AlreadyIn = 409;
				const { account } = running.hubspot;
				const { properties } = addContact(account);
				const { legacyId } = addFlow(account, {
					actions: [
						{
							actionId: '1',
							type: 'SINGLE_CONNECTION',
							actionTypeId: '0-1',
							fields: { delta: '60', time_unit: 'MINUTES' },
						},
					],
				});
				const path = `/automation/v2/workflows/${legacyId}/enrollments/contacts/${properties.email}`;
				await running.api.post(path);
				return await running.api.post(path);
			},
			409,
			'CONFLICT',
		],
		[
			'a token that is not known',
			async () =>
				await running.api.post('/oauth/v2/private-apps/get/access-token-info', { tokenKey: 'x' }),
			404,
			'OBJECT_NOT_FOUND',
		],
		...([400, 401, 403, 404, 409] as const).map(
			(status): Refusal => [
				`a fault, ${status}`,
				async () => {
					running.hubspot.faults.add({ effect: { status } });
					return await running.api.get('/account-info/v3/details');
				},
				status,
				{
					400: 'VALIDATION_ERROR',
					401: 'INVALID_AUTHENTICATION',
					403: 'FORBIDDEN',
					404: 'OBJECT_NOT_FOUND',
					409: 'CONFLICT',
				}[status],
			],
		),
	])('%s', async (_, ask, status, category) => {
		const answer = await ask();
		expect([answer.status, answer.data.category]).toEqual([status, category]);
	});
});
