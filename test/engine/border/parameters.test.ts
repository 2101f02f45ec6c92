import type { IDataObject, INodeParameters } from 'n8n-workflow';

import {
	addContact,
	addEnrollment,
	addList,
	addRep,
	addSequence,
	type Contact,
} from '../../../tools/hubspot';
import type { NodeRun } from '../../support/n8n/runNode';
import { byId, Stage } from '../../support/n8n/stage';
import { newFlow } from '../workflow/support';
import { listFlow, propertyFlow, START } from '../workflow/triggers';
import {
	anotherFor,
	fieldsOf,
	nameOf,
	shownBy,
	withValue,
	wrongFor,
	type FormField,
	type NodeName,
} from './fields';

/**
 * What counts for the whole run. A new field is per item, unless it is added here: the other tests
 * then ask that it is one value for all items.
 */
const PER_RUN: Record<NodeName, string[]> = {
	sequence: [
		...['operation', 'unenrollMethod', 'contactsFrom', 'statusOf'],
		...['apiRoutes', 'concurrency', 'dryRun', 'includeInput', 'ledgerUnavailable', 'maxPerRun'],
		...['verify', 'bridgeTrigger', 'bridgeWorkflow', 'createBridge', 'pollSeconds'],
		...['triggerProperty', 'waitSeconds'],
	],
	workflow: [
		...['operation', 'method', 'affectEveryone', 'contactsFrom', 'statusOf'],
		...['apiRoutes', 'concurrency', 'dryRun', 'includeInput', 'ledgerUnavailable', 'maxPerRun'],
		'verify',
	],
};

const isPerRun = (node: NodeName, { field, isOption }: FormField) =>
	PER_RUN[node].includes(field.name) &&
	!(node === 'workflow' && field.name === 'triggerProperty' && !isOption);

const DAY = 24 * 60 * 60 * 1000;

let stage: Stage;
/** Parameters with which the operations of a node go well. */
let base: Record<NodeName, INodeParameters>;
/** The workflow that each method needs, and its list. */
let byMethod: Record<string, INodeParameters>;
/** What everyone is in who is asked for. */
let ofEveryone: INodeParameters;
/** What a field may hold, where its default is not enough. */
let right: Record<string, unknown>;

beforeAll(async () => {
	stage = await Stage.open();
	const { account } = stage.hubspot;
	const aliases = ['sales@fjordline.example'];
	const rep = addRep(account, { email: 'border@fjordline.example', aliases });
	const sequence = addSequence(account, { name: 'Intro' });
	const flow = newFlow(stage);
	// With one contact in each, and nobody else.
	const { id: contactId } = addContact(account);
	const { id: sequenceId } = addSequence(account, { steps: [{}, { delayMillis: 9 * DAY }] });
	addEnrollment(account, { contactId, sequenceId });
	const { id: flowId } = newFlow(stage);
	const entry = { flowId, contactId, enrolledAt: Date.now() };
	account.flowEnrollments.push({ ...entry, state: 'active' });
	ofEveryone = { sequence: byId(sequenceId), workflow: byId(flowId) };
	const { flow: onList, list } = listFlow(stage, { unEnrollObjectsNotMeetingCriteria: true });
	const onProperty = propertyFlow(stage, { unEnrollObjectsNotMeetingCriteria: true });
	base = {
		sequence: { sequence: byId(sequence.id), sender: byId(rep.userId), senders: [rep.userId] },
		workflow: { workflow: byId(flow.id), affectEveryone: true },
	};
	byMethod = {
		list: { workflow: byId(onList.id), list: byId(list.listId) },
		property: {
			workflow: byId(onProperty.id),
			triggerProperty: START,
			// A contact enters with this value, and leaves with none.
			triggerValue: 'yes',
		},
	};
	right = {
		sequence: sequence.id,
		'sequence status': sequenceId,
		sender: rep.userId,
		senders: rep.userId,
		fallbackSender: rep.userId,
		onlySequence: sequence.id,
		senderEmail: rep.email,
		senderAliasAddress: aliases[0],
		conflictTheme: 'webinar',
		conflictingWorkflows: flow.id,
		conflictingSequences: sequence.id,
		workflow: flow.id,
		list: list.listId,
		triggerProperty: START,
		'triggerValue enroll': 'yes',
		'triggerValue unenroll': 'no',
	};
});

afterAll(async () => await stage.close());

const people = (count: number): Contact[] =>
	Array.from({ length: count }, () => addContact(stage.hubspot.account));

const isRead = ({ method, path }: { method: string; path: string }) =>
	method === 'GET' || /\/(search|read)$/.test(path);

/** The contacts that something was written for; `everybody` where the write names none. */
const writtenFor = (contacts: Contact[]): Array<Contact | 'everybody'> =>
	[...stage.hubspot.requests]
		.filter((request) => !isRead(request))
		.flatMap(({ path, body }): Array<Contact | 'everybody'> => {
			const text = `${decodeURIComponent(path)} ${JSON.stringify(body ?? null)}`;
			const named = contacts.filter(
				({ id, properties }) => text.includes(id) || text.includes(properties.email ?? '-'),
			);
			return named.length > 0 ? named : ['everybody'];
		});

function rightFor({ field, operation }: FormField, { id }: Contact): unknown {
	if (field.name === 'contact') return id;
	if (field.name === 'sourceList') return addList(stage.hubspot.account, { members: [id] }).listId;
	return right[`${field.name} ${operation}`] ?? right[field.name] ?? field.default;
}

/** Runs the node with what the items have in the field. */
async function run(node: NodeName, at: FormField, contacts: Contact[], values: unknown[]) {
	const items = contacts.map(({ id }, order): IDataObject => ({ id, v: values[order] as string }));
	return await runWith(node, at, items, '={{ $json.v }}');
}

async function runWith(node: NodeName, at: FormField, items: IDataObject[], value: unknown) {
	stage.hubspot.requests.clear();
	const { options: others, ...shown } = shownBy(at);
	const { options, ...field } = withValue(at, value);
	const isBridge = node === 'sequence' && at.operation === 'unenroll';
	return await stage[node](items, {
		settings: { onError: 'continueErrorOutput' },
		parameters: {
			contact: byId('={{ $json.id }}'),
			sourceList: byId('6001'),
			...base[node],
			...byMethod[String(shown.method)],
			...(shown.statusOf === 'everyone' && ofEveryone),
			...(at.operation === 'unenroll' && { triggerValue: '' }),
			...shown,
			...field,
			options: {
				...(isBridge && { waitSeconds: 0 }),
				...(others as INodeParameters),
				...(options as INodeParameters | undefined),
			},
		},
	});
}

/** The message of a failed item and what it says to do; undefined where the item did not fail. */
const failureOf = ({ error, description }: IDataObject): string | undefined =>
	typeof error === 'string' ? `${error} ${String(description)}` : undefined;

const PROGRAM_TEXT =
	/Cannot read|is not a function|is not iterable|undefined|\[object Object\]|NaN/;

/** Every item is an error whose text has `words`, and nothing was written. */
function expectNothingDone(result: NodeRun, contacts: Contact[], words: string): void {
	contacts.forEach((_, index) => {
		const text = failureOf(result.of(index).json);
		expect(text?.toLowerCase()).toContain(words);
		expect(text).not.toMatch(PROGRAM_TEXT);
	});
	expect(writtenFor(contacts)).toEqual([]);
}

describe.each(['sequence', 'workflow'] as const)('every field of the %s node', (node) => {
	const rows = fieldsOf(node).map(
		(at) => [at.isOption ? 'option' : 'field', at.field.name, at.operation, at] as const,
	);
	/** n8n takes the value of these as it stands, also where it looks like an expression. */
	const fixed = rows.filter(([, , , { field }]) => field.noDataExpression === true);
	const given = rows.filter(([, , , { field }]) => field.noDataExpression !== true);
	const perItem = given.filter(([, , , at]) => !isPerRun(node, at));
	const perRun = given.filter(([, , , at]) => isPerRun(node, at));

	it('is looked at', () => {
		expect(perItem.length).toBeGreaterThan(20);
		expect(perRun.length).toBeGreaterThan(10);
		expect(fixed.length).toBeGreaterThan(3);
	});

	it.each(perItem)('%s %s of %s: a wrong value is the error of its item', async (...[, , , at]) => {
		const wrong = wrongFor(at.field);
		const contacts = people(wrong.length + 1);
		const last = contacts[wrong.length];
		const result = await run(node, at, contacts, [...wrong, rightFor(at, last)]);

		const failures = wrong.map((_, index) => failureOf(result.of(index).json));
		expect(failures.map((text) => text?.toLowerCase())).toEqual(
			wrong.map(() => expect.stringContaining(nameOf(at))),
		);
		for (const text of failures) expect(text).not.toMatch(PROGRAM_TEXT);
		expect(failureOf(result.of(wrong.length).json)).toBeUndefined();
		expect(writtenFor(contacts).filter((one) => one !== last && one !== 'everybody')).toEqual([]);
	});

	it.each(perRun)('%s %s of %s: a wrong value is the error of the run', async (...[, , , at]) => {
		for (const wrong of wrongFor(at.field)) {
			const contacts = people(2);
			const result = await run(node, at, contacts, [at.field.default, wrong]);
			expectNothingDone(result, contacts, nameOf(at));
		}
	});

	it.each(perRun)('%s %s of %s: items that differ are an error', async (...[, , , at]) => {
		const contacts = people(2);
		const isProperty = at.field.name === 'triggerProperty';
		const id = isProperty ? 'leave_on' : '1662038';
		const one = at.field.type === 'resourceLocator' ? id : at.field.default;
		const result = await run(node, at, contacts, [one, anotherFor(at.field)]);
		expectNothingDone(result, contacts, `'${nameOf(at)}' is not the same in all items`);
	});

	it.each(given)('%s %s of %s: an expression that fails is an error', async (...[, , , at]) => {
		const contacts = people(2);
		const items = contacts.map(({ id }) => ({ id }));
		// n8n refuses it: the brackets are missing.
		const result = await runWith(node, at, items, '={{ $json.id.trim }}');
		expectNothingDone(result, contacts, `'${nameOf(at)}' has an expression that fails`);
	});

	it.each(fixed)('%s %s of %s: a wrong value is an error', async (...[, , , at]) => {
		for (const wrong of wrongFor(at.field).filter((value) => value !== undefined)) {
			const contacts = people(2);
			const items = contacts.map(({ id }) => ({ id }));
			const result = await runWith(node, at, items, wrong);
			expectNothingDone(result, contacts, nameOf(at));
		}
	});
});
