import axios, { type AxiosResponse } from 'axios';
import { chunk } from 'lodash';
import { sleep } from 'n8n-workflow';

import { bearer } from './standIn';

export interface ChainSettings {
	url: string;
	emails: string[];
	userId: string;
	senderEmail: string;
	sequenceId: string;
}

/**
 * What people build without these nodes: HTTP Request nodes in a chain, 50 items a batch, one second
 * between batches (that node's defaults), with Retry On Fail for a 429. Look the contact up, look its
 * enrollment up, enroll.
 * @returns how many requests were answered by an enrollment
 */
export async function enrollByHttpChain(settings: ChainSettings): Promise<number> {
	const { url, emails, userId, senderEmail, sequenceId } = settings;
	// "Never Error": a refused contact is an item like any other.
	const client = axios.create({
		baseURL: url,
		headers: { authorization: `Bearer ${bearer}` },
		validateStatus: () => true,
	});
	let enrolled = 0;
	for (const [order, batch] of chunk(emails, 50).entries()) {
		if (order > 0) await sleep(1_000);
		await Promise.all(
			batch.map(async (email) => {
				const contact = await patiently(
					async () =>
						await client.get(`/crm/v3/objects/contacts/${encodeURIComponent(email)}`, {
							params: { idProperty: 'email' },
						}),
				);
				const { id } = contact.data;
				const current = await patiently(
					async () => await client.get(`/automation/v4/sequences/enrollments/contact/${id}`),
				);
				if (current.data?.sequenceId) return;
				const answer = await patiently(
					async () =>
						await client.post(
							'/automation/v4/sequences/enrollments',
							{ contactId: id, sequenceId, senderEmail },
							{ params: { userId } },
						),
				);
				if (answer.status === 200) enrolled++;
			}),
		);
	}
	return enrolled;
}

/** Retry On Fail, at the most that n8n allows: five tries, five seconds apart. */
async function patiently(request: () => Promise<AxiosResponse>): Promise<AxiosResponse> {
	for (let attempt = 1; ; attempt++) {
		const answer = await request();
		if (answer.status !== 429 || attempt === 5) return answer;
		await sleep(5_000);
	}
}
