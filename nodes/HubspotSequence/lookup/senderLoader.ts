import { uniqBy } from 'lodash';

import type { Contact } from '../../shared/hubspot/contacts';
import type { SentBy } from '../../shared/hubspot/emails';
import { findSenderByEmail, readSender, type Sender } from '../../shared/hubspot/owners';
import type { NonEmpty } from '../../shared/groups';
import { Problem } from '../../shared/errors';
import type { HubspotClient } from '../../shared/transport/client';
import { hasStatus, rethrow } from '../../shared/transport/failure';

/** Who sends, as the user named it. */
export type SenderRef =
	| UserRef
	| { by: 'contactOwner'; fallback?: UserRef }
	| { by: 'rotate'; among: NonEmpty<UserRef> };

/** One user. */
export interface UserRef {
	by: 'userId' | 'ownerId' | 'email';
	value: string;
}

/**
 * Whose mail counts: the sender's; of a shared mailbox that is named, that of all its users together.
 *
 * @param senderEmail the inbox that the user named, if any
 * @returns the inbox in lower case, and by what HubSpot's log is asked for its mail
 */
export function mailOf(
	sender: Sender,
	senderEmail: string | undefined,
): { inbox: string; by: SentBy } {
	const inbox = (senderEmail || sender.email).toLowerCase();
	return { inbox, by: senderEmail ? { fromEmail: inbox } : { ownerId: sender.ownerId } };
}

/** Looks senders up, each once a run. */
export class SenderLoader {
	private readonly known = new Map<string, Promise<Sender>>();

	constructor(private readonly client: HubspotClient) {}

	/** Who may send. @throws Problem where there is no such user, or the contact has no owner */
	async findAll(ref: SenderRef, contact?: Contact): Promise<NonEmpty<Sender>> {
		if (ref.by === 'contactOwner') return [await this.ownerOf(contact, ref.fallback)];
		if (ref.by !== 'rotate') return [await this.find(ref)];
		const [one, ...more] = ref.among;
		const [first, ...others] = await Promise.all([
			this.find(one),
			...more.map(async (other) => await this.find(other)),
		]);
		return [first, ...uniqBy(others, 'userId').filter(({ userId }) => userId !== first.userId)];
	}

	private async ownerOf(contact: Contact | undefined, fallback?: UserRef): Promise<Sender> {
		const ownerId = contact?.properties.hubspot_owner_id;
		if (ownerId) {
			try {
				return await this.find({ by: 'ownerId', value: ownerId });
			} catch (error) {
				if (!fallback || !(error instanceof Problem)) rethrow(error);
			}
		}
		if (fallback) return await this.find(fallback);
		throw new Problem(
			'SENDER_NOT_FOUND',
			'The contact has no owner who could send',
			"Set an owner on the contact in HubSpot, choose a 'Fallback Sender' in the options, or choose a specific user as the sender.",
		);
	}

	/** Who sends instead of a contact owner whom HubSpot does not let send. @throws as `findAll` */
	async insteadOf({ userId }: Sender, ref: SenderRef): Promise<Sender | undefined> {
		if (ref.by !== 'contactOwner' || !ref.fallback) return undefined;
		const fallback = await this.find(ref.fallback);
		return fallback.userId === userId ? undefined : fallback;
	}

	private async find(ref: UserRef): Promise<Sender> {
		const key = `${ref.by} ${ref.value}`;
		const sender = this.known.get(key) ?? this.lookUp(ref);
		this.known.set(key, sender);
		return await sender;
	}

	private async lookUp({ by, value }: UserRef): Promise<Sender> {
		const sender =
			by === 'email'
				? await findSenderByEmail(this.client, value)
				: await noneOn404(readSender(this.client, by === 'userId' ? 'userId' : 'id', value));
		if (sender) return sender;
		const what = { userId: 'user ID', ownerId: 'owner ID', email: 'address' }[by];
		throw new Problem(
			'SENDER_NOT_FOUND',
			'HubSpot has no active user like this',
			`No active user with the ${what} ${value}. Choose the sender from the list. A user ID is not the same number as an owner ID.`,
		);
	}
}

async function noneOn404<T>(request: Promise<T>): Promise<T | undefined> {
	try {
		return await request;
	} catch (error) {
		if (hasStatus(error, 404)) return undefined;
		rethrow(error);
	}
}
