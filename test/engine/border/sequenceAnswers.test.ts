import type { INodeParameters } from 'n8n-workflow';

import { addSequence, BRIDGE_PROPERTY } from '../../../tools/hubspot';
import { byId, type Stage } from '../../support/n8n/stage';
import { addBridge, enrollIn, openWithEnrolled, UNENROLLING } from '../sequence/bridgeCast';
import { Cast, DAY, limitOf } from '../../support/cast';
import { newFlow } from '../workflow/support';
import type { Scene } from './scene';
import { walk } from './walk';
import { ENROLLED, RESULT } from '../../support/outputs';

const settings = { onError: 'continueErrorOutput' as const };
const LIMIT = 2;
const QUICK = { waitSeconds: 0, pollSeconds: 1 };
const CRM = { apiRoutes: 'crmObjects' };
const STEPS = [{}, { delayMillis: 4 * DAY }];

/** Who was enrolled in the sequence, and how often. */
function enrollmentsIn(cast: Cast, sequenceId: string, contactId?: unknown): number {
	return cast.account.enrollments.filter(
		(one) => one.sequenceId === sequenceId && (!contactId || one.contactId === contactId),
	).length;
}

/** Three contacts, of whom two have room. */
function enrolling(cast: Cast, options: INodeParameters, sequenceId = cast.sequence.id): Scene {
	return {
		stage: cast.stage,
		items: 3,
		run: async () =>
			await cast.enroll(undefined, {
				options,
				parameters: { sequence: byId(sequenceId), ...limitOf(LIMIT) },
				settings,
			}),
		lies: ({ json }) => [
			...json[ENROLLED].filter(
				({ contactId, outcome }) =>
					outcome !== 'enrolled' || enrollmentsIn(cast, sequenceId, contactId) === 0,
			).map(({ contactId }) => `${String(contactId)} is not enrolled`),
			...cast.contacts
				.filter(({ id }) => enrollmentsIn(cast, sequenceId, id) > 1)
				.map(({ id }) => `${id} is enrolled twice`),
			...(enrollmentsIn(cast, sequenceId) > LIMIT ? ['the limit was passed'] : []),
		],
	};
}

const open = async (stage: Stage) => await Cast.open({ stage, contacts: 3, steps: STEPS });

async function replacing(stage: Stage): Promise<Scene> {
	const cast = await openWithEnrolled({ stage, contacts: 3 });
	addBridge(cast);
	const { id } = addSequence(cast.account, { steps: STEPS });
	return enrolling(cast, { alreadyEnrolled: 'replace', ...QUICK }, id);
}

/** Two contacts in a sequence. */
function leaving(cast: Cast, options: INodeParameters, parameters: INodeParameters = {}): Scene {
	return {
		stage: cast.stage,
		items: 2,
		run: async () => await cast.unenroll(undefined, { options, parameters, settings }),
		lies: ({ json }) =>
			json[RESULT].filter(
				({ contactId, outcome }) =>
					outcome === 'unenrolled' && cast.account.openEnrollment(String(contactId)),
			).map(({ contactId }) => `${String(contactId)} has not left`),
	};
}

async function leavingByProperty(stage: Stage): Promise<Scene> {
	const cast = await openWithEnrolled({ stage, contacts: 2 });
	addBridge(cast);
	return leaving(cast, QUICK);
}

async function leavingByNewBridge(stage: Stage): Promise<Scene> {
	const cast = await openWithEnrolled({ stage, contacts: 2 });
	return leaving(cast, { ...QUICK, createBridge: true, triggerProperty: `${BRIDGE_PROPERTY}_new` });
}

async function leavingByWorkflow(stage: Stage): Promise<Scene> {
	const cast = await openWithEnrolled({ stage, contacts: 2 });
	const flow = newFlow(cast.stage, { actions: UNENROLLING });
	return leaving(cast, { ...QUICK, bridgeTrigger: 'workflow', bridgeWorkflow: byId(flow.id) });
}

async function leavingByDelete(stage: Stage): Promise<Scene> {
	const cast = await openWithEnrolled({ stage, contacts: 2 });
	return leaving(cast, CRM, { unenrollMethod: 'deleteEnrollment' });
}

async function asking(stage: Stage, options: INodeParameters): Promise<Scene> {
	const cast = await open(stage);
	enrollIn(cast, cast.contacts[0].id);
	return {
		stage: cast.stage,
		items: 3,
		run: async () => await cast.status(undefined, { options, settings }),
		lies: ({ json }) =>
			json[RESULT].filter(({ contactId, enrolled, enrollment }) => {
				const isIn = cast.account.openEnrollment(String(contactId)) !== undefined;
				return (enrolled === true && !isIn) || (enrolled === true && enrollment === undefined);
			}).map(({ contactId }) => `${String(contactId)} is said to be enrolled`),
	};
}

async function measuring(stage: Stage): Promise<Scene> {
	const cast = await open(stage);
	enrollIn(cast, cast.contacts[0].id);
	return {
		stage: cast.stage,
		items: 1,
		run: async () =>
			await cast.checkSendLimit(undefined, {
				parameters: { sequence: byId(cast.sequence.id), ...limitOf(5), contactsToEnroll: 9 },
				settings,
			}),
		lies: ({ json }) =>
			json[RESULT].filter(({ remaining, sent }) => remaining !== 4 || sent !== 1).map(
				({ remaining, sent }) => `${String(sent)} sent, ${String(remaining)} remain`,
			),
	};
}

const SCENES: Array<[name: string, open: (stage: Stage) => Promise<Scene>]> = [
	['Enroll', async (stage) => enrolling(await open(stage), { ifInWorkflow: 'skip', verify: true })],
	['Enroll in place of another sequence', replacing],
	[
		'Enroll by the unpublished routes',
		async (stage) => enrolling(await open(stage), { ...CRM, verify: true }),
	],
	['Unenroll by a property', leavingByProperty],
	['Unenroll by a new helper workflow', leavingByNewBridge],
	['Unenroll by a workflow', leavingByWorkflow],
	['Unenroll by deleting', leavingByDelete],
	['Get Enrollment Status', async (stage) => await asking(stage, {})],
	['Get Enrollment Status by the unpublished routes', async (stage) => await asking(stage, CRM)],
	['Check Sending Limit', measuring],
];

describe('Whatever answers in place of HubSpot, no item tells anything but the truth:', () => {
	it.each(SCENES)('%s', async (_name, scene) => {
		const { faults, tried } = await walk(scene);
		expect(faults).toEqual([]);
		expect(tried).toBeGreaterThanOrEqual(4);
	});
});
