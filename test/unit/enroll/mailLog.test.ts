import { mailLog } from '../../../nodes/shared/enroll/mailLog';
import type { LoggedEmail } from '../../../nodes/shared/quota/look';
import { DAY, MINUTE, NOW } from '../../support/unit/arbitraries';
import { byHand } from '../../support/unit/guard';

const read = jest.fn<Promise<LoggedEmail[] | undefined>, [since: number]>();
let now: number;
beforeEach(() => {
	now = NOW;
	jest.spyOn(Date, 'now').mockImplementation(() => now);
	read.mockReset().mockResolvedValue([byHand(NOW)]);
});
afterEach(() => jest.restoreAllMocks());

describe("HubSpot's log of one inbox", () => {
	const SINCE = NOW - DAY;

	it('is read once for all who ask for it at the same time', async () => {
		const log = mailLog(read);
		const answers = await Promise.all([log(SINCE, 0), log(SINCE, 0)]);
		expect(answers).toEqual(Array(2).fill({ now: NOW, logged: [byHand(NOW)] }));
		expect(read.mock.calls).toEqual([[SINCE]]);
	});

	it.each<[string, number, number, number, number]>([
		['not within five minutes', 5 * MINUTE, SINCE, 0, 1],
		['after five minutes', 5 * MINUTE + 1, SINCE, 0, 2],
		['where more of it is asked for', MINUTE, SINCE - 1, 0, 2],
		['not where less of it is asked for', MINUTE, SINCE + 1, 0, 1],
		['where others have looked at it since', MINUTE, SINCE, NOW + 1, 2],
		['not where others have looked at it before', MINUTE, SINCE, NOW, 1],
	])('is read again %s', async (_, later, since, lookedAt, times) => {
		const log = mailLog(read);
		await log(SINCE, 0);
		now = NOW + later;
		const { now: readAt } = await log(since, lookedAt);
		expect(read).toHaveBeenCalledTimes(times);
		expect(readAt).toBe(times === 1 ? NOW : now);
	});

	it('that HubSpot does not tell is not known', async () => {
		read.mockResolvedValue(undefined);
		expect(await mailLog(read)(SINCE, 0)).toEqual({ now: NOW, logged: undefined });
	});
});
