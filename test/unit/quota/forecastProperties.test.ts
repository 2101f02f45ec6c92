import * as fc from 'fast-check';

import { openHoursOf } from '../../../nodes/shared/quota/openHours';
import { sendWindow } from '../../../nodes/shared/quota/sendWindow';
import { Account, addSequence, VirtualClock } from '../../../tools/hubspot';
import { planSteps } from '../../../tools/hubspot/account/schedule';
import { fullSequence } from '../../../tools/hubspot/routes/sequenceShapes';
import { defaultSettings } from '../../../tools/hubspot/settings';
import { PLAIN } from '../../support/hubspotSettings';
import { DAY } from '../../support/unit/arbitraries';
import { sendPlanner, sendTimes } from '../../support/unit/sendTimes';
import { firstOpen, isOpen } from '../../support/unit/sendWindowOracle';
import {
	followUpSettings,
	sequenceSteps,
	zoneAndInstant,
	zones,
} from '../../support/unit/sequenceArbitraries';

const someRuns = { numRuns: 300 };

it('the send window is where a walk from minute to minute finds it', () => {
	fc.assert(
		fc.property(followUpSettings, zoneAndInstant, (settings, [zone, at]) => {
			expect(sendWindow(openHoursOf(settings), zone)(at)).toBe(firstOpen(at, settings, zone));
		}),
		someRuns,
	);
});

it('every email is in the window of an eligible day, but for a first one without delay', () => {
	fc.assert(
		fc.property(
			followUpSettings,
			zoneAndInstant,
			sequenceSteps,
			(settings, [zone, enrolledAt], steps) => {
				const [first] = steps;
				const atOnce = first.actionType === 'EMAIL' && first.delayMillis === 0;
				const times = sendTimes({ settings, steps }, enrolledAt, zone);
				if (atOnce) expect(times.shift()).toBe(enrolledAt);
				expect(times.filter((at) => !isOpen(at, settings, zone))).toEqual([]);
			},
		),
		someRuns,
	);
});

it('no email is before the summed delays, nor before the email ahead of it', () => {
	fc.assert(
		fc.property(
			followUpSettings,
			zoneAndInstant,
			sequenceSteps,
			(settings, [zone, enrolledAt], steps) => {
				// Without settings nothing moves: the summed delays alone.
				const due = sendTimes({ steps }, enrolledAt, zone);
				const times = sendTimes({ settings, steps }, enrolledAt, zone);
				expect(times).toHaveLength(due.length);
				expect(times.filter((at, index) => at < due[index])).toEqual([]);
				expect(times).toEqual([...times].sort((a, b) => a - b));
			},
		),
		someRuns,
	);
});

it('who is enrolled later gets no email earlier', () => {
	const wait = fc.oneof(fc.nat({ max: 3 * DAY }), fc.nat({ max: 60_000 }));
	fc.assert(
		fc.property(
			followUpSettings,
			zoneAndInstant,
			sequenceSteps,
			fc.array(wait, { minLength: 1, maxLength: 6 }),
			(settings, [zone, enrolledAt], steps, waits) => {
				const planner = sendPlanner({ settings, steps }, zone);
				let at = enrolledAt;
				let before = planner(at);
				for (const more of waits) {
					at += more;
					const times = planner(at);
					expect(times.filter((time, index) => time < before[index])).toEqual([]);
					before = times;
				}
			},
		),
		someRuns,
	);
});

it('a planner that has seen other days plans as a fresh one', () => {
	fc.assert(
		fc.property(
			followUpSettings,
			zones,
			fc.array(zoneAndInstant, { minLength: 2, maxLength: 5 }),
			sequenceSteps,
			(settings, zone, instants, steps) => {
				const planner = sendPlanner({ settings, steps }, zone);
				for (const [, at] of instants) {
					expect(planner(at)).toEqual(sendTimes({ settings, steps }, at, zone));
				}
			},
		),
	);
});

it('HubSpot, as the stand-in plays it, sends when the forecast says', () => {
	fc.assert(
		fc.property(
			followUpSettings,
			zoneAndInstant,
			sequenceSteps,
			(settings, [zone, enrolledAt], steps) => {
				const account = new Account(new VirtualClock(() => enrolledAt), {
					...defaultSettings(),
					...PLAIN,
				});
				account.timeZone = zone;
				const sequence = addSequence(account, { ...settings, steps });
				const sent = planSteps(account, sequence, enrolledAt)
					.filter(({ kind }) => kind === 'EMAIL')
					.map(({ at }) => at);
				expect(sendTimes(fullSequence(sequence), enrolledAt, zone)).toEqual(sent);
			},
		),
		someRuns,
	);
});
