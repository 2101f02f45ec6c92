import { addSequence, type Rep } from '../../../tools/hubspot';
import { byId } from '../../support/n8n/stage';
import { addBridge, openWithEnrolled, sequenceOf } from '../sequence/bridgeCast';
import { closeCasts, DAY, type Cast } from '../../support/cast';
import { addReps, enrolledBy, rotate } from './rotation';
import { ENROLLED, FAILED } from '../../support/outputs';

afterAll(closeCasts);

/** Replaces the sequences of all contacts, by senders who take turns. */
async function replace(cast: Cast, ...reps: Rep[]) {
	addBridge(cast);
	const target = addSequence(cast.account, { steps: [{}, { delayMillis: 9 * DAY }] });
	const run = await cast.enroll(undefined, {
		options: { alreadyEnrolled: 'replace', waitSeconds: 0, pollSeconds: 1 },
		parameters: { ...rotate(...reps), sequence: byId(target.id) },
		settings: { onError: 'continueErrorOutput' },
	});
	return { run, target };
}

describe('Senders who take turns, with Already Enrolled set to Replace,', () => {
	it('enroll contacts that leave their sequence', async () => {
		const cast = await openWithEnrolled({ contacts: 4 });
		const [second, third] = addReps(cast, {}, {});
		const { run, target } = await replace(cast, second, third);

		expect(run.json[ENROLLED]).toHaveLength(4);
		expect(cast.contacts.map((contact) => sequenceOf(cast, contact))).toEqual(
			Array(4).fill(target.id),
		);
		expect(enrolledBy(cast, second, third)).toEqual([2, 2]);
	});

	it.each([
		{ name: 'without an inbox', rep: { inboxes: [] } },
		{ name: 'at the limit', rep: { dailyLimit: 0 } },
	])('pass contacts of one $name on to the next', async ({ rep }) => {
		const cast = await openWithEnrolled({ contacts: 4 });
		const [second, third] = addReps(cast, rep, {});
		const { run, target } = await replace(cast, second, third);

		expect(run.json[ENROLLED]).toHaveLength(4);
		expect(run.json[ENROLLED]).toEqual(
			Array(4).fill(expect.objectContaining({ replacedSequenceId: cast.sequence.id })),
		);
		expect(cast.contacts.map((contact) => sequenceOf(cast, contact))).toEqual(
			Array(4).fill(target.id),
		);
		expect(enrolledBy(cast, second, third)).toEqual([0, 4]);
	});

	it('leave contacts in their sequence where HubSpot refuses all of them', async () => {
		const cast = await openWithEnrolled({ contacts: 3 });
		const [second, third] = addReps(cast, { inboxes: [] }, { salesSeat: false });
		const { run } = await replace(cast, second, third);

		expect(run.json[FAILED]).toHaveLength(3);
		expect(cast.contacts.map((contact) => sequenceOf(cast, contact))).toEqual(
			Array(3).fill(cast.sequence.id),
		);
	});
});
