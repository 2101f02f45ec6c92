import { rowInWords } from '../../../nodes/shared/ledger/dataTable/rowInWords';
import { enroll } from '../../../nodes/shared/quota/cohort';
import { NO_EVIDENCE } from '../../../nodes/shared/quota/learning';
import {
	EMPTY_ROW,
	NO_EMAIL,
	sendsToCome,
	type LedgerRow,
} from '../../../nodes/shared/quota/ledgerRow';
import { addEnrollments, cancelRest, NOTHING_OWED } from '../../../nodes/shared/quota/owed';
import { rowOwing5000 } from '../../support/unit/rowOwing';
import { scheduleAt } from '../../support/unit/schedules';

const HOUR = 60 * 60 * 1000;
const DAY = 24 * HOUR;
/** A Thursday. */
const NOW = Date.UTC(2026, 10, 26, 9);
const ANN = { account: '7', sender: 'ann@fjordline.example' };

interface Made {
	target?: string;
	at?: number;
	sends?: number[];
	count?: number;
	timeZone?: string;
}

const rowOf = (...made: Made[]): LedgerRow => ({
	...EMPTY_ROW,
	owed: addEnrollments(
		NOTHING_OWED,
		made.map(({ target = '501', at = NOW, sends = [0, 3 * DAY], count = 1, timeZone = 'UTC' }) => ({
			targetId: target,
			schedule: { ...scheduleAt(...sends), timeZone },
			at,
			count,
		})),
	),
});

describe('The next sends of a row', () => {
	it.each([
		['none', EMPTY_ROW, ''],
		['two days', rowOf({ count: 25 }), '26 Nov: 25 · 29 Nov: 25'],
		[
			'the same day of several sequences together',
			rowOf({ count: 2 }, { target: '502', sends: [3 * DAY], count: 3 }),
			'26 Nov: 2 · 29 Nov: 5',
		],
		['what is overdue first', rowOf({ at: NOW - 2 * DAY }), 'any moment: 1 · 29 Nov: 1'],
		[
			'the days of the account',
			rowOf({ sends: [0, 10 * HOUR], timeZone: 'Australia/Sydney' }),
			'26 Nov: 1 · 27 Nov: 1',
		],
		['UTC where the zone is not known', rowOf({ timeZone: 'Mars/Base' }), '26 Nov: 1 · 29 Nov: 1'],
		[
			'ten days, and the rest together',
			rowOf({ sends: Array.from({ length: 13 }, (_, day) => day * DAY) }),
			`${[26, 27, 28, 29, 30].map((day) => `${day} Nov: 1`).join(' · ')} · ${[1, 2, 3, 4, 5].map((day) => `${day} Dec: 1`).join(' · ')} · later: 3`,
		],
		[
			'what version 0.1 had planned',
			{
				...EMPTY_ROW,
				cohorts: enroll([], [{ source: '9', at: NOW, sends: [NOW + DAY], count: 4 }]),
			},
			'27 Nov: 4',
		],
	])('are %s', (_, row, words) => {
		const { nextSends } = rowInWords(ANN, row, NOW);
		expect(nextSends).toBe(words);
		const counts = [...nextSends.matchAll(/: (\d+)/g)].map(([, count]) => Number(count));
		expect(counts.reduce((sum, count) => sum + count, 0)).toBe(sendsToCome(row, NOW));
	});

	it('add up to the total in a busy row', () => {
		const row = { ...EMPTY_ROW, owed: rowOwing5000(NOW) };
		const { nextSends } = rowInWords(ANN, row, NOW);
		const counts = [...nextSends.matchAll(/: (\d+)/g)].map(([, count]) => Number(count));
		expect(counts.reduce((sum, count) => sum + count, 0)).toBe(sendsToCome(row, NOW));
		expect(sendsToCome(row, NOW)).toBe(5_000);
	});
});

describe('Who a row is of, and what for', () => {
	const enrollee = ['1', 'a', 'b'] as const;
	const left = cancelRest(
		addEnrollments(NOTHING_OWED, [
			{ targetId: '501', schedule: scheduleAt(DAY), at: NOW, enrollee },
		]),
		() => true,
		NOW,
	);
	const ofDay = addEnrollments(NOTHING_OWED, [
		{ targetId: '77', schedule: NO_EMAIL, at: NOW, count: 12 },
		{ targetId: '77', schedule: NO_EMAIL, at: NOW - 2 * DAY, count: 5 },
	]);

	it.each([
		[
			ANN.sender,
			rowOf({ count: 25 }, { target: '502' }),
			'ann@fjordline.example',
			'Sequence 501: 25 contacts · Sequence 502: 1 contact',
		],
		[ANN.sender, { ...EMPTY_ROW, owed: left }, 'ann@fjordline.example', ''],
		[
			'workflow 77',
			{ ...EMPTY_ROW, owed: ofDay },
			'HubSpot workflow 77',
			'Enrollments of 24 hours: 12 contacts',
		],
		['marketing email', EMPTY_ROW, 'November 2026', 'Marketing email of workflows'],
		[
			'readings',
			{ ...EMPTY_ROW, evidence: { ...NO_EVIDENCE, emails: 40 } },
			'The account',
			'How HubSpot counts delays, by 40 emails',
		],
	])('of %s', (sender, row, who, whatFor) => {
		expect(rowInWords({ account: '7', sender }, row, NOW)).toMatchObject({ who, whatFor });
	});

	it('says when it was last changed, with the zone', () => {
		const row = rowOf({ timeZone: 'Europe/Berlin' });
		expect(rowInWords(ANN, row, NOW).lastChanged).toBe('Thu 26 Nov 2026 10:00 (Europe/Berlin)');
		expect(rowInWords(ANN, EMPTY_ROW, NOW).lastChanged).toBe('Thu 26 Nov 2026 09:00 (UTC)');
	});
});
