import type { Sequence } from '../../../nodes/shared/hubspot/sequences';
import { sendPlanner } from '../../../nodes/shared/quota/forecast';

/** When one enrollment sends: ms since epoch. */
export const sendTimes = (
	sequence: Pick<Sequence, 'steps' | 'settings' | 'dependencies'>,
	enrolledAt: number,
	timeZone: string,
): number[] => sendPlanner(sequence, timeZone)(enrolledAt);
