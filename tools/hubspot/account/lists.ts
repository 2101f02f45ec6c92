import { applyChange } from './contacts';
import type { AccountState } from './state';
import type { ContactList } from './types';

export interface MembershipChange {
	added: string[];
	removed: string[];
	missing: string[];
}

/** Changes who is in a static list; flows that are triggered by it start. */
export function changeMembers(
	account: AccountState,
	list: ContactList,
	{ add = [], remove = [] }: { add?: string[]; remove?: string[] },
): MembershipChange {
	const result: MembershipChange = { added: [], removed: [], missing: [] };
	for (const id of add) {
		const contact = account.contacts.get(id);
		if (!contact || contact.archived) result.missing.push(id);
		else if (!list.members.has(id)) {
			const joined = account.clock.now();
			applyChange(account, contact, () => list.members.set(id, joined));
			result.added.push(id);
		}
	}
	for (const id of remove) {
		const contact = account.contacts.get(id);
		if (!contact) result.missing.push(id);
		else if (list.members.has(id)) {
			applyChange(account, contact, () => list.members.delete(id));
			result.removed.push(id);
		}
	}
	return result;
}
