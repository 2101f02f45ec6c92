import { readingName } from '../../../nodes/shared/quota/readings';
import { month, TRUTHS } from './month';

const named = TRUTHS.map((truth) => [readingName(truth), truth] as const);

describe('after six weeks', () => {
	it.each(named.filter(([, { instant }]) => instant === 'whenDue'))(
		'in which HubSpot follows %s, no email may go out at any instant',
		(name, truth) => {
			const { left } = month({ truth, told: false, pace: 20 });
			expect(left).toContain(name);
			expect(left.filter((one) => one.endsWith('anywhere'))).toEqual([]);
		},
	);

	it.each(named.filter(([, { instant }]) => instant === 'anywhere'))(
		'in which HubSpot follows %s, nobody takes it for punctual',
		(name, truth) => {
			expect(month({ truth, told: false, pace: 20 }).left).toContain(name);
		},
	);
});
