import { readingName, READINGS } from '../../../nodes/shared/quota/readings';
import { enrolleeOf } from '../../../nodes/shared/quota/enrollee';
import { look } from '../../../nodes/shared/quota/look';
import { addEnrollments, NOTHING_OWED } from '../../../nodes/shared/quota/owed';
import { scheduleOf } from '../../../nodes/shared/quota/schedule';
import { atOnce } from '../../../nodes/shared/quota/steps';
import { Plans } from '../../../nodes/shared/quota/underReadings';
import { MINUTE, NOW } from '../../support/unit/arbitraries';
import { emailSteps } from '../../support/unit/emails';
import { Inbox } from './account';
import { month, TRUTHS, type Month } from './month';
import { howMany } from '../../support/unit/howMany';

describe.each(TRUTHS.map((truth) => [readingName(truth), truth] as const))(
	'five weeks in which HubSpot follows %s',
	(name, truth) => {
		let learning: Month;
		let told: Month;
		beforeAll(() => {
			learning = month({ truth, told: false });
			told = month({ truth, told: true });
		});

		it('no 24 hours hold more than the limit', () => {
			expect([learning.over, told.over]).toEqual([0, 0]);
		});

		it('the truth is never ruled out', () => {
			expect(learning.left).toContain(name);
		});

		it('from the fourth week on doubt costs at most a twentieth of the room', () => {
			expect(learning.late).toBeGreaterThan(0.95 * told.late);
		});
	},
);

describe('a queue that is not empty yet', () => {
	const sequence = (...days: number[]) =>
		scheduleOf(
			{
				steps: emailSteps(...days),
			},
			'UTC',
		);

	it.each([
		['every twenty seconds', 20_000],
		['every half a minute', 30_000],
	])('of 400 emails, one %s, leaves room for 100 more after eighty minutes', (_, pace) => {
		const schedule = sequence(0);
		const inbox = new Inbox({ reading: READINGS[0], pace });
		const contacts = Array.from({ length: 400 }, (_value, index) => String(index));
		for (const contact of contacts) inbox.enroll(contact, '7', schedule, NOW);
		const made = contacts.map((contact) => ({
			targetId: '7',
			schedule,
			at: NOW,
			enrollee: enrolleeOf(contact, `${contact}@example.com`),
		}));
		const now = NOW + 80 * MINUTE;
		inbox.runUntil(now);
		expect(inbox.log.length).toBeLessThan(300);
		const { row, ...logged } = look(addEnrollments(NOTHING_OWED, made), inbox.log, now);
		const plans = new Plans(READINGS);
		const load = atOnce(plans.loadOf(row, logged, { limit: 500, reserve: 0 }, now));
		expect(load.used).toBe(400);
		expect(load.left).toBe(100);
		expect(howMany(load, plans.of(schedule), now, 300)).toBe(100);
		// In three days what is overdue now may still be overdue.
		expect(howMany(load, plans.of(sequence(0, 3)), now, 300)).toBe(100);
	});
});
