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
