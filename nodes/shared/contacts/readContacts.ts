import { memberIds } from '../hubspot/memberships';
import { contactField } from '../n8n/descriptions/contact';
import { contactsFromField, sourceListField } from '../n8n/descriptions/contactSource';
import { showHint } from '../n8n/hints';
import { Parameters } from '../n8n/parameters';
import { RememberedResults } from '../n8n/rememberedResults';
import type { Run } from '../n8n/router';
import { readContactRef, type ContactRef } from './contactRef';
import { findContactList, readListId } from './contactLists';
import { firstOf } from './everyone';

type WithContact<T> = T & { contact: ContactRef };

/** Whether the contacts are the members of a list. @throws Problem */
export const isFromList = ({ context }: Pick<Run, 'context'>): boolean =>
	Parameters.ofRun(context).choice(contactsFromField) === 'list';

/**
 * Reads whom the run is about: the contact of each input item, or the members of the list that it names.
 * @param read the other parameters of an input item, which count for each of the members
 * @returns by the index of each in the run
 */
export async function readContacts<T>(
	run: Run,
	read: (parameters: Parameters) => T,
): Promise<Map<number, WithContact<T>>> {
	const { context, results } = run;
	if (isFromList(run)) {
		const members = new ListMembers(run);
		return await readMembers(
			run,
			(parameters) => ({
				...read(parameters),
				listId: readListId(parameters, sourceListField, 'a list of contacts'),
			}),
			async ({ listId }) => await members.of(listId),
		);
	}
	return await results.readItems((index) => {
		const parameters = Parameters.ofItem(context, index);
		return { ...read(parameters), contact: readContactRef(parameters, contactField) };
	});
}

/**
 * Has each input item stand for several contacts.
 * @param idsOf their ids, by what was read of the item
 */
export async function readMembers<T>(
	{ context, results }: Run,
	read: (parameters: Parameters) => T,
	idsOf: (read: T) => Promise<readonly string[]>,
): Promise<Map<number, WithContact<T>>> {
	return await results.readSeveral(
		(index) => read(Parameters.ofItem(context, index)),
		async (item) =>
			(await idsOf(item)).map((key) => ({ ...item, contact: { by: 'id', key, isMember: true } })),
	);
}

/** Who is on lists, each list read once a run. */
class ListMembers {
	private readonly known = new Map<string, Promise<string[]>>();

	constructor(private readonly run: Run) {}

	/** Contact ids, each once. @throws Problem, HubspotFailure, or the abort reason */
	async of(listId: string): Promise<string[]> {
		const members = this.known.get(listId) ?? this.read(listId);
		this.known.set(listId, members);
		return await members;
	}

	/** A retry has those of the try before: who was enrolled by it may have left an active list since. */
	private async read(listId: string): Promise<string[]> {
		const { context, client, results } = this.run;
		const memory = results instanceof RememberedResults ? results.memory : undefined;
		const before = memory?.recall(memoryKey(listId)) as { ids: string[] } | undefined;
		if (before) return before.ids;
		const { name } = await findContactList(client, listId);
		const { ids } = await firstOf(memberIds(client, listId), Infinity);
		memory?.remember(memoryKey(listId), { ids });
		if (ids.length === 0) {
			showHint(context, `Nobody is on the list "${name ?? listId}", so there was nothing to do`);
		}
		return ids;
	}
}

const memoryKey = (listId: string) => `members of list ${listId}`;
