import { without } from 'lodash';

import type { OwedEmail } from './emailsOwed';
import type { ExpectedLoad, StartPlanner } from './expectedLoad';
import { firstForAll } from './firstStart';
import type { Span } from './window';

/** When an enrollment sends under each reading, by when it starts: one planner for each. */
export type PlanPerReading = readonly StartPlanner[];

/**
 * How full the rolling 24 hours are under each reading that is possible, side by side. Nothing is added
 * up: what counts is the reading that leaves least room.
 */
export class LoadUnderReadings {
	/** Orders of the readings: which is asked first makes no difference but for time. */
	private strictestFirst: readonly number[];

	constructor(private readonly loads: readonly ExpectedLoad[]) {
		this.strictestFirst = [...loads.keys()];
	}

	fits(plan: PlanPerReading, start: number): boolean {
		return this.loads.every((load, order) => load.fits(planned(plan, order, start)));
	}

	take(plan: PlanPerReading, start: number, times = 1): void {
		this.loads.forEach((load, order) => load.take(planned(plan, order, start), times));
	}

	/** Takes the room if there is room under each. */
	tryTake(plan: PlanPerReading, start: number): boolean {
		return this.takeOr(plan, start) === undefined;
	}

	/** Takes the room if there is room under each; else says which reading lacks it. */
	private takeOr(plan: PlanPerReading, start: number): number | undefined {
		const taken: number[] = [];
		for (const order of this.strictestFirst) {
			const [load, planner] = [this.loads[order], plan[order]];
			if (!load || !planner) continue;
			if (load.tryTake(planner, start)) {
				taken.push(order);
				continue;
			}
			for (const one of taken) this.loads[one]?.take(planned(plan, one, start), -1);
			// Which had no room is likely to have none for the next one, too.
			this.strictestFirst = [order, ...without(this.strictestFirst, order)];
			return order;
		}
		return undefined;
	}

	/**
	 * Takes the room of the first start, not before `from`, that fits under each.
	 * @returns undefined where none does
	 */
	takeEarliest(plan: PlanPerReading, from: number): number | undefined {
		for (let start: number | undefined = from; start !== undefined; ) {
			const lacking = this.takeOr(plan, start);
			if (lacking === undefined) return start;
			const [load, planner] = [this.loads[lacking], plan[lacking]];
			start = planner && load?.earliest(planner, start);
		}
		return undefined;
	}

	/** Whether the first email alone has room. */
	firstFits(plan: PlanPerReading, start: number): boolean {
		return this.loads.every((load, order) => load.fits(planned(plan, order, start).slice(0, 1)));
	}

	/** What the 24 hours up to now hold, or may hold. */
	get used(): number {
		return Math.max(...this.loads.map(({ used }) => used));
	}

	/** What is left for one more email now. */
	get left(): number {
		return Math.min(...this.loads.map(({ left }) => left));
	}

	/** Of the windows that end in a span the fullest, under the reading that has it so. */
	fullestIn(span: Span): { expected: number; atMost: number } {
		const all = this.loads.map((load) => load.fullestIn(span));
		return {
			expected: Math.max(...all.map(({ expected }) => expected)),
			atMost: Math.max(...all.map(({ atMost }) => atMost)),
		};
	}

	/** What is left in the fullest of the windows that end in a span, from now on. */
	leftIn(span: Span): number {
		return Math.min(...this.loads.map((load) => load.leftIn(span)));
	}

	/** The first start, not before `from`, that fits under each; undefined where none does. */
	earliest(plan: PlanPerReading, from: number): number | undefined {
		return firstForAll(
			this.loads,
			(load, start, order) => {
				const planner = plan[order];
				return planner ? load.earliest(planner, start) : start;
			},
			from,
		);
	}
}

export const planned = (plan: PlanPerReading, order: number, start: number): readonly OwedEmail[] =>
	plan[order]?.(start) ?? [];
