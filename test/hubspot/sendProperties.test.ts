import * as fc from 'fast-check';
import { DateTime } from 'luxon';

import {
	addContact,
	type Enrollment,
	type Send,
	type Sequence,
	type Settings,
} from '../../tools/hubspot/index';
import { Company, DAY, HOUR, MINUTE } from './company';

const settings: fc.Arbitrary<Partial<Settings>> = fc.record({
	delays: fc.constantFrom('weekdaysFromStep', 'fromStep', 'fromEnrollment'),
	firstStep: fc.constantFrom('atOnce', 'sendWindow'),
	instant: fc.constantFrom('whenDue', 'anywhere'),
	seed: fc.nat(),
	pace: fc.constantFrom(
		null,
		{ perMinute: 3 },
		{ everySeconds: 30 },
		{ everySeconds: 3600 },
		{ perClockMinute: 2 },
	),
	onResume: fc.constantFrom('delayGoesOn', 'delayStarts', 'overdueRuns'),
	logsScheduled: fc.boolean(),
	overLimit: fc.constant('allow'),
});

const delay = fc.oneof(
	fc.constantFrom(0, HOUR, DAY, 3 * DAY),
	fc.integer({ min: 0, max: 6 * 24 * 60 }).map((minutes) => minutes * MINUTE),
);

const sequences = fc.record({
	eligibleFollowUpDays: fc.constantFrom('BUSINESS_DAYS', 'EVERYDAY', 'WEEKDAYS_ONLY'),
	sendWindowStartMinute: fc.integer({ min: 0, max: 700 }),
	sendWindowEndMinute: fc.integer({ min: 701, max: 1440 }),
	delays: fc.array(delay, { minLength: 1, maxLength: 4 }),
});

/** What happens to a contact: enrolled, perhaps paused for a while, perhaps taken out; ms. */
const lives = fc.array(
	fc.record({
		enrolledAfter: fc.integer({ min: 0, max: 5 * 24 * 60 }).map((minutes) => minutes * MINUTE),
		pause: fc.option(fc.record({ after: delay, length: delay }), { freq: 3 }),
		leavesAfter: fc.option(delay, { freq: 5 }),
	}),
	{ minLength: 1, maxLength: 12 },
);

type Drawn<Of> = Of extends fc.Arbitrary<infer One> ? One : never;
type Shape = Drawn<typeof sequences>;
type Life = Drawn<typeof lives>[number];

interface Story {
	company: Company;
	sequence: Sequence;
	/** In the order of the lives. */
	enrollments: Enrollment[];
}

/** Lets everything happen, and enough time pass for all of it. */
function play(given: Partial<Settings>, shape: Shape, people: Life[]): Story {
	const company = new Company(given);
	const { delays, ...window } = shape;
	const steps = delays.map((delayMillis) => ({ delayMillis }));
	const sequence = company.sequence({ ...window, steps });
	const enrollments: Enrollment[] = [];
	const { account, now } = company;
	people.forEach(({ enrolledAfter, pause, leavesAfter }, order) => {
		const { id } = addContact(account);
		const later = (ms: number, act: () => void) => account.clock.at(now + enrolledAfter + ms, act);
		later(0, () => (enrollments[order] = company.enroll(sequence, id)));
		if (pause) {
			later(pause.after, () => account.pause(id));
			later(pause.after + pause.length, () => account.resume(id));
		}
		if (leavesAfter !== null) later(leavesAfter, () => account.unenroll(id));
	});
	company.advance(200 * DAY);
	return { company, sequence, enrollments };
}

/** Weekdays only, if they count so; by hand, day by day. */
function daysLater(at: number, delayMillis: number, inWeekdays: boolean): number {
	if (!inWeekdays) return at + delayMillis;
	let moment = DateTime.fromMillis(at, { zone: 'Europe/Berlin' });
	for (let days = Math.floor(delayMillis / DAY); days > 0; days--) {
		moment = moment.plus({ days: moment.weekday === 5 ? 3 : moment.weekday === 6 ? 2 : 1 });
	}
	return moment.toMillis() + (delayMillis % DAY);
}

const startOfDay = (at: number) =>
	DateTime.fromMillis(at, { zone: 'Europe/Berlin' }).startOf('day').toMillis();

/** The first instant of the day on which each email of an enrollment is due, as those before it went. */
function dueDays(
	{ account }: Company,
	{ enrolledAt }: Enrollment,
	sequence: Sequence,
	sends: Send[],
) {
	const { delays } = account.settings;
	const inWeekdays =
		delays === 'weekdaysFromStep' && sequence.eligibleFollowUpDays === 'BUSINESS_DAYS';
	let from = enrolledAt;
	return sends.map(({ at }, order) => {
		const due = daysLater(from, sequence.steps[order].delayMillis, inWeekdays);
		from = delays === 'fromEnrollment' ? due : at;
		return startOfDay(due);
	});
}

function keepsPace(pace: Settings['pace'] | undefined, times: number[]): boolean {
	if (!pace) return true;
	if ('perClockMinute' in pace) {
		const minutes = times.map((at) => Math.floor(at / MINUTE));
		return minutes.every((minute, order) => minutes[order + pace.perClockMinute] !== minute);
	}
	const gap = 'perMinute' in pace ? MINUTE / pace.perMinute : pace.everySeconds * 1000;
	return times.every((at, order) => order === 0 || at - times[order - 1] >= gap);
}

it('whatever the settings: no email before its due day, none faster than the pace, none lost, none twice', () => {
	fc.assert(
		fc.property(settings, sequences, lives, (given, shape, people) => {
			const { company, sequence, enrollments } = play(given, shape, people);
			const { sends, emails } = company.account;
			expect(
				keepsPace(
					given.pace,
					sends.map(({ at }) => at),
				),
			).toBe(true);
			enrollments.forEach((enrollment, order) => {
				const own = sends.filter(({ contactId }) => contactId === enrollment.contactId);
				const orders = own.map(({ stepOrder }) => stepOrder);
				expect(orders).toEqual(sequence.steps.slice(0, own.length).map((step) => step.stepOrder));
				dueDays(company, enrollment, sequence, own).forEach((day, index) =>
					expect(own[index].at).toBeGreaterThanOrEqual(day),
				);
				if (people[order].leavesAfter !== null) return;
				expect(enrollment.state).toBe('finished');
				expect(own).toHaveLength(sequence.steps.length);
			});
			// What is logged is what was sent.
			expect(emails.map(({ properties }) => properties.hs_timestamp).sort()).toEqual(
				sends.map(({ at }) => new Date(at).toISOString()).sort(),
			);
			expect(new Set(emails.map(({ properties }) => properties.hs_email_status))).toEqual(
				new Set(sends.length > 0 ? ['SENT'] : []),
			);
		}),
		{ numRuns: 150 },
	);
});
