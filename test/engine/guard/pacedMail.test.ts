import { maxRollingSends, type Settings } from '../../../tools/hubspot';
import { Cast, closeCasts, DAY, MINUTE, nextWeek, timeMachine } from '../../support/cast';
import { PLAIN } from '../../support/hubspotSettings';
import { ENROLLED, HELD } from '../../support/outputs';
import { inEachWay } from './ways';

afterAll(closeCasts);
afterEach(() => jest.restoreAllMocks());

/** HubSpot's limit for Professional. */
const LIMIT = 500;

const PACES: Array<{ name: string; pace: Settings['pace'] }> = [
	{ name: '30 s apart', pace: { everySeconds: 30 } },
	{ name: 'three a minute', pace: { perMinute: 3 } },
];

describe('Mail that waits in HubSpot is counted until it is seen:', () => {
	it.each(inEachWay(PACES))(
		'sent $name, 400 contacts at 09:00 leave room for 100 of 300 at 10:20 ($way)',
		async ({ pace, open }) => {
			const machine = timeMachine();
			machine.advanceTo(nextWeek(2, 9));
			const settings = { ...PLAIN, pace, overLimit: 'allow', searchLagMs: 5 * MINUTE } as const;
			const cast = await Cast.open({ contacts: 700, settings });
			const given = await open();
			expect((await cast.enroll(cast.items.slice(0, 400), given(0))).json[ENROLLED]).toHaveLength(
				400,
			);

			machine.advanceTo(Date.now() + 80 * MINUTE);
			cast.hubspot.clock.runDue();
			const sent = cast.account.sends.length;
			expect(sent).toBeGreaterThan(100);
			expect(sent).toBeLessThan(300);
			const run = await cast.enroll(cast.items.slice(400), given(1));
			expect(run.json[ENROLLED]).toHaveLength(LIMIT - 400);
			expect(run.json[HELD]).toHaveLength(200);

			machine.advanceTo(Date.now() + DAY);
			cast.hubspot.clock.runDue();
			expect(cast.account.sends).toHaveLength(LIMIT);
			expect(maxRollingSends(cast.account, cast.rep.email)).toBe(LIMIT);
		},
	);
});
