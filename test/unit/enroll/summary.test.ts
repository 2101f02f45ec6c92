import { summarise, type SummaryLine } from '../../../nodes/shared/enroll/outcome';

const times = (count: number, line: SummaryLine) => Array.from({ length: count }, () => line);
const enrolled: SummaryLine = { outcome: 'enrolled' };
const skipped = (reason: SummaryLine['reason']): SummaryLine => ({ outcome: 'skipped', reason });
const held = (who?: string, until?: Until): SummaryLine => ({
	outcome: 'held',
	reason: 'SEND_LIMIT',
	who,
	...until,
});

type Until = Pick<SummaryLine, 'retryAt' | 'until'>;
const today = { retryAt: '2026-11-26T17:05:00+01:00', until: 'today 17:05' };
const tomorrow = { retryAt: '2026-11-27T09:14:00+01:00', until: 'tomorrow 09:14' };
const saturday = { retryAt: '2026-11-28T09:14:00+01:00', until: 'Sat 28 Nov 09:14' };

describe('a run in one sentence', () => {
	it.each<[string, SummaryLine[]]>([
		['0 enrolled', []],
		['3 enrolled', times(3, enrolled)],
		[
			'2 enrolled; 3 held back, the first until tomorrow 09:14, for ann@example.com',
			[
				...times(2, enrolled),
				held('ann@example.com', tomorrow),
				...times(2, held('ann@example.com', saturday)),
			],
		],
		[
			'0 enrolled; 2 held back, for ann@example.com; 1 held back, the first until today 17:05, for bob@example.com',
			[held('ann@example.com'), held('bob@example.com', today), held('ann@example.com')],
		],
		[
			'0 enrolled; 4 held back, the first until today 17:05, for ann@example.com',
			[undefined, saturday, today, tomorrow].map((until) => held('ann@example.com', until)),
		],
		[
			'0 enrolled; 2 held back, the first until today 17:05',
			// 16:30 in UTC is later than 17:05 an hour east of it.
			[
				held(undefined, { retryAt: '2026-11-26T16:30:00Z', until: 'today 17:30' }),
				held(undefined, today),
			],
		],
		['0 enrolled; 1 held back', [held()]],
		[
			'1 enrolled; 4 skipped: 3 opted out, 1 already enrolled',
			[
				skipped('OPTED_OUT'),
				enrolled,
				skipped('ALREADY_ENROLLED'),
				...times(2, skipped('OPTED_OUT')),
			],
		],
		[
			'0 enrolled; 3 skipped: 2 opted out, 1 already enrolled',
			[skipped('ALREADY_ENROLLED'), ...times(2, skipped('OPTED_OUT'))],
		],
		[
			'1 enrolled; 1 held back, the first until today 17:05; 1 skipped: 1 not marketing contact',
			[skipped('NOT_MARKETING_CONTACT'), held(undefined, today), enrolled],
		],
	])('%s', (sentence, lines) => {
		expect(summarise(lines, 0, false)).toBe(sentence);
	});

	it('says how many items failed', () => {
		expect(summarise([enrolled, skipped('DUPLICATE_IN_RUN')], 2, false)).toBe(
			'1 enrolled; 1 skipped: 1 repeated in the run; 2 failed',
		);
	});

	it('says of a dry run that nothing was written', () => {
		expect(summarise([enrolled, skipped('BOUNCED')], 0, true)).toBe(
			'Dry run, nothing was written: 1 would be enrolled; 1 skipped: 1 bounced',
		);
	});
});
