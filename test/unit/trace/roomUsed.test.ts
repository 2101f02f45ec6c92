import { measureDays, roomUsed, type SentMail } from '../../../tools/trace/roomUsed';
import { countOverLimit, fullestDay } from '../../../tools/trace/sendCounts';
import { DAY, HOUR, MINUTE, START } from '../../../tools/trace/time';

const END = START + 2 * DAY;
const NOON = START + 12 * HOUR;

const waiting = { rep: 0, contactId: '1' };

/** A rep with room for two emails in any 24 hours, and one contact that waits from the start on. */
const repWith = (given: Partial<SentMail>): SentMail => ({
	capacity: 2,
	sends: [],
	byHand: [],
	toCome: [],
	waits: [{ ...waiting, sequenceId: 'one', from: START, until: END - HOUR }],
	...given,
});

const plans: Record<string, number[]> = { one: [0], two: [0, DAY] };
const measure = (given: Partial<SentMail>) =>
	roomUsed(
		measureDays([repWith(given)], END, {
			plan: ({ sequenceId }, at) => plans[sequenceId].map((delay) => at + delay),
			startsAtOnce: true,
		}),
	);

describe('The room used on days when contacts wait', () => {
	it.each<[string, Partial<SentMail>, object]>([
		['is all where the rep is full all day', { sends: [START, START, NOON + DAY] }, { used: 1 }],
		[
			'is less by the emails of contacts that would have fit',
			{ sends: [NOON] },
			{ used: 1 / 2, calendarDay: 1 / 2, fullest: 1 / 2 },
		],
		[
			'leaves out contacts that would send a follow-up on a full day',
			{
				sends: [NOON],
				toCome: [START + DAY, START + DAY],
				waits: [{ ...waiting, sequenceId: 'two', from: START, until: END - HOUR }],
			},
			{ used: 1, calendarDay: 1 / 2, fullest: 1 },
		],
		[
			'is all that mail by hand leaves, and that mail is none of it',
			{ sends: [START, START + DAY], byHand: [START, START + DAY] },
			{ used: 1, calendarDay: 1, fullest: 1 },
		],
		[
			'is less by the emails that would have fit before mail by hand that nobody could foresee',
			{ sends: [START, START + DAY], byHand: [NOON] },
			{ used: 1 / 2, fullest: 1 },
		],
		[
			'leaves out contacts at moments before they began to wait',
			{ waits: [{ ...waiting, sequenceId: 'one', from: START + DAY - MINUTE, until: END - HOUR }] },
			{ used: 1 },
		],
		['has no days where nobody waits at the end of one', { waits: [] }, { days: 0, used: 1 }],
	])('%s', (_, given, expected) => {
		expect(measure(given)).toMatchObject({ days: 1, ...expected });
	});
});

describe('Sends over the limit', () => {
	it.each<[string, number[], number]>([
		['a third within 24 hours is one', [0, HOUR, DAY - 1], 1],
		['one exactly 24 hours later is none', [0, HOUR, DAY], 0],
		['each beyond it counts', [0, 0, 0, 0], 2],
		['none without email', [], 0],
	])('%s', (_, sends, expected) => {
		expect(countOverLimit(sends, 2)).toBe(expected);
	});

	it('the fullest 24 hours are those with the most emails', () => {
		expect(fullestDay([0, DAY - 1, DAY, DAY + HOUR, 3 * DAY])).toBe(3);
		expect(fullestDay([])).toBe(0);
	});
});
