import { readContactRef, type ContactRef } from '../../shared/contacts/contactRef';
import { contactIds } from '../../shared/hubspot/contacts';
import { readContacts } from '../../shared/contacts/readContacts';
import { resolveContacts } from '../../shared/contacts/resolveContacts';
import type { RememberedResults } from '../../shared/n8n/rememberedResults';
import type { Run } from '../../shared/n8n/router';
import { showHint } from '../../shared/n8n/hints';
import { Parameters } from '../../shared/n8n/parameters';
import {
	hintDirect,
	optionalContactField,
	unenrollMethodField,
	type UnenrollMethod,
} from '../trigger/methodFields';
import { readTrigger } from '../trigger/readTrigger';
import type { Trigger } from '../trigger/triggerFilters';
import { leaveByProperty } from './leaveByProperty';
import { leaveList } from './leaveList';
import type { Unenrollment, UnenrollRun, Unenroll } from './unenrollment';
import { requireConsent, stopsWorkflow, stopWorkflow } from './stopWorkflow';
import { unenrollByTrigger } from './unenrollByTrigger';
import { unenrollDirectly } from './unenrollDirectly';
import {
	unknownWorkflowHint,
	WorkflowLoader,
	type WorkflowRef,
} from '../../shared/workflows/workflowLoader';
import { requireWorkflowRef } from '../lookup/workflowField';
import { workflowIds } from '../lookup/workflowIds';

const METHODS: Record<UnenrollMethod, Unenroll> = {
	archive: stopWorkflow,
	direct: unenrollDirectly,
	list: unenrollByTrigger(leaveList),
	property: unenrollByTrigger(leaveByProperty),
	turnOff: stopWorkflow,
};

interface Asked {
	/** Undefined where the method needs none and the item has none. */
	contact: ContactRef | undefined;
	workflow: WorkflowRef;
	trigger: Trigger | undefined;
}

/** Takes contacts out of a workflow, in the way that the node is set to. */
export async function unenroll(operationRun: Run<RememberedResults>): Promise<void> {
	const { context } = operationRun;
	const method = Parameters.ofRun(context).choice(unenrollMethodField);
	hintDirect(operationRun, method);
	if (stopsWorkflow(method)) requireConsent(context);
	const asked = await readItems(operationRun, method);
	const run: UnenrollRun = { ...operationRun, method };
	const open = new Map([...asked].filter(([index, item]) => !saidBefore(run, index, item)));
	await METHODS[method](run, await readUnenrollments(run, open));
}

/** Methods that act on everybody need no contact, and take no list. */
async function readItems(run: Run, method: UnenrollMethod): Promise<Map<number, Asked>> {
	const read = (parameters: Parameters): Omit<Asked, 'contact'> => ({
		workflow: requireWorkflowRef(parameters),
		trigger: readTrigger(parameters, method),
	});
	if (!stopsWorkflow(method)) return await readContacts(run, read);
	return await run.results.readItems((index) => {
		const parameters = Parameters.ofItem(run.context, index);
		const { value } = parameters.locator(optionalContactField);
		const contact = value === '' ? undefined : readContactRef(parameters, optionalContactField);
		return { contact, ...read(parameters) };
	});
}

/** By what an item names, because a workflow that was archived is not found again. */
const memoryKeyOf = (item: Asked): string => JSON.stringify(item);

/** Settles an item that an earlier try of a Retry On Fail has carried out. */
function saidBefore({ results }: UnenrollRun, index: number, item: Asked): boolean {
	const json = results.memory.recall(memoryKeyOf(item));
	if (json) results.put(index, json);
	return json !== undefined;
}

/** Looks up who and what the items name; those that name nobody or nothing are failed here. */
async function readUnenrollments(
	{ context, client, results }: UnenrollRun,
	asked: Map<number, Asked>,
): Promise<Unenrollment[]> {
	const items = [...asked.values()];
	const lookup = await resolveContacts(
		client,
		items.flatMap(({ contact }) => contact ?? []),
		items.flatMap(({ trigger }) => (trigger && 'property' in trigger ? [trigger.property] : [])),
	);
	const workflows = new WorkflowLoader(client, () => {});
	const unenrollments: Unenrollment[] = [];
	for (const [index, item] of asked) {
		const { contact, workflow, trigger } = item;
		await results.attempt(index, async () => {
			const who = contact && lookup(contact);
			if (who) results.about(index, contactIds(who));
			const found = await workflows.find(workflow);
			results.about(index, workflowIds(found));
			if (!found.flowId) showHint(context, unknownWorkflowHint(workflow));
			unenrollments.push({
				index,
				...(who && { contact: who }),
				workflow: found,
				...(trigger && { trigger }),
				memoryKey: memoryKeyOf(item),
			});
		});
	}
	return unenrollments;
}
