import { AnswerTimes } from '../../../nodes/shared/transport/answerTimes';
import { atOnce } from '../../../nodes/shared/transport/inParallel';
import { RateWindow, rateWindows } from '../../../nodes/shared/transport/rateWindow';
import { resetStores } from '../../../nodes/shared/stores';

const SECOND = 1_000;
const timesOf = (perTenSeconds: number, answers: number[]) => {
	const times = new AnswerTimes(new RateWindow(perTenSeconds, 10 * SECOND));
	for (const ms of answers) times.note(ms);
	return times;
};

describe('Requests under way at once', () => {
	it.each<[string, number, number[], number]>([
		['are few before the first answer', 190, [], 8],
		['are few where answers come fast', 190, [130, 130], 8],
		['fill the rate at 400 ms an answer, with some to spare', 190, [400], 23],
		['are twice as many at 800 ms', 190, [800], 46],
		['are fewer where the rate is lower', 100, [800], 24],
		['are never more than 50', 190, [10 * SECOND], 50],
		['follow what is usual, and not one slow answer', 190, [400, 400, 30 * SECOND, 400], 23],
		['follow the last answers', 190, [...Array(20).fill(150), ...Array(20).fill(800)], 46],
	])('%s', (_, rate, answers, expected) => {
		expect(timesOf(rate, answers).atOnce).toBe(expected);
	});

	it('are as many as a person has chosen', () => {
		resetStores();
		const appKey = 'https://api.hubapi.com 7';
		rateWindows(appKey).times.note(10 * SECOND);
		const all = [0, 1, 20].map((chosenAtOnce) => atOnce({ appKey, chosenAtOnce }));
		expect(all).toEqual([50, 1, 20]);
	});
});
