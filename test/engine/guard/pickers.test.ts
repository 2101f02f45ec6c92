import { addSequence, type Rep } from '../../../tools/hubspot';
import { askOptions, askPicker } from '../../support/n8n/picker';
import { Cast, closeCasts } from '../../support/cast';
import { addReps, rotate } from './rotation';

afterAll(closeCasts);

const ask = (cast: Cast) => ({
	type: 'hubspotSequence' as const,
	credentials: cast.stage.serviceKey,
});

describe('The list of senders who take turns', () => {
	it('holds all active users, by user ID', async () => {
		const cast = await Cast.open({ rep: { firstName: 'Ida', lastName: 'Holm' } });
		const others = addReps(cast, ...Array.from({ length: 120 }, () => ({})));
		others[3].archived = true;
		const options = await askOptions({ ...ask(cast), method: 'getSenders' });

		const { userId, email } = cast.rep;
		expect(options[0]).toEqual({ name: `Ida Holm (${email})`, value: userId });
		expect(options.map(({ value }) => value).sort()).toEqual(
			[cast.rep, ...others.filter(({ archived }) => !archived)].map((rep) => rep.userId).sort(),
		);
	});
});

describe('The list of sequences', () => {
	it.each<[string, (reps: Rep[]) => string[]]>([
		['by ID', (reps) => reps.map(({ userId }) => userId)],
		['by address', (reps) => reps.map(({ email }) => email)],
	])('is that of the first of the senders who take turns, %s', async (_, named) => {
		const cast = await Cast.open({ rep: { salesSeat: false } });
		const [second, third] = addReps(cast, {}, {});
		addSequence(cast.account, { name: 'Another' });
		const { results } = await askPicker({
			...ask(cast),
			method: 'searchSequences',
			parameters: { ...rotate(), senders: named([second, third]) },
		});
		expect(results).toHaveLength(2);
		const seen = cast.hubspot.requests.filter({ path: /sequences\/[^/]+$/ });
		expect(seen.map(({ query }) => query.userId)).toEqual(seen.map(() => second.userId));
	});

	it.each([
		['nobody is chosen', []],
		['an expression chooses them', '={{ $json.senders }}'],
	])('is that of the first user where %s yet', async (_, senders) => {
		const cast = await Cast.open();
		const { results } = await askPicker({
			...ask(cast),
			method: 'searchSequences',
			parameters: { senderMode: 'rotate', senders },
		});
		expect(results).toHaveLength(1);
	});
});
