import { personOf, type Person } from './person';
import type { Random } from './random';
import { DAY, HOUR, START } from './time';

/** Something that a rep does in HubSpot, past this n8n. */
export type ByHand = { at: number; rep: number } & (
	| { kind: 'enrollment'; person: Person }
	/** Counts against the limit. */
	| { kind: 'sequenceMail' }
	/** Counts for limits of the inbox, as the node takes those of the reps to be (hubspot-api.md 2.8). */
	| { kind: 'oneToOneMail' }
);

/** Each day at most. */
const MOST = { enrollments: 2, sequenceMail: 3, oneToOneMail: 12 };

/** A month of a rep's own doings, in the hours from 8 to 18. */
export function byHandOf(rep: number, days: number, random: Random): ByHand[] {
	const doings: ByHand[] = [];
	for (let day = 0; day < days; day++) {
		const some = (most: number, make: (at: number) => ByHand) => {
			const count = random.whole(0, most);
			for (let order = 0; order < count; order++) {
				doings.push(make(START + day * DAY + random.between(8 * HOUR, 18 * HOUR)));
			}
		};
		some(MOST.enrollments, (at) => ({
			kind: 'enrollment',
			at,
			rep,
			person: personOf(`52${rep + 1}${String(doings.length).padStart(5, '0')}`, rep, random),
		}));
		some(MOST.sequenceMail, (at) => ({ kind: 'sequenceMail', at, rep }));
		some(MOST.oneToOneMail, (at) => ({ kind: 'oneToOneMail', at, rep }));
	}
	return doings;
}
