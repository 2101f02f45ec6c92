import { DateTime } from 'luxon';

import type { Sequence as ApiSequence } from '../../nodes/shared/hubspot/sequences';
import { waitsForTask } from '../../nodes/HubspotSequence/lookup/sequenceSteps';
import { PLAIN } from '../support/hubspotSettings';
import { sendTimes } from '../support/unit/sendTimes';
import { MONDAY, run, type Running } from '../../tools/hubspot/client';
import {
	addContact,
	addEnrollment,
	addRep,
	addSequence,
	completeTask,
	type Contact,
	type Enrollment,
	type Rep,
	type Sequence,
} from '../../tools/hubspot/index';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

let running: Running;
let rep: Rep;
let contact: Contact;

beforeEach(async () => {
	running = await run({ settings: PLAIN });
	rep = addRep(running.hubspot.account);
	contact = addContact(running.hubspot.account);
});
afterEach(async () => await running.hubspot.close());

type Given = Parameters<typeof addSequence>[1];

/** Follow-ups on business days, 9:00 to 17:00 in Berlin. */
const officeHours = (given: Given): Sequence =>
	addSequence(running.hubspot.account, {
		eligibleFollowUpDays: 'BUSINESS_DAYS',
		sendWindowStartMinute: 9 * 60,
		sendWindowEndMinute: 17 * 60,
		...given,
	});

async function enroll({ id: sequenceId }: Sequence): Promise<Enrollment> {
	const { status } = await running.api.post(
		'/automation/sequences/2026-09/enrollments',
		{ contactId: contact.id, sequenceId, senderEmail: rep.email },
		{ params: { userId: rep.userId } },
	);
	expect(status).toBe(200);
	return running.hubspot.account.enrollments[0];
}

async function read<Answer = ApiSequence>({ id }: Sequence): Promise<Answer> {
	const { data } = await running.api.get<Answer>(`/automation/sequences/2026-09/${id}`, {
		params: { userId: rep.userId },
	});
	return data;
}

interface Dated {
	id: string;
	createdAt: string;
	updatedAt: string;
}

/** A sequence, with what the nodes do not read. */
interface Shown extends Dated {
	steps: Array<Dated & { emailPattern?: Dated; taskPattern?: Dated }>;
	dependencies: Dated[];
}

const patternOf = ({ emailPattern, taskPattern }: Shown['steps'][number]) =>
	[emailPattern, taskPattern].filter((pattern) => pattern !== undefined);

/** By the clock of the account, from Monday, 23 November, 10:00 on. */
const sent = () =>
	running.hubspot.account.sends.map(({ at }) =>
		DateTime.fromMillis(at, { zone: 'Europe/Berlin' }).toFormat('ccc d LLL HH:mm'),
	);

/** An email, a call after a day, and two emails of which the first waits for the call. */
const CALL_FIRST: Given = {
	steps: [
		{},
		{ actionType: 'TASK', taskType: 'CALL', delayMillis: DAY },
		{ delayMillis: HOUR },
		{ delayMillis: 2 * DAY },
	],
	dependencies: [{ requiredByStepOrder: 2, reliesOnStepOrder: 1 }],
};

it('a sequence is read with its settings and with the steps that wait for others', async () => {
	const sequence = officeHours(CALL_FIRST);
	expect(await read(sequence)).toMatchObject({
		settings: {
			eligibleFollowUpDays: 'BUSINESS_DAYS',
			sendWindowStartMinute: 540,
			sendWindowEndMinute: 1020,
		},
		dependencies: [
			{
				dependencyType: 'TASK_COMPLETION',
				requiredByStepOrder: 2,
				requiredBySequenceStepId: sequence.steps[2].id,
				reliesOnStepOrder: 1,
				reliesOnSequenceStepId: sequence.steps[1].id,
			},
		],
	});
});

it('steps, their patterns and what they wait for have ids and dates of their own', async () => {
	const { steps, dependencies, createdAt, updatedAt } = await read<Shown>(officeHours(CALL_FIRST));
	const shown = [...steps, ...steps.flatMap(patternOf), ...dependencies];
	expect(shown).toHaveLength(9);
	for (const one of shown) {
		expect(one).toMatchObject({
			id: expect.stringMatching(/^\d+$/) as string,
			createdAt,
			updatedAt,
		});
	}
	expect(new Set(shown.map(({ id }) => id)).size).toBe(9);
});

it('an email waits for its task, and those after it keep their distance', async () => {
	const enrollment = await enroll(officeHours(CALL_FIRST));
	const { account, clock } = running.hubspot;
	clock.advance(2 * DAY + 8 * HOUR);
	expect(sent()).toEqual(['Mon 23 Nov 10:00']);
	completeTask(account, enrollment, 1);
	clock.advance(7 * DAY);
	// Completed on Wednesday at 18:00, after hours; two days later, on Friday, it is too late as well.
	expect(sent()).toEqual(['Mon 23 Nov 10:00', 'Thu 26 Nov 09:00', 'Mon 30 Nov 09:00']);
	expect(enrollment.state).toBe('finished');
});

it('an email whose task is done in time goes out when the forecast says', async () => {
	const sequence = officeHours(CALL_FIRST);
	const enrollment = await enroll(sequence);
	const { account, clock } = running.hubspot;
	clock.advance(DAY);
	completeTask(account, enrollment, 1);
	clock.advance(7 * DAY);
	expect(sent()).toEqual(['Mon 23 Nov 10:00', 'Tue 24 Nov 11:00', 'Thu 26 Nov 11:00']);
	const answer = await read(sequence);
	expect(account.sends.map(({ at }) => at)).toEqual(sendTimes(answer, MONDAY, 'Europe/Berlin'));
	expect(waitsForTask(answer)).toBe(true);
});

it('other tasks hold nothing up, and put nothing off', async () => {
	const { account, clock } = running.hubspot;
	const enrollment = await enroll(
		officeHours({
			steps: [{}, { actionType: 'TASK', delayMillis: DAY }, { delayMillis: 4 * DAY }],
		}),
	);
	clock.advance(5 * DAY + HOUR);
	completeTask(account, enrollment, 1);
	clock.advance(7 * DAY);
	expect(sent()).toEqual(['Mon 23 Nov 10:00', 'Mon 30 Nov 09:00']);
});

it('a task that the rep does not have yet cannot be completed', async () => {
	const enrollment = await enroll(officeHours(CALL_FIRST));
	expect(() => completeTask(running.hubspot.account, enrollment, 1)).toThrow(
		'Step 1 has given the rep no task yet',
	);
});

it('an enrollment put in the past waits at its task too', () => {
	const { account, clock } = running.hubspot;
	const { id: sequenceId } = officeHours(CALL_FIRST);
	const enrolledAt = clock.now() - 7 * DAY;
	const enrollment = addEnrollment(account, { contactId: contact.id, sequenceId, enrolledAt });
	expect(sent()).toEqual(['Mon 16 Nov 10:00']);
	completeTask(account, enrollment, 1);
	clock.advance(7 * DAY);
	expect(sent()).toEqual(['Mon 16 Nov 10:00', 'Mon 23 Nov 10:00', 'Wed 25 Nov 10:00']);
});

it('nothing runs after the step that finishes the enrollment', async () => {
	const steps: NonNullable<Given>['steps'] = [
		{},
		{ actionType: 'FINISH_ENROLLMENT', delayMillis: DAY },
		{ delayMillis: HOUR },
	];
	const enrollment = await enroll(officeHours({ steps }));
	running.hubspot.clock.advance(7 * DAY);
	expect(enrollment.state).toBe('finished');
	expect(sent()).toEqual(['Mon 23 Nov 10:00']);
});

it.each([
	['atOnce', 'Mon 23 Nov 20:00'],
	['sendWindow', 'Tue 24 Nov 09:00'],
] as const)('the first step can go out by %s', async (firstStep, first) => {
	running.hubspot.settings.firstStep = firstStep;
	running.hubspot.clock.advance(10 * HOUR);
	await enroll(officeHours({ steps: [{}, { delayMillis: DAY }] }));
	running.hubspot.clock.advance(7 * DAY);
	expect(sent()).toEqual([first, 'Wed 25 Nov 09:00']);
});
