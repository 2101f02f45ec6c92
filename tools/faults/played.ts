import type { NodeRun } from '../../test/support/n8n/runNode';
import type { Enrollment } from '../hubspot';
import type { Machine } from './machine';
import type { Run, Story } from './story';
import type { World } from './world';

/** One execution, and what was there when it began. */
export interface RunRecord {
	run: Run;
	/** Which act of the story. */
	act: number;
	/** The token of this run alone: it tells whose a request is. */
	token: string;
	/** Ms since epoch; the end is that of all that its act set going. */
	began: number;
	ended: number;
	/** What each contact was enrolled in at the beginning, by contact id. */
	before: ReadonlyMap<string, Enrollment | undefined>;
	cancelledAt?: number;
	crashed?: boolean;
	/** What n8n was given. */
	result: NodeRun;
}

/** How often a fault hit. */
export interface Hit {
	operation: string;
	effect: string;
	hits: number;
}

/** A story that has been played to its end. */
export interface Played {
	story: Story;
	world: World;
	machine: Machine;
	records: RunRecord[];
	hits: Hit[];
}
