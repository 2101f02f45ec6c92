import { uniqBy } from 'lodash';

import type { Settings } from '../hubspot';
import { asGiven, LIKELY, MONTH, type Request, type TraceOptions, type View } from './options';

/** Some days under one way in which HubSpot may behave. */
export interface Cell {
	/** What tells it apart. */
	name: string;
	options: TraceOptions;
}

/** What nobody outside of HubSpot knows for certain (hubspot-api.md 2.8, 2.9). */
type Doubts = Partial<Pick<Settings, 'delays' | 'firstStep' | 'instant' | 'pace'>>;

const DELAYS = ['weekdaysFromStep', 'fromStep', 'fromEnrollment'] as const;
const INSTANTS = ['anywhere', 'whenDue'] as const;
const PACES = [null, { everySeconds: 20 }, { everySeconds: 30 }] as const;
const SEEDS = [1, 2, 3];
/** Delays and instants; at the likely pace. */
const RULES = DELAYS.flatMap((delays) => INSTANTS.map((instant) => ({ delays, instant })));

const month = (doubts: Doubts): TraceOptions => ({ ...MONTH, hubspot: { ...LIKELY, ...doubts } });
/** Two weeks, and the Monday after them. */
const halfMonth = (doubts: Doubts, seed = 1): TraceOptions => ({
	...month(doubts),
	days: 15,
	seed,
});

const CELLS: Record<Exclude<View, 'guards'>, readonly TraceOptions[]> = {
	/** Every rule at every pace, a first step in the window, and the likely month. */
	matrix: [
		...RULES.flatMap((rules) =>
			PACES.flatMap((pace) => SEEDS.map((seed) => halfMonth({ ...rules, pace }, seed))),
		),
		halfMonth({ firstStep: 'sendWindow' }),
		month({}),
	],
	/** What is likely, and three that are far from it and from each other. */
	corners: [
		halfMonth({}),
		halfMonth({ firstStep: 'sendWindow', instant: 'whenDue', pace: { everySeconds: 30 } }),
		halfMonth({ delays: 'fromStep', instant: 'whenDue', pace: null }),
		halfMonth({ delays: 'fromEnrollment', pace: { everySeconds: 30 } }),
	],
	/** Long enough to learn which rule it is. */
	told: RULES.map(month),
};

/** @throws Error where `--only` leaves none */
export function cellsOf(view: Exclude<View, 'guards'>, request: Request): Cell[] {
	const asked = CELLS[view].map((meant) => {
		const options = asGiven(meant, request);
		return { name: nameOf(options), options };
	});
	const cells = uniqBy(asked, 'name').filter(({ name }) => name.includes(request.only));
	if (cells.length === 0) throw new Error(`No cell has "${request.only}" in its name`);
	return cells;
}

function nameOf({ days, seed, hubspot }: TraceOptions): string {
	const { delays, firstStep, instant, pace } = hubspot;
	const first = firstStep === 'sendWindow' ? ', first step in the window' : '';
	return `${delays}, ${instant}${first}, ${paceName(pace)}, seed ${seed}, ${days} days`;
}

function paceName(pace: Settings['pace'] | undefined): string {
	if (!pace) return 'no pace';
	if ('everySeconds' in pace) return `${pace.everySeconds} s`;
	return 'perMinute' in pace
		? `${pace.perMinute} a minute`
		: `${pace.perClockMinute} a clock minute`;
}
