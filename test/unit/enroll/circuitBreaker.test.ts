import { CircuitBreaker } from '../../../nodes/shared/enroll/circuitBreaker';
import { UnknownOutcome } from '../../../nodes/shared/errors';
import { HubspotFailure, type FailureDetails } from '../../../nodes/shared/transport/failure';
import { failureDetails } from '../../support/unit/failureDetails';

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

describe('a run in which contacts are not answered for', () => {
	const failure = (details: Partial<FailureDetails>) => new HubspotFailure(failureDetails(details));
	const unknown = new UnknownOutcome('HubSpot did not answer', 'Run the item again.');
	const down = failure({ status: 503 });
	const notes = (breaker: CircuitBreaker, errors: unknown[]) =>
		errors.map((error) => breaker.note(error));

	it.each<[string, unknown]>([
		['HubSpot answers that it is down', down],
		['no answer comes', failure({ networkCode: 'ETIMEDOUT' })],
		['nobody knows what became of them', unknown],
	])('stops at the fifth in a row for which %s, and says so once', (_, error) => {
		const breaker = new CircuitBreaker();
		expect(notes(breaker, [error, error, error, error])).toEqual([false, false, false, false]);
		expect(breaker.stopped).toBeUndefined();
		expect(notes(breaker, [error, error])).toEqual([true, false]);
		expect(breaker.stopped?.error).toMatchObject({
			reason: 'HUBSPOT_UNAVAILABLE',
			message: 'HubSpot is down or cannot be reached, so the contact was not tried',
			description:
				'HubSpot did not answer for 5 contacts in a row. Run the item again when it does.',
		});
	});

	it.each<[string, unknown]>([
		['is enrolled', undefined],
		['is refused', failure({ status: 400, text: '{"message":"CONTACT_ALREADY_ENROLLED"}' })],
		[
			'meets a fault that concerns the sender, who stops for that alone',
			failure({ status: 500, text: '{"message":"PUBLIC_ENROLL_NO_CONNECTED_EMAILS"}' }),
		],
		['fails by an error of the node', new TypeError('no such thing')],
	])('goes on where one in between %s', (_, between) => {
		const breaker = new CircuitBreaker();
		const errors = [down, down, down, down, between, down, down, down, down];
		expect(notes(breaker, errors)).toEqual(errors.map(() => false));
		expect(breaker.note(down)).toBe(true);
	});

	it('says nothing where it has stopped already, for a cause of its own', () => {
		const breaker = new CircuitBreaker();
		breaker.trip(first);
		expect(notes(breaker, [down, down, down, down, down])).not.toContain(true);
		expect(breaker.stopped?.error).toBe(first);
	});
});
