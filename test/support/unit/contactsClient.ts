import type { Contact } from '../../../nodes/shared/hubspot/contacts';
import { readAnswer } from '../../../nodes/shared/transport/answer';
import type { HubspotClient, HubspotRequest } from '../../../nodes/shared/transport/client';

/** Answers batch reads of contacts, and keeps the ids of each. */
export class ContactsClient implements HubspotClient {
	readonly appKey = 'test';
	readonly chosenAtOnce = 1;
	/** The contact ids of each request. */
	readonly asked: string[][] = [];

	/** @param missing what HubSpot says of a contact that is not given; nothing at all where it is null */
	constructor(
		private readonly contacts: Record<string, Contact['properties']>,
		private readonly missing: string | null = 'OBJECT_NOT_FOUND',
	) {}

	async request<T>({ body, answer, method, path }: HubspotRequest<T>): Promise<T> {
		const { inputs } = body as { inputs: Array<{ id: string }> };
		const ids = inputs.map(({ id }) => id);
		this.asked.push(ids);
		const results = ids.flatMap((id) =>
			this.contacts[id] ? [{ id, properties: this.contacts[id] }] : [],
		);
		const context = { ids: ids.filter((id) => !this.contacts[id]) };
		const errors = this.missing === null ? [] : [{ category: this.missing, context }];
		return readAnswer(answer, 207, { results, errors }, `${method} ${path}`);
	}
}
