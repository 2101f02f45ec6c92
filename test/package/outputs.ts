import type { IDataObject, INodeParameters } from 'n8n-workflow';

import {
	ACTION,
	addFlow,
	addList,
	addSentEmails,
	FLOWS,
	inARow,
	REPS,
	SEQUENCES,
} from '../../tools/hubspot';
import { basedOn, anyOf, inList, property } from '../engine/workflow/triggers';
import { byId, fromList, Stage } from '../support/n8n/stage';
import { present } from '../support/present';
import { tellReading } from '../support/readings';

type Outputs = Record<string, IDataObject[]>;

/** Contacts of the seeded account, by what is to be known of them. */
const PEOPLE = {
	clean: ['50001', '50002', '50003', '50004'],
	enrolled: ['50046', '50047', '50048'],
	optedOut: '50050',
	/** The id of a contact that was merged into one that is enrolled. */
	merged: '49001',
};

/** Runs one of the nodes over contacts and keeps what it says, by operation. */
function recorder(
	run: (items: IDataObject[], parameters: INodeParameters) => Promise<IDataObject[]>,
) {
	const outputs: Outputs = {};
	const record = async (operation: string, ids: string[], parameters: INodeParameters) => {
		const items = ids.map((id) => ({ id }));
		const given = { operation, contact: byId('={{ $json.id }}'), ...parameters };
		outputs[operation] = [...(outputs[operation] ?? []), ...(await run(items, given))];
	};
	return { outputs, record };
}

/** What HubSpot Sequence says in as many cases as there are. */
export async function runSequence(): Promise<Outputs> {
	const stage = await Stage.open({ seed: 'account', settings: { bridgeDelayMs: 0 } });
	const { outputs, record } = recorder(async (items, parameters) =>
		(await stage.sequence(items, { parameters })).json.flat(),
	);
	tellReading(stage);
	const sequence = byId(SEQUENCES.single);
	const sender = byId(REPS.ben.userId);
	const limit = { sequence, sender, plan: 'custom', dailyLimit: 3 };
	const [first, ...clean] = PEOPLE.clean;
	const everybody = [...PEOPLE.clean, ...PEOPLE.enrolled, PEOPLE.optedOut];
	try {
		stage.hubspot.account.contact(PEOPLE.enrolled[0])?.mergedIds.push(PEOPLE.merged);
		await record('enroll', [...everybody, PEOPLE.merged], { ...limit, options: { dryRun: true } });
		await record('enroll', [first, first], {
			...{ sequence, sender },
			options: { verify: true, includeInput: true },
		});
		await record('enroll', clean, { ...limit, sendLimitMode: 'warn', dailyLimit: 1 });
		const replace = { alreadyEnrolled: 'replace', waitSeconds: 20, pollSeconds: 1 };
		const replacing = { ...limit, sendLimitMode: 'off', options: replace };
		await record('enroll', [PEOPLE.enrolled[0]], replacing);
		// Taken out, and then refused.
		stage.hubspot.faults.add({
			method: 'POST',
			path: /enrollments$/,
			skip: 1,
			effect: { status: 400, body: { message: 'SEND_LIMIT_EXCEEDED' } },
		});
		await record('enroll', [PEOPLE.enrolled[2]], replacing);
		stage.hubspot.faults.clear();
		await record('status', [...everybody, PEOPLE.merged], { options: { includeInput: true } });
		const inside = PEOPLE.enrolled[1];
		await record('unenroll', [inside, first, PEOPLE.merged], { options: { dryRun: true } });
		await record('unenroll', [inside], { options: { onlySequence: byId(SEQUENCES.single) } });
		present(stage.hubspot.account.flow(FLOWS.bridge.id)).isEnabled = false;
		const onlySequence = fromList(SEQUENCES.outbound, 'Outbound intro');
		await record('unenroll', [inside], {
			options: { onlySequence, waitSeconds: 0, includeInput: true },
		});
		addSentEmails(stage.hubspot.account, {
			ownerId: REPS.ann.ownerId,
			times: [Date.now() - 3_600_000],
		});
		await record('checkSendLimit', [''], { ...limit, contactsToEnroll: 9 });
		await record('checkSendLimit', [''], { sender: byId(REPS.ann.userId) });
	} finally {
		await stage.close();
	}
	return outputs;
}

/** What HubSpot Workflow says in as many cases as there are. */
export async function runWorkflow(): Promise<Outputs> {
	const stage = await Stage.open({ seed: 'account' });
	const { account } = stage.hubspot;
	const { outputs, record } = recorder(async (items, parameters) =>
		(await stage.workflow(items, { parameters })).json.flat(),
	);
	const leaving = { unEnrollObjectsNotMeetingCriteria: true };
	const actions = inARow([
		{ actionTypeId: ACTION.marketingEmail, fields: { content_id: '1' } },
		{ actionTypeId: ACTION.delay, fields: { delta: '10080', time_unit: 'MINUTES' } },
		{ actionTypeId: ACTION.goToFlow, fields: { flow_id: FLOWS.nurture.id } },
	]);
	account.properties.set('start_nurture', 'string');
	const { listId } = addList(account);
	const listFlow = addFlow(account, {
		actions,
		enrollmentCriteria: basedOn(anyOf([inList(listId)]), leaving),
	});
	const start = { triggerProperty: 'start_nurture', triggerValue: 'yes' };
	const propertyFlow = addFlow(account, {
		actions,
		enrollmentCriteria: basedOn(
			anyOf([property(start.triggerProperty, 'IS_EQUAL_TO', start.triggerValue)]),
			leaving,
		),
	});
	const flow = addFlow(account, { name: 'Welcome', actions });
	const workflow = byId(flow.id);
	const byList = { workflow: byId(listFlow.id), method: 'list', list: byId(listId) };
	const byProperty = { workflow: byId(propertyFlow.id), method: 'property', ...start };
	const [first, second, ...others] = PEOPLE.clean;
	const everybody = [...PEOPLE.clean, PEOPLE.optedOut];
	const all = { verify: true, includeInput: true, skipIneligible: true };
	try {
		account.contact(first)?.mergedIds.push(PEOPLE.merged);
		await record('enroll', [PEOPLE.merged, ...everybody], {
			workflow,
			options: { ...all, dryRun: true },
		});
		await record('enroll', [first, first], { workflow, enrollmentsPerDay: 1, options: all });
		await record('enroll', others, { workflow, enrollmentsPerDay: 1 });
		await record('enroll', others, { workflow, enrollmentsPerDay: 1, sendLimitMode: 'warn' });
		await record('enroll', [second], { workflow, monthlyEmailLimit: 100_000 });
		await record('enroll', PEOPLE.clean, byList);
		await record('enroll', PEOPLE.clean, byProperty);
		await record('status', [PEOPLE.merged, ...everybody], { options: { includeInput: true } });
		await record('unenroll', [PEOPLE.merged], {
			workflow,
			options: { verify: true, includeInput: true },
		});
		await record('unenroll', [first], { ...byList, options: { verify: true } });
		await record('unenroll', [first], { ...byProperty, triggerValue: '' });
		const limits = { enrollmentsPerDay: 5, monthlyEmailLimit: 100_000, contactsToEnroll: 9 };
		await record('checkSendLimit', [''], { workflow, ...limits });
		const enrolling = byId(FLOWS.enrollsInSequence.id);
		await record('checkSendLimit', [''], { workflow: enrolling });
		await record('unenroll', [''], {
			...{ workflow, method: 'turnOff', affectEveryone: true },
			contact: { __rl: true, mode: 'email', value: '' },
		});
	} finally {
		await stage.close();
	}
	return outputs;
}
