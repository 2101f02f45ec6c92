import { StopLatch } from '../../../nodes/shared/enroll/stopLatch';

const first = new Error('the first cause');
const second = new Error('a later one');

describe('a latch', () => {
	it('lets everything on until it is tripped', () => {
		expect(new StopLatch().stopped).toBeUndefined();
		expect(new StopLatch(new StopLatch()).stopped).toBeUndefined();
	});

	it('keeps the first cause', () => {
		const run = new StopLatch();
		run.trip(first);
		run.trip(second);
		expect(run.stopped?.error).toBe(first);
	});

	it('stops for a cause that is no error, or nothing at all', () => {
		const run = new StopLatch();
		run.trip(undefined);
		expect(run.stopped).toEqual({ error: undefined });
	});

	it('of one sender stops this sender alone', () => {
		const run = new StopLatch();
		const [ann, bob] = [new StopLatch(run), new StopLatch(run)];
		ann.trip(first);
		expect(ann.stopped?.error).toBe(first);
		expect([run.stopped, bob.stopped]).toEqual([undefined, undefined]);
	});

	it('of one sender can stop the run, and with it every other sender', () => {
		const run = new StopLatch();
		const [ann, bob] = [new StopLatch(run), new StopLatch(run)];
		ann.tripAll(first);
		for (const latch of [run, ann, bob, new StopLatch(run)]) {
			expect(latch.stopped?.error).toBe(first);
		}
	});

	it('of a run stops by tripAll as by trip', () => {
		const run = new StopLatch();
		run.tripAll(first);
		expect(run.stopped?.error).toBe(first);
	});
});
