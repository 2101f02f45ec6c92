import { addSentEmails } from '../../../tools/hubspot';
import { Cast, closeCasts, HOUR, limitOf, MINUTE } from '../../support/cast';
import { inEachWay } from './ways';

afterAll(closeCasts);

/** Mail that the rep has written by hand today. */
const BY_HAND = 95;

const LIMITS = [
	{ name: 'of the user', given: limitOf(100), reserve: 0, fit: 5 },
	{ name: 'of the user, less a reserve', given: limitOf(100), reserve: 2, fit: 3 },
	{ name: 'of a seat', given: { plan: 'professional' }, reserve: 490, fit: 10 },
];

describe('Mail that a rep writes by hand', () => {
	it.each(inEachWay(LIMITS))(
		'leaves room for $fit of 12 contacts in the limit $name ($way)',
		async ({ given, reserve, fit, open }) => {
			const settings = { overLimit: 'allow', searchLagMs: 5 * MINUTE } as const;
			const cast = await Cast.open({ contacts: 12, settings });
			const first = Date.now() - 6 * HOUR;
			const times = Array.from({ length: BY_HAND }, (_, index) => first + index * MINUTE);
			addSentEmails(cast.account, { ownerId: cast.rep.ownerId, times, sequenceId: null });
			const each = await open();

			const enroll = async (run: number, from: number, to: number) => {
				const { options, ...way } = each(run);
				return await cast.enroll(cast.items.slice(from, to), {
					...way,
					parameters: given,
					options: { ...options, reserve },
				});
			};
			const runs = [await enroll(0, 0, 2), await enroll(1, 2, 12)];
			const counts = runs.map(({ json }) => json.map((items) => items.length));
			expect(counts).toEqual([
				[2, 0, 0],
				[fit - 2, 12 - fit, 0],
			]);
			expect(cast.account.enrollments).toHaveLength(fit);
		},
	);
});
