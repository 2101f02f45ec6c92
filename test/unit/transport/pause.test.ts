import { pause } from '../../../nodes/shared/transport/pause';

describe('a pause', () => {
	beforeEach(() => jest.useFakeTimers());
	afterEach(() => jest.useRealTimers());

	/** Whether a promise has settled once everything due is done. */
	async function stateOf(promise: Promise<void>): Promise<string> {
		const settled = promise.then(
			() => 'over',
			(error: unknown) => `stopped: ${String(error)}`,
		);
		return await Promise.race([settled, jest.advanceTimersByTimeAsync(0).then(() => 'waiting')]);
	}

	it.each([
		['without a signal', undefined],
		['with a signal that never fires', new AbortController().signal],
	])('lasts as long as asked, %s', async (_, signal) => {
		const pausing = pause(3_000, signal);
		await jest.advanceTimersByTimeAsync(2_999);
		expect(await stateOf(pausing)).toBe('waiting');
		await jest.advanceTimersByTimeAsync(1);
		expect(await stateOf(pausing)).toBe('over');
	});

	it('ends at once when the execution is cancelled, with the reason of it', async () => {
		const controller = new AbortController();
		const pausing = pause(60_000, controller.signal);
		const state = stateOf(pausing);
		controller.abort('cancelled by the user');
		expect(await state).toBe('stopped: cancelled by the user');
	});

	it('does not begin when the execution was cancelled before', async () => {
		await expect(pause(60_000, AbortSignal.abort('cancelled before'))).rejects.toBe(
			'cancelled before',
		);
	});

	it('leaves no listener behind on the signal, which lives as long as the execution', async () => {
		const { signal } = new AbortController();
		const added = jest.spyOn(signal, 'addEventListener');
		const removed = jest.spyOn(signal, 'removeEventListener');
		const pausing = pause(10, signal);
		await jest.advanceTimersByTimeAsync(10);
		await pausing;
		const listeners = (calls: unknown[][]) => calls.map(([type, listener]) => [type, listener]);
		expect(listeners(removed.mock.calls)).toEqual(
			expect.arrayContaining(listeners(added.mock.calls)),
		);
		expect(added).toHaveBeenCalled();
	});
});
