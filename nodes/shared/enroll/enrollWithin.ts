import { EnrollLoop } from './enrollLoop';
import type { EnrollRun, EnrollSteps } from './enrollRun';
import type { EnrollGroup, Limited } from './quota';
import { letOthersWork } from '../n8n/inSlices';
import { stagesOf } from './stages';
import { inParallel } from '../transport/inParallel';

/**
 * Reserves room and enrolls, all groups under one number of requests at once. Groups with unlike
 * limits on the same go one after the other, in the order given.
 */
export async function enrollWithin<T extends Limited, R extends EnrollRun>(
	run: R,
	groups: ReadonlyArray<EnrollGroup<T>>,
	steps: EnrollSteps<T, R>,
): Promise<void> {
	const limiter = inParallel(run.client);
	const loops: Array<EnrollLoop<T, R>> = [];
	try {
		for (const stage of stagesOf(groups)) {
			await letOthersWork();
			const enrolling: Array<Promise<void>> = [];
			for (const group of stage) {
				const loop = new EnrollLoop(run, group, steps, limiter);
				loops.push(loop);
				enrolling.push(loop.enroll());
			}
			await Promise.all(enrolling);
		}
	} finally {
		// Not before: a run that is killed has said nothing to anybody.
		await Promise.all(loops.map(async (loop) => await loop.close()));
	}
}
