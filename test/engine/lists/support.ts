import type { IDataObject, INodeExecutionData, INodeParameters } from 'n8n-workflow';

import { addList, type ContactList } from '../../../tools/hubspot';
import type { Cast, RunOptions } from '../../support/cast';
import type { NodeRun } from '../../support/n8n/runNode';
import { byId } from '../../support/n8n/stage';
import { newFlow } from '../workflow/support';

/** Both nodes, with every operation that is about contacts. */
export const ABOUT_CONTACTS = (['sequence', 'workflow'] as const).flatMap((node) =>
	['enroll', 'status', 'unenroll'].map((operation) => [node, operation] as const),
);

export const BOTH = [['sequence'], ['workflow']] as const;
type NodeName = (typeof BOTH)[number][0];

/** A list of all contacts of the cast, or of those given. */
export const listOf = (
	cast: Cast,
	contacts = cast.contacts,
	given: Partial<Omit<ContactList, 'members'>> = {},
): ContactList => addList(cast.account, { ...given, members: contacts.map(({ id }) => id) });

/** Runs an operation over the members of a list, with one input item unless more are given. */
export async function overList(
	cast: Cast,
	[node, operation]: readonly [NodeName, string],
	list: Pick<ContactList, 'listId'> | INodeParameters,
	{ options, parameters, items = [{}], ...request }: RunOptions & { items?: IDataObject[] } = {},
): Promise<NodeRun> {
	return await cast.stage[node](items, {
		settings: { onError: 'continueErrorOutput' },
		...request,
		parameters: {
			operation,
			contactsFrom: 'list',
			sourceList: 'listId' in list ? byId(String(list.listId)) : list,
			sequence: byId(cast.sequence.id),
			sender: byId(cast.rep.userId),
			...(node === 'workflow' &&
				operation !== 'status' && { workflow: byId(newFlow(cast.stage).id) }),
			...parameters,
			...(options && { options }),
		},
	});
}

const originOf = ({ pairedItem }: INodeExecutionData) =>
	typeof pairedItem === 'object' && !Array.isArray(pairedItem) ? pairedItem.item : undefined;

/** Whose each item is, and from which input item, in the order of the outputs. */
export const membersIn = ({ outputs }: NodeRun) =>
	outputs.flat().map((item) => [item.json.contactId, originOf(item)]);
