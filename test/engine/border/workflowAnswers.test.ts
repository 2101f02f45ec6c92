import type { INodeParameters } from 'n8n-workflow';

import { addEnrollment, addRep, addSequence, type Flow } from '../../../tools/hubspot';
import type { NodeRun } from '../../support/n8n/runNode';
import type { Stage } from '../../support/n8n/stage';
import { newAddress } from '../../support/cast';
import { entered, itemsOf, newFlow, newPeople, on } from '../workflow/support';
import {
	byList,
	byProperty,
	EMAIL_AND_A_WEEK,
	inside,
	listFlow,
	propertyFlow,
} from '../workflow/triggers';
import type { Scene } from './scene';
import { walk } from './walk';
import { ENROLLED, RESULT } from '../../support/outputs';

const settings = { onError: 'continueErrorOutput' as const };
const LIMIT = 2;
const LIMITS = { enrollmentsPerDay: LIMIT, monthlyEmailLimit: 100 };

/** Three contacts, of whom two have room. */
function enrolling(stage: Stage, flow: Flow, parameters: INodeParameters): Scene {
	const contacts = newPeople(stage, 3);
	return {
		stage,
		items: 3,
		run: async () =>
			await stage.workflow(itemsOf(contacts), {
				parameters: { ...parameters, ...LIMITS },
				settings,
			}),
		lies: ({ json }) => [
			...json[ENROLLED].filter(({ contactId }) => {
				const contact = contacts.find(({ id }) => id === contactId);
				return !contact || entered(stage, flow, contact) === 0;
			}).map(({ contactId }) => `${String(contactId)} is not enrolled`),
			...contacts
				.filter((contact) => entered(stage, flow, contact) > 1)
				.map(({ id }) => `${id} is enrolled twice`),
			...(entered(stage, flow) > LIMIT ? ['the limit was passed'] : []),
		],
	};
}

async function enrollingDirectly(stage: Stage, options: INodeParameters): Promise<Scene> {
	const flow = newFlow(stage, { actions: EMAIL_AND_A_WEEK });
	const scene = enrolling(stage, flow, on('enroll', flow, { options }));
	const { account } = stage.hubspot;
	// Somebody is in a sequence, so that it is looked at.
	const sequence = addSequence(account, { steps: [{}, { delayMillis: 86_400_000 }] });
	addRep(account, { email: newAddress() });
	const [contact] = account.contacts.values();
	addEnrollment(account, { contactId: contact.id, sequenceId: sequence.id });
	return scene;
}

async function enrollingByList(stage: Stage): Promise<Scene> {
	const found = listFlow(stage);
	found.flow.actions = EMAIL_AND_A_WEEK;
	return enrolling(stage, found.flow, byList('enroll', found, { options: { verify: true } }));
}

async function enrollingByProperty(stage: Stage): Promise<Scene> {
	const flow = propertyFlow(stage);
	flow.actions = EMAIL_AND_A_WEEK;
	return enrolling(stage, flow, byProperty('enroll', flow, 'yes', { options: { verify: true } }));
}

const LEAVES = { unEnrollObjectsNotMeetingCriteria: true };

/** Two contacts in a workflow. */
async function leaving(
	stage: Stage,
	open: () => { flow: Flow; parameters: INodeParameters; enter: INodeParameters },
): Promise<Scene> {
	const { flow, parameters, enter } = open();
	const contacts = newPeople(stage, 2);
	await stage.workflow(itemsOf(contacts), { parameters: enter });
	stage.hubspot.requests.clear();
	return {
		stage,
		items: 2,
		run: async () => await stage.workflow(itemsOf(contacts), { parameters, settings }),
		lies: ({ json }) =>
			json[RESULT].filter(
				({ outcome, contactId }) =>
					outcome === 'unenrolled' && inside(stage, flow).includes(String(contactId)),
			).map(({ contactId }) => `${String(contactId)} has not left`),
	};
}

const leavingBy = (more: INodeParameters) => async (stage: Stage) =>
	await leaving(stage, () => {
		const flow = newFlow(stage);
		return { flow, enter: on('enroll', flow), parameters: on('unenroll', flow, more) };
	});

const leavingList = async (stage: Stage) =>
	await leaving(stage, () => {
		const found = listFlow(stage, LEAVES);
		return {
			flow: found.flow,
			enter: byList('enroll', found),
			parameters: byList('unenroll', found, { options: { verify: true } }),
		};
	});

const leavingByProperty = async (stage: Stage) =>
	await leaving(stage, () => {
		const flow = propertyFlow(stage, LEAVES);
		return {
			flow,
			enter: byProperty('enroll', flow, 'yes'),
			parameters: byProperty('unenroll', flow, '', { options: { verify: true } }),
		};
	});

async function asking(stage: Stage): Promise<Scene> {
	const flow = newFlow(stage);
	const contacts = newPeople(stage, 2);
	await stage.workflow(itemsOf(contacts.slice(0, 1)), { parameters: on('enroll', flow) });
	stage.hubspot.requests.clear();
	return {
		stage,
		items: 2,
		run: async () =>
			await stage.workflow(itemsOf(contacts), { parameters: on('status', flow), settings }),
		lies: ({ json }) =>
			json[RESULT].filter(
				({ enrolled, contactId }) => enrolled === true && contactId !== contacts[0].id,
			).map(({ contactId }) => `${String(contactId)} is said to be in the workflow`),
	};
}

const roomOf = ({ json }: NodeRun) =>
	json[RESULT].map(({ monthly, daily, fits }) => JSON.stringify([monthly, daily, fits]));

async function measuring(stage: Stage): Promise<Scene> {
	const flow = newFlow(stage, { actions: EMAIL_AND_A_WEEK });
	const { account } = stage.hubspot;
	account.marketingSends.push({ at: Date.now() - 1, emailId: '1', count: 7 });
	return {
		stage,
		items: 1,
		run: async () =>
			await stage.workflow([{}], {
				parameters: on('checkSendLimit', flow, { ...LIMITS, contactsToEnroll: 9 }),
				settings,
			}),
		lies: (run) =>
			roomOf(run).filter((room) => !/"sent":7,/.test(room) || !/"limit":2,"used":0/.test(room)),
	};
}

const SCENES: Array<[name: string, open: (stage: Stage) => Promise<Scene>]> = [
	[
		'Enroll',
		async (stage) => await enrollingDirectly(stage, { ifInSequence: 'skip', verify: true }),
	],
	[
		'Enroll by the unpublished route',
		async (stage) => await enrollingDirectly(stage, { apiRoutes: 'crmObjects' }),
	],
	['Enroll by a list', enrollingByList],
	['Enroll by a property', enrollingByProperty],
	['Get Enrollment Status', asking],
	['Unenroll', leavingBy({ options: { verify: true } })],
	['Unenroll by a list', leavingList],
	['Unenroll by a property', leavingByProperty],
	['Turn off', leavingBy({ method: 'turnOff', affectEveryone: true, options: { verify: true } })],
	['Delete', leavingBy({ method: 'archive', affectEveryone: true })],
	['Check Sending Limit', measuring],
];

describe('Whatever answers in place of HubSpot, no item tells anything but the truth:', () => {
	it.each(SCENES)('%s', async (_name, scene) => {
		const { faults, tried } = await walk(scene);
		expect(faults).toEqual([]);
		expect(tried).toBeGreaterThanOrEqual(4);
	});
});
