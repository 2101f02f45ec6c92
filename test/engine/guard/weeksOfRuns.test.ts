import { DateTime } from 'luxon';

import { addSequence, maxRollingSends, type Settings } from '../../../tools/hubspot';
import { byId } from '../../support/n8n/stage';
import {
	Cast,
	closeCasts,
	DAY,
	HOUR,
	limitOf,
	MINUTE,
	nextWeek,
	timeMachine,
} from '../../support/cast';
import { PLAIN } from '../../support/hubspotSettings';
import { ENROLLED } from '../../support/outputs';
import { inEachWay, type Way } from './ways';

afterAll(closeCasts);
afterEach(() => jest.restoreAllMocks());

const LIMIT = 20;
const DAYS = 14;
/** After enrolling, in days of one step after the other. */
const SEQUENCES = [
	[0, 2, 3],
	[0, 1, 4, 2],
	[0, 3, 1],
];
/** More than fit. */
const CONTACTS_A_RUN = 10;

/** Four runs on each week day of two weeks, each for the next of three sequences. */
async function playTwoWeeks(settings: Partial<Settings>, { open }: Way) {
	const machine = timeMachine();
	machine.advanceTo(nextWeek(1, 8));
	const start = Date.now();
	const cast = await Cast.open({
		settings: { ...PLAIN, searchLagMs: 5 * MINUTE, overLimit: 'allow', ...settings },
	});
	const sequences = SEQUENCES.map((delays) =>
		addSequence(cast.account, {
			steps: delays.map((days) => ({ delayMillis: days * DAY })),
			eligibleFollowUpDays: 'BUSINESS_DAYS',
			sendWindowStartMinute: 8 * 60,
			sendWindowEndMinute: 18 * 60,
		}),
	);
	const given = await open();
	let runs = 0;
	let enrolled = 0;
	for (let day = 0; day < DAYS; day++) {
		if (DateTime.fromMillis(start + day * DAY, { zone: 'Europe/Berlin' }).weekday > 5) continue;
		for (const hours of [1, 3, 5, 7]) {
			machine.advanceTo(start + day * DAY + hours * HOUR);
			cast.hubspot.clock.runDue();
			const contacts = Array.from({ length: CONTACTS_A_RUN }, () => cast.addContact());
			const { id } = sequences[runs % sequences.length];
			const run = await cast.enroll(cast.itemsOf(...contacts), {
				...given(runs++),
				parameters: { ...limitOf(LIMIT), sequence: byId(id) },
			});
			expect(run.error).toBeUndefined();
			enrolled += run.json[ENROLLED].length;
		}
	}
	machine.advanceTo(Date.now() + 21 * DAY);
	cast.hubspot.clock.runDue();
	return { cast, enrolled };
}

const DELAYS: Array<{ name: string; settings: Partial<Settings> }> = [
	{ name: 'from the step before', settings: { delays: 'fromStep' } },
	{ name: 'from the step before, in week days', settings: { delays: 'weekdaysFromStep' } },
	{
		name: 'from the step before, in week days, and mail comes at any hour, 20 s apart',
		settings: { delays: 'weekdaysFromStep', instant: 'anywhere', pace: { perMinute: 3 } },
	},
];

describe('Two weeks, three sequences, four runs a day:', () => {
	it.each(inEachWay(DELAYS))(
		'no 24 hours hold more than the limit where delays count $name ($way)',
		async ({ settings, ...way }) => {
			const { cast, enrolled } = await playTwoWeeks(settings, way);
			const most = maxRollingSends(cast.account, cast.rep.email);
			expect(most).toBeLessThanOrEqual(LIMIT);
			// Nor is it by holding everybody.
			expect(most).toBeGreaterThan(LIMIT / 2);
			expect(enrolled).toBeGreaterThan(DAYS * 2);
		},
	);
});
