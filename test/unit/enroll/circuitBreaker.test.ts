import { CircuitBreaker } from '../../../nodes/shared/enroll/circuitBreaker';

const first = new Error('the first cause');
const second = new Error('a later one');

describe('a circuit breaker', () => {
	it('lets everything on until it is tripped', () => {
		expect(new CircuitBreaker().stopped).toBeUndefined();
		expect(new CircuitBreaker(new CircuitBreaker()).stopped).toBeUndefined();
	});

	it('keeps the first cause', () => {
		const run = new CircuitBreaker();
		run.trip(first);
		run.trip(second);
		expect(run.stopped?.error).toBe(first);
	});

	it('stops for a cause that is no error, or nothing at all', () => {
		const run = new CircuitBreaker();
		run.trip(undefined);
		expect(run.stopped).toEqual({ error: undefined });
	});

	it('of one sender stops this sender alone', () => {
		const run = new CircuitBreaker();
		const [ann, bob] = [new CircuitBreaker(run), new CircuitBreaker(run)];
		ann.trip(first);
		expect(ann.stopped?.error).toBe(first);
		expect([run.stopped, bob.stopped]).toEqual([undefined, undefined]);
	});

	it('of one sender can stop the run, and with it every other sender', () => {
		const run = new CircuitBreaker();
		const [ann, bob] = [new CircuitBreaker(run), new CircuitBreaker(run)];
		ann.tripAll(first);
		for (const latch of [run, ann, bob, new CircuitBreaker(run)]) {
			expect(latch.stopped?.error).toBe(first);
		}
	});

	it('of a run stops by tripAll as by trip', () => {
		const run = new CircuitBreaker();
		run.tripAll(first);
		expect(run.stopped?.error).toBe(first);
	});
});
