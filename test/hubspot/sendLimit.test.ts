import { PLAIN } from '../support/hubspotSettings';
import { run, type Running } from '../../tools/hubspot/client';
import {
	addContact,
	addEnrollment,
	addRep,
	addSentEmails,
	addSequence,
	maxRollingSends,
	type Rep,
	type Sequence,
	type Settings,
} from '../../tools/hubspot/index';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

let running: Running;
let rep: Rep;
let sequence: Sequence;

beforeEach(async () => {
	running = await run({ settings: PLAIN });
	rep = addRep(running.hubspot.account, { dailyLimit: 3 });
	sequence = addSequence(running.hubspot.account);
});
afterEach(async () => await running.hubspot.close());

async function enroll(sequenceId = sequence.id) {
	const { id: contactId } = addContact(running.hubspot.account);
	return await running.api.post(
		'/automation/sequences/2026-09/enrollments',
		{ contactId, sequenceId, senderEmail: rep.email },
		{ params: { userId: rep.userId } },
	);
}

function sentHoursAgo(...hours: number[]) {
	const { account, clock } = running.hubspot;
	addSentEmails(account, {
		ownerId: rep.ownerId,
		times: hours.map((hour) => clock.now() - hour * HOUR),
	});
}

it('the enrollment that would go beyond the limit is refused', async () => {
	sentHoursAgo(20, 1);
	expect((await enroll()).status).toBe(200);
	const { status, data } = await enroll();
	expect([status, data.errorType]).toEqual([400, 'SequenceError.SEND_LIMIT_EXCEEDED']);
	expect(running.hubspot.account.overLimitSends).toEqual([
		expect.objectContaining({ handling: 'refused', senderEmail: rep.email }),
	]);
});

it('the window rolls: room comes back 24 hours after the oldest send, not at midnight', async () => {
	sentHoursAgo(20, 19, 1);
	running.hubspot.clock.advance(4 * HOUR - 1);
	expect((await enroll()).status).toBe(400);
	running.hubspot.clock.advance(1);
	expect((await enroll()).status).toBe(200);
	expect((await enroll()).status).toBe(400);
});

describe('Of a rep who wrote two emails and may send three in 24 hours,', () => {
	function writeTwo(limitCounts: Rep['limitCounts']) {
		rep.limitCounts = limitCounts;
		const { account, clock } = running.hubspot;
		const times = [clock.now() - 2 * HOUR, clock.now() - HOUR];
		addSentEmails(account, { ownerId: rep.ownerId, times, sequenceId: null });
		return account;
	}

	it.each<[Rep['limitCounts'], number[], number]>([
		['sequence', [200, 200, 200, 400], 3],
		['all', [200, 400, 400, 400], 3],
	])('a limit that counts %s: enrollments get %j', async (limitCounts, expected, most) => {
		const account = writeTwo(limitCounts);
		const statuses: number[] = [];
		while (statuses.length < 4) statuses.push((await enroll()).status);
		expect(statuses).toEqual(expected);
		expect(maxRollingSends(account, rep.email)).toBe(most);
	});

	it.each<[Rep['limitCounts'], number]>([
		['sequence', 0],
		['all', 2],
	])('a limit that counts %s: of three follow-ups, %d are beyond it', async (limitCounts, over) => {
		const { account, clock, settings } = running.hubspot;
		settings.overLimit = 'allow';
		const followUp = addSequence(account, { steps: [{}, { delayMillis: 3 * DAY }] });
		for (let count = 0; count < 3; count++) await enroll(followUp.id);
		clock.advance(3 * DAY - MINUTE);
		writeTwo(limitCounts);
		clock.advance(DAY);
		expect(account.overLimitSends).toHaveLength(over);
	});
});

it('what is scheduled within the day counts, of paused enrollments too', async () => {
	const { account, clock } = running.hubspot;
	const followUp = addSequence(account, { steps: [{}, { delayMillis: 2 * DAY }] });
	for (let count = 0; count < 3; count++) {
		const { id: contactId } = addContact(account);
		const enrolledAt = clock.now() - 2 * DAY + 5 * HOUR;
		addEnrollment(account, { contactId, sequenceId: followUp.id, enrolledAt });
		account.pause(contactId);
	}
	expect((await enroll()).status).toBe(400);
});

it('two emails of one enrollment within the day need two places', async () => {
	sentHoursAgo(3, 2);
	const double = addSequence(running.hubspot.account, { steps: [{}, { delayMillis: 6 * HOUR }] });
	expect((await enroll(double.id)).status).toBe(400);
	expect((await enroll()).status).toBe(200);
});

it.each<[string, Settings['pace'], number]>([
	['without a pace, the fourth of a day is one too many', null, 400],
	[
		'an email that waits in the queue until the first is a day old has room',
		{ everySeconds: 8 * 3600 },
		200,
	],
	['an email that waits less does not', { everySeconds: 7 * 3600 }, 400],
])('%s', async (_, pace, status) => {
	running.hubspot.settings.pace = pace;
	for (let count = 0; count < 3; count++) expect((await enroll()).status).toBe(200);
	expect((await enroll()).status).toBe(status);
});

it('silent: the enrollment is accepted and its email never leaves', async () => {
	running.hubspot.settings.overLimit = 'silent';
	sentHoursAgo(3, 2, 1);
	expect((await enroll()).status).toBe(200);
	const { account } = running.hubspot;
	expect(account.droppedSends).toHaveLength(1);
	expect(account.overLimitSends).toHaveLength(1);
	expect(maxRollingSends(account, rep.email)).toBe(3);
});

it('a send older than 24 hours leaves room for a step that is due', async () => {
	running.hubspot.settings.overLimit = 'silent';
	sentHoursAgo(24, 2, 1);
	expect((await enroll()).status).toBe(200);
	expect(running.hubspot.account.droppedSends).toEqual([]);
});

it('delay: the email waits until the window has room', async () => {
	running.hubspot.settings.overLimit = 'delay';
	sentHoursAgo(20, 2, 1);
	expect((await enroll()).status).toBe(200);
	const { account, clock } = running.hubspot;
	expect(account.sends).toHaveLength(3);
	clock.advance(4 * HOUR);
	expect(account.sends).toHaveLength(4);
	expect(maxRollingSends(account, rep.email)).toBe(3);
});

it('allow: the most sends of any 24 hours show what a caller did', async () => {
	running.hubspot.settings.overLimit = 'allow';
	sentHoursAgo(30, 2, 1);
	for (let count = 0; count < 3; count++) expect((await enroll()).status).toBe(200);
	expect(maxRollingSends(running.hubspot.account, rep.email)).toBe(5);
});

it('a later step beyond the limit ends the enrollment with an error', async () => {
	const { account, clock } = running.hubspot;
	const followUp = addSequence(account, { steps: [{}, { delayMillis: 3 * DAY }] });
	expect((await enroll(followUp.id)).status).toBe(200);
	clock.advance(3 * DAY - HOUR);
	sentHoursAgo(0, 0, 0);
	clock.advance(HOUR);
	expect(account.enrollments[0]).toMatchObject({
		state: 'errored',
		endReason: 'rate limit reached',
	});
});
