/** A limit that a group draws on, and how it is set for the members of the group. */
export interface Draw {
	on: string;
	setting: string;
}

interface Line {
	setting: string;
	/** Those with this setting. */
	running: Array<Promise<void>>;
	/** Those with the settings before it. */
	before: Promise<unknown>;
}

/**
 * Runs groups at the same time, but those that set a limit unlike one after the other, in the order
 * given.
 *
 * @throws what the first of them throws that fails
 */
export async function oneAfterOther<T extends { drawsOn: readonly Draw[] }>(
	groups: readonly T[],
	run: (group: T) => Promise<void>,
): Promise<void> {
	const lines = new Map<string, Line>();
	const join = ({ on, setting }: Draw): Line => {
		const last = lines.get(on);
		if (last?.setting === setting) return last;
		const line = { setting, running: [], before: Promise.all(last?.running ?? []) };
		lines.set(on, line);
		return line;
	};
	await Promise.all(
		groups.map(async (group) => {
			const joined = group.drawsOn.map(join);
			const done = Promise.all(joined.map(({ before }) => before)).then(
				async () => await run(group),
			);
			for (const { running } of joined) running.push(done);
			await done;
		}),
	);
}
