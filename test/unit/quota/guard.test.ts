import {
	enroll,
	enrolleeOf,
	hourOf,
	sendsOf,
	spanOfHour,
	type PlannedEnrollment,
} from '../../../nodes/shared/quota/cohort';
import { isBeyondLimit, plannedEnrollment } from '../../../nodes/shared/quota/guard';
import { EMPTY_ROW } from '../../../nodes/shared/ledger/ledger';
import { exactly } from '../../../nodes/shared/quota/window';
import { DAY, HOUR, MINUTE, NOW } from '../../support/unit/arbitraries';
import { outcomesOf, plannerOf } from '../../support/unit/decisions';
import { addressOf, ask, contacts, type GuardRequest } from '../../support/unit/guard';

const followUp = 3 * DAY;
const both = (count: number) => Array.from({ length: count }, () => [NOW, NOW + followUp]).flat();

/** Three enrollments of two emails where one send is known: with a limit of 3 two of them fit. */
const three: GuardRequest = {
	settings: { capacity: 3 },
	enrollments: contacts(3, { planner: plannerOf([0, followUp]) }),
	logged: [{ at: NOW - 3 * HOUR, to: 'other@example.com' }],
};

const hours = (row: ReturnType<typeof ask>['row']) =>
	[...sendsOf(row.cohorts)].map(({ from }) => from).sort((a, b) => a - b);

describe.each<['hold' | 'fail' | 'warn' | 'off', string[], number]>([
	['hold', ['admitted', 'admitted', 'SEND_LIMIT'], 2],
	['fail', ['admitted', 'admitted', 'SEND_LIMIT'], 0],
	['warn', ['admitted', 'admitted', 'exceeded'], 3],
	['off', ['admitted', 'admitted', 'admitted'], 3],
])('in mode %s', (mode, expected, reserved) => {
	const answer = ask({ ...three, settings: { capacity: 3, mode } });

	it(`the guard decides ${expected.join(', ')}`, () => {
		expect(outcomesOf(answer.verdicts)).toEqual(expected);
	});

	it(`reserves the sends of ${reserved}`, () => {
		expect(answer.reserved).toBe(reserved);
		expect(hours(answer.row)).toEqual(both(reserved).sort((a, b) => a - b));
	});

	it('answers with the sends known before', () => {
		expect(answer.sends).toEqual([exactly(NOW - 3 * HOUR)]);
	});
});

describe('the guard', () => {
	it('reserves for each contact, also where one in between is held', () => {
		const [first, second, third] = contacts(3);
		const enrollments = [first, { ...second, planner: plannerOf([0, 0, 0]) }, third];
		const { verdicts, row, reserved } = ask({ ...three, enrollments });
		expect(outcomesOf(verdicts)).toEqual(['admitted', 'SEND_LIMIT', 'admitted']);
		expect(reserved).toBe(2);
		expect(row.cohorts).toEqual([
			{
				source: '7',
				hour: hourOf(NOW),
				sends: [0],
				enrollees: [enrolleeOf('1', addressOf(1)), enrolleeOf('3', addressOf(3))],
				others: 0,
			},
		]);
	});

	it('reserves what is taken out again by the plan of the verdict', () => {
		const { verdicts, row } = ask(three);
		const [verdict] = verdicts;
		if (!('admitted' in verdict)) throw new Error('The first one fits');
		const [first, second] = three.enrollments ?? [];
		const one = (enrollment: typeof first) =>
			plannedEnrollment(enrollment, verdict.admitted.plan, NOW);
		expect(row.cohorts).toEqual(enroll([], [one(first), one(second)]));
	});

	it('in mode off marks nothing, whatever the limit', () => {
		const answer = ask({ ...three, settings: { mode: 'off', capacity: 0 } });
		expect(outcomesOf(answer.verdicts)).toEqual(['admitted', 'admitted', 'admitted']);
	});

	it.each(['hold', 'warn', 'off'] as const)('reserves no more than a chunk in mode %s', (mode) => {
		const settings = { capacity: 9, chunk: 2, mode };
		const { verdicts, reserved, row } = ask({ ...three, settings });
		expect(outcomesOf(verdicts)).toEqual(['admitted', 'admitted', 'admitted']);
		expect(reserved).toBe(2);
		expect(row.cohorts[0].enrollees.map(([id]) => id)).toEqual(['1', '2']);
	});

	it('in mode fail reserves everything where all fit, whatever the chunk', () => {
		const { reserved, row } = ask({ ...three, settings: { capacity: 4, chunk: 1, mode: 'fail' } });
		expect(reserved).toBe(3);
		expect(hours(row)).toHaveLength(6);
	});

	it('in mode fail reserves the others where only the cap of a company holds one back', () => {
		const settings = { capacity: 9, mode: 'fail' as const, maxPerDomain: 2 };
		const { verdicts, reserved } = ask({ ...three, settings });
		expect(outcomesOf(verdicts)).toEqual(['admitted', 'admitted', 'DOMAIN_CAP']);
		expect(verdicts.some(isBeyondLimit)).toBe(false);
		expect(reserved).toBe(2);
	});

	it('answers with the very same row where there is nothing to write', () => {
		const row = { cohorts: enroll([], [later('9', 0)]), fullUntil: NOW - HOUR };
		expect(ask({ ...three, row, settings: { capacity: 0 } }).row).toBe(row);
		expect(ask({ ...three, row, enrollments: [] }).row).toBe(row);
	});

	it('keeps what else is in the row', () => {
		expect(ask({ ...three, row: { cohorts: [], fullUntil: NOW - HOUR } }).row.fullUntil).toBe(
			NOW - HOUR,
		);
	});

	it("takes HubSpot's word in the row that the sender is at the limit", () => {
		const row = { cohorts: [], fullUntil: NOW + MINUTE };
		const { verdicts } = ask({ ...three, row, enrollments: contacts(1) });
		expect(outcomesOf(verdicts)).toEqual(['HUBSPOT_SEND_LIMIT']);
	});
});

/** An enrollment of a contact made some hours ago, with emails then, now and in two days. */
const later = (contactId: string, hoursAgo: number): PlannedEnrollment => ({
	source: '7',
	at: NOW - hoursAgo * HOUR,
	sends: [NOW - hoursAgo * HOUR, NOW, NOW + 2 * DAY],
	enrollee: enrolleeOf(contactId, `${contactId}@example.com`),
});

describe('the guard counts', () => {
	it('what an earlier run has reserved', () => {
		const earlier = ask({ ...three, enrollments: contacts(2) });
		const { verdicts, sends } = ask({ ...three, row: earlier.row, enrollments: contacts(1) });
		expect(outcomesOf(verdicts)).toEqual(['SEND_LIMIT']);
		expect(sends).toMatchObject([
			exactly(NOW - 3 * HOUR),
			spanOfHour(hourOf(NOW)),
			spanOfHour(hourOf(NOW)),
		]);
	});

	it('that beside mail that n8n did not cause', () => {
		const minutes = [1, 2, 3].map((minute) => NOW - minute * MINUTE);
		const logged = minutes.map((at) => ({ at, to: 'other@example.com' }));
		const first = ask({ enrollments: contacts(3), logged, settings: { capacity: 5 } });
		expect(outcomesOf(first.verdicts)).toEqual(['admitted', 'admitted', 'SEND_LIMIT']);
		const again = ask({
			enrollments: contacts(3, { from: 4 }),
			logged,
			row: first.row,
			settings: { capacity: 5 },
			now: NOW + 10_000,
		});
		expect(outcomesOf(again.verdicts)).toEqual(['SEND_LIMIT', 'SEND_LIMIT', 'SEND_LIMIT']);
	});

	it('a reservation once when HubSpot shows its email', () => {
		const earlier = ask({ enrollments: contacts(2), settings: { capacity: 3 } });
		const { verdicts, sends } = ask({
			enrollments: contacts(2, { from: 3 }),
			row: earlier.row,
			logged: [{ at: NOW + 800, to: addressOf(1) }],
			settings: { capacity: 3 },
			now: NOW + 10_000,
		});
		expect(sends).toMatchObject([exactly(NOW + 800), spanOfHour(hourOf(NOW))]);
		expect(outcomesOf(verdicts)).toEqual(['admitted', 'SEND_LIMIT']);
	});

	it('by the ledger alone where HubSpot does not tell, for sends of the whole day', () => {
		const sends = [NOW - 20 * HOUR, NOW - HOUR, NOW + HOUR];
		const row = {
			cohorts: enroll(
				[],
				sends.map((at) => ({ source: '7', at, sends: [at] })),
			),
		};
		const answer = ask({
			row,
			logged: 'unknown',
			enrollments: contacts(2),
			settings: { capacity: 4 },
		});
		expect(answer.sends.map(({ from }) => from)).toEqual(sends);
		expect(outcomesOf(answer.verdicts)).toEqual(['admitted', 'SEND_LIMIT']);
	});

	it('nothing at first', () => {
		expect(ask({ enrollments: contacts(1) }).sends).toEqual([]);
		expect(ask({ enrollments: [] }).row).toBe(EMPTY_ROW);
	});
});
