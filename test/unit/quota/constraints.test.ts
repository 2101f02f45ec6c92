import { constraintsOf, type Constraint } from '../../../nodes/shared/quota/constraints';
import { ExpectedLoad } from '../../../nodes/shared/quota/expectedLoad';
import { LoadUnderReadings } from '../../../nodes/shared/quota/loadUnderReadings';
import { DAY, HOUR, NOW } from '../../support/unit/arbitraries';
import { emailAt } from '../../support/unit/emails';

/** A cap on enrollments in 24 hours, of which none is made yet. */
function capOf(cap: number): Constraint {
	const needs = constraintsOf({
		load: new LoadUnderReadings([]),
		now: NOW,
		enrollments: { cap, made: [] },
	})({ plan: [] });
	expect(needs).toHaveLength(2);
	return needs[1];
}

describe('the mail of a sender', () => {
	it('has room again where it came back', () => {
		const load = new LoadUnderReadings([new ExpectedLoad({ limit: 1, reserve: 0 }, NOW)]);
		const plan = [(start: number) => [emailAt(start)]];
		const [mail] = constraintsOf({ load, now: NOW })({ plan });
		mail.take(NOW);
		expect(mail.fits(NOW)).toBe(false);
		mail.giveBack(NOW);
		expect([mail.tryTake(NOW), mail.tryTake(NOW)]).toEqual([true, false]);
	});
});

describe('a cap on enrollments', () => {
	it('has room for so many in 24 hours, and for the next a day after the first', () => {
		const cap = capOf(2);
		const taken = [0, HOUR, 2 * HOUR, 2 * HOUR].map((later) => cap.takeEarliest(NOW + later));
		expect(taken).toEqual([NOW, NOW + HOUR, NOW + DAY, NOW + DAY + HOUR]);
	});

	it('has room again where it came back, also where none was found meanwhile', () => {
		const cap = capOf(1);
		cap.takeEarliest(NOW);
		expect(cap.earliest(NOW)).toBe(NOW + DAY);
		cap.giveBack(NOW);
		expect(cap.earliest(NOW)).toBe(NOW);
	});

	it('takes nothing where somebody only asks', () => {
		const cap = capOf(1);
		expect([cap.earliest(NOW), cap.earliest(NOW), cap.fits(NOW)]).toEqual([NOW, NOW, true]);
	});

	it('is asked anew before and behind where none was found', () => {
		const cap = capOf(1);
		const later = NOW + DAY + HOUR / 2;
		cap.take(later);
		expect(cap.earliest(NOW + HOUR)).toBe(later + DAY);
		expect(cap.earliest(NOW + 2 * HOUR)).toBe(later + DAY);
		expect(cap.earliest(NOW)).toBe(NOW);
		expect(cap.earliest(later + 2 * DAY)).toBe(later + 2 * DAY);
	});

	it('without any place has room at no time', () => {
		const cap = capOf(0);
		expect([cap.takeEarliest(NOW), cap.earliest(NOW), cap.fits(NOW)]).toEqual([
			undefined,
			undefined,
			false,
		]);
	});
});
