import { DateTime } from 'luxon';

import { addSequence } from '../../../tools/hubspot';
import { byId } from '../../support/n8n/stage';
import { Cast, closeCasts, DAY, nextWeek, timeMachine } from '../../support/cast';
import { ENROLLED, RESULT } from '../../support/outputs';
import { inEachWay } from './ways';

afterAll(closeCasts);
afterEach(() => jest.restoreAllMocks());

const STARTS = [
	{ day: 'Thursday', weekday: 4, dates: ['Thu', 'Fri', 'Mon', 'Tue', 'Wed', 'Thu'] },
	{ day: 'Friday', weekday: 5, dates: ['Fri', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri'] },
	{ day: 'Saturday', weekday: 6, dates: ['Sat', 'Mon', 'Tue', 'Wed', 'Thu', 'Fri'] },
];

describe('Six emails a day apart, on business days', () => {
	it.each(inEachWay(STARTS))(
		'from a $day are planned for six days, as HubSpot most likely sends them ($way)',
		async ({ weekday, dates, open }) => {
			const machine = timeMachine();
			machine.advanceTo(nextWeek(weekday, 12));
			const cast = await Cast.open();
			const { id } = addSequence(cast.account, {
				steps: Array.from({ length: 6 }, (_, order) => ({ delayMillis: order === 0 ? 0 : DAY })),
				eligibleFollowUpDays: 'BUSINESS_DAYS',
				sendWindowStartMinute: 8 * 60,
				sendWindowEndMinute: 18 * 60,
			});
			const given = await open();
			const run = await cast.enroll(undefined, { ...given(0), parameters: { sequence: byId(id) } });
			expect(run.json[ENROLLED]).toHaveLength(1);

			const { json } = await cast.checkSendLimit(undefined, { ...given(1), options: {} });
			const { forecast } = json[RESULT][0];
			const days = Array.isArray(forecast) ? forecast.map(Object) : [];
			expect(days.filter(({ total }) => total > 1)).toEqual([]);
			const planned = days.filter(({ total }) => total === 1);
			expect(planned.map(({ date }) => DateTime.fromISO(date).toFormat('ccc'))).toEqual(dates);
		},
	);
});
