import { zipWith } from 'lodash';

import type { SendLimitMode } from '../quota/decision';

/** A limit that a quota draws on, and how it is set for its contacts. */
export interface Draw {
	on: string;
	setting: string;
}

/**
 * Quotas in stages: those of one stage go at the same time, and those that set a limit unlike go one
 * stage after the other, in the order given.
 */
export function stagesOf<T extends { drawsOn: readonly Draw[] }>(quotas: readonly T[]): T[][] {
	const last = new Map<string, { setting: string; stage: number }>();
	const stages: T[][] = [];
	for (const quota of quotas) {
		const earliest = quota.drawsOn.map(({ on, setting }) => {
			const before = last.get(on);
			if (!before) return 0;
			return before.setting === setting ? before.stage : before.stage + 1;
		});
		const stage = Math.max(0, ...earliest);
		for (const { on, setting } of quota.drawsOn) last.set(on, { setting, stage });
		(stages[stage] ??= []).push(quota);
	}
	return stages;
}

/** A limit as an item sets it. */
export interface LimitSetting {
	mode: SendLimitMode;
	/** What may be sent in all, the reserve taken off. */
	room: number;
}

const STRICTEST_FIRST: readonly SendLimitMode[] = ['fail', 'hold', 'warn', 'off'];

/**
 * In the order in which items with unlike limits draw on the same: those with the least room first,
 * so that none of them meets a limit that only others set higher. What holds nothing back, `warn` and
 * `off`, comes after all that does.
 *
 * @param limitsOf the first of them decides, the next where it is the same
 */
export function strictestFirst<T>(
	items: readonly T[],
	limitsOf: (item: T) => readonly LimitSetting[],
): T[] {
	return items
		.map((item) => ({ item, ranks: limitsOf(item).flatMap(ranksOf) }))
		.sort((a, b) => compare(a.ranks, b.ranks))
		.map(({ item }) => item);
}

const ranksOf = ({ mode, room }: LimitSetting): number[] => [
	mode === 'fail' || mode === 'hold' ? room : Infinity,
	STRICTEST_FIRST.indexOf(mode),
	room,
];

function compare(a: readonly number[], b: readonly number[]): number {
	const signs = zipWith(a, b, (one, other) => (one === other ? 0 : one < other ? -1 : 1));
	return signs.find((sign) => sign !== 0) ?? 0;
}
