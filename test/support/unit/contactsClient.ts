import type { Contact } from '../../../nodes/shared/hubspot/contacts';
import { readAnswer } from '../../../nodes/shared/transport/answer';
import type { HubspotClient, HubspotRequest } from '../../../nodes/shared/transport/client';

/** Answers batch reads of contacts, and keeps the ids of each. A contact that is not given is gone. */
export class ContactsClient implements HubspotClient {
	readonly appKey = 'test';
	/** The contact ids of each request. */
	readonly asked: string[][] = [];

	constructor(private readonly contacts: Record<string, Contact['properties']>) {}

	async request<T>({ body, answer, method, path }: HubspotRequest<T>): Promise<T> {
		const { inputs } = body as { inputs: Array<{ id: string }> };
		const ids = inputs.map(({ id }) => id);
		this.asked.push(ids);
		const results = ids.flatMap((id) =>
			this.contacts[id] ? [{ id, properties: this.contacts[id] }] : [],
		);
		return readAnswer(answer, 200, { results }, `${method} ${path}`);
	}
}
