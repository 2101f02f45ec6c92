import { OUTCOMES, outcomeName, outputOf } from '../../../nodes/shared/enroll/outcome';
import { HELD_REASONS, SKIPPED_REASONS } from '../../../nodes/shared/reasons';

describe('an outcome', () => {
	it.each([
		['enrolled', 0, 'wouldEnroll'],
		['held', 1, 'wouldHold'],
		['skipped', 2, 'wouldSkip'],
	] as const)('%s leaves by output %d, and is %s in a dry run', (outcome, output, dryRun) => {
		expect(outputOf(outcome)).toBe(output);
		expect(outcomeName(outcome, false)).toBe(outcome);
		expect(outcomeName(outcome, true)).toBe(dryRun);
	});

	it('has a different name each, in a dry run too', () => {
		const names = [false, true].flatMap((dryRun) =>
			OUTCOMES.map((outcome) => outcomeName(outcome, dryRun)),
		);
		expect(new Set(names).size).toBe(2 * OUTCOMES.length);
	});
});

describe('the reasons', () => {
	it('are either of the held or of the skipped', () => {
		const both = Object.keys(HELD_REASONS).filter((reason) => reason in SKIPPED_REASONS);
		expect(both).toEqual([]);
	});

	it('have a sentence each', () => {
		for (const sentence of [...Object.values(HELD_REASONS), ...Object.values(SKIPPED_REASONS)]) {
			expect(sentence).toMatch(/^[A-Z].{10,}[^.]$/);
		}
	});
});
