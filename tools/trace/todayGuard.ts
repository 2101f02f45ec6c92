import { DateTime } from 'luxon';

import type { Guard, Run } from './guard';
import { runEnroll } from './nodeGuard';
import type { Person } from './person';
import type { World } from './world';

/**
 * A guard as people build it in a workflow: it counts for each rep the enrollments it has made today,
 * and stops at the limit less the reserve until midnight. The node enrolls without looking.
 */
export function todayGuard(world: World): Guard {
	const zone = world.account.timeZone;
	const made = new Map<string, number>();
	const admit = (person: Person): boolean => {
		const { email, limit, reserve } = world.repOf(person);
		const today = `${email} ${DateTime.fromMillis(Date.now(), { zone }).toISODate()}`;
		const count = (made.get(today) ?? 0) + 1;
		if (count > limit - reserve) return false;
		made.set(today, count);
		return true;
	};
	return {
		async enroll(people): Promise<Run> {
			const midnight = DateTime.fromMillis(Date.now(), { zone }).plus({ days: 1 }).startOf('day');
			const retryAt = midnight.toMillis();
			const fitting = people.filter(admit);
			const rest = people.filter((person) => !fitting.includes(person));
			const held = rest.map((person) => ({ person, reason: 'SEND_LIMIT', retryAt }));
			if (fitting.length === 0) return { enrolled: [], held };
			const run = await runEnroll(world, fitting, { sendLimitMode: 'off' });
			return { enrolled: run.enrolled, held: [...run.held, ...held] };
		},
	};
}
