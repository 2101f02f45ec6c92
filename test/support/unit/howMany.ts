import type {
	LoadUnderReadings,
	PlanPerReading,
} from '../../../nodes/shared/quota/loadUnderReadings';

/** How many of `wanted` enrollments fit together; takes no room. */
export function howMany(
	load: LoadUnderReadings,
	plan: PlanPerReading,
	start: number,
	wanted: number,
): number {
	let taken = 0;
	while (taken < wanted && load.tryTake(plan, start)) taken++;
	load.take(plan, start, -taken);
	return taken;
}
