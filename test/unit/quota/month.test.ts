import { readingName } from '../../../nodes/shared/quota/readings';
import { month, TRUTHS } from './month';

describe.each(TRUTHS.map((truth) => [readingName(truth), truth] as const))(
	'five weeks in which HubSpot follows %s',
	(name, truth) => {
		const learning = month({ truth, told: false });
		const told = month({ truth, told: true });

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
