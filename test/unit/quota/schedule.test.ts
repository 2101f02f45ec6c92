import {
	isLikely,
	readingName,
	readingNamed,
	READINGS,
} from '../../../nodes/shared/quota/readings';
import {
	calendars,
	emailCount,
	endsAtOnce,
	scheduleKey,
	scheduleOf,
	type SequencePlan,
} from '../../../nodes/shared/quota/schedule';
import { DAY, HOUR } from '../../support/unit/arbitraries';
import { emailStepsAfter as after } from '../../support/unit/emails';

const step = (stepOrder: number, actionType: string, days = 0) => ({
	stepOrder,
	actionType,
	delayMillis: days * DAY,
});
const ofSteps = (steps: SequencePlan['steps'], more: Partial<SequencePlan> = {}) =>
	scheduleOf({ steps, ...more }, 'Europe/Berlin');
const email = (days: number) => ({ after: days * DAY, email: true });
const task = (days: number) => ({ after: days * DAY, email: false });

describe('the steps of a schedule', () => {
	it.each<[string, SequencePlan['steps'], unknown[]]>([
		['are in order', [step(2, 'EMAIL', 3), step(1, 'EMAIL')], [email(0), email(3)]],
		['hold tasks before an email', [step(0, 'TASK', 1), step(1, 'EMAIL', 2)], [task(1), email(2)]],
		['end with the last email', [step(0, 'EMAIL'), step(1, 'TASK', 1)], [email(0)]],
		[
			'end where the enrollment is finished',
			[step(0, 'EMAIL'), step(1, 'FINISH_ENROLLMENT'), step(2, 'EMAIL')],
			[email(0)],
		],
		['are none without emails', [step(0, 'TASK', 1)], []],
		['have no delay where HubSpot says none', [{ stepOrder: 0, actionType: 'EMAIL' }], [email(0)]],
		[
			'are all within three years',
			[step(0, 'EMAIL', 2000), step(1, 'EMAIL', 5)],
			[email(3 * 366), email(0)],
		],
	])('%s', (_, steps, expected) => {
		expect(ofSteps(steps).steps).toEqual(expected);
	});

	it.each([
		['the step that a dependency names', [{ requiredByStepOrder: 1 }], [undefined, true]],
		['the first, where it does not say which', [{}], [true, undefined]],
		['none without dependencies', [], [undefined, undefined]],
	])('wait for a person: %s', (_, dependencies, expected) => {
		const { steps } = ofSteps([step(0, 'EMAIL'), step(1, 'EMAIL', 1)], { dependencies });
		expect(steps.map(({ waits }) => waits)).toEqual(expected);
	});

	it('are none where none runs, whatever depends on what', () => {
		expect(ofSteps([step(0, 'FINISH_ENROLLMENT')], { dependencies: [{}] }).steps).toEqual([]);
	});

	it('have as many emails as are no tasks', () => {
		expect(emailCount(ofSteps([step(0, 'EMAIL'), step(1, 'TASK'), step(2, 'EMAIL')]))).toBe(2);
	});
});

describe('an enrollment', () => {
	it.each<[string, SequencePlan['steps'], SequencePlan['dependencies'], boolean]>([
		['of less than an hour in all ends at once', after(0, HOUR / 2, HOUR / 2 - 1), [], true],
		['of an hour does not', after(0, HOUR / 2, HOUR / 2), [], false],
		['one step of which waits does not', after(0, 1), [{ requiredByStepOrder: 1 }], false],
		['of no email ends at once', [], [], true],
	])('%s', (_, steps, dependencies, expected) => {
		expect(endsAtOnce(ofSteps(steps, { dependencies }))).toBe(expected);
	});
});

it('schedules share a calendar exactly where they have the same days and window', () => {
	const calendarFor = calendars();
	const schedule = ofSteps([step(0, 'EMAIL')]);
	const calendar = calendarFor(schedule);
	expect(calendarFor(ofSteps([step(0, 'EMAIL', 4)]))).toBe(calendar);
	const others = [
		{ ...schedule, days: 'BUSINESS_DAYS' as const },
		{ ...schedule, window: [0, 1439] as const },
		{ ...schedule, timeZone: 'UTC' },
	];
	expect(new Set([calendar, ...others.map(calendarFor)]).size).toBe(4);
});

describe('the days and hours of a schedule', () => {
	it.each<[string, SequencePlan['settings'], unknown]>([
		['every day, all day, without settings', undefined, { days: 'EVERYDAY', window: [0, 1440] }],
		[
			'those of HubSpot',
			{
				eligibleFollowUpDays: 'BUSINESS_DAYS',
				sendWindowStartMinute: 480,
				sendWindowEndMinute: 1080,
			},
			{ days: 'BUSINESS_DAYS', window: [480, 1080] },
		],
		[
			'all day where the window cannot be read',
			{
				eligibleFollowUpDays: 'WEEKDAYS_ONLY',
				sendWindowStartMinute: 600,
				sendWindowEndMinute: 600,
			},
			{ days: 'WEEKDAYS_ONLY', window: [0, 1440] },
		],
	])('%s', (_, settings, expected) => {
		expect(ofSteps([step(0, 'EMAIL')], { settings })).toMatchObject(expected as object);
	});
});

it('schedules have the same key exactly where they are the same, also after JSON', () => {
	const schedule = ofSteps([step(0, 'EMAIL'), step(1, 'EMAIL', 1)], {
		dependencies: [{ requiredByStepOrder: 1 }],
	});
	expect(scheduleKey(JSON.parse(JSON.stringify(schedule)))).toBe(scheduleKey(schedule));
	const others = [
		ofSteps([step(0, 'EMAIL'), step(1, 'EMAIL', 1)]),
		ofSteps([step(0, 'EMAIL'), step(1, 'TASK', 1), step(2, 'EMAIL')]),
		{ ...schedule, timeZone: 'UTC' },
		{ ...schedule, window: [0, 1439] as const },
		{ ...schedule, days: 'WEEKDAYS_ONLY' as const },
	];
	expect(new Set([schedule, ...others].map(scheduleKey)).size).toBe(6);
});

describe('readings', () => {
	it('are twelve, each with its own name, by which it is found again', () => {
		expect(READINGS).toHaveLength(12);
		expect(READINGS.map((one) => readingNamed(readingName(one)))).toEqual(READINGS);
		expect(readingNamed('fromStep/atOnce')).toBeUndefined();
	});

	it('come with the likely ones first', () => {
		expect(READINGS.filter(isLikely).map(readingName)).toEqual([
			'weekdaysFromStep/atOnce/anywhere',
			'weekdaysFromStep/atOnce/whenDue',
		]);
		expect(READINGS.findLastIndex(isLikely)).toBe(1);
	});
});
