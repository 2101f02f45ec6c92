import type { INodeParameters } from 'n8n-workflow';

import type { Settings } from '../hubspot';
import type { CallName } from './calls';
import type { EffectName } from './effects';

/** How a contact stands when the story begins; `target` is what the nodes enroll in. */
export type PersonState =
	| 'fresh'
	| 'in the target'
	| 'in another sequence'
	| 'was in the target'
	| 'opted out'
	| 'bounced'
	| 'without an address';

/** An input item, and whom it names: by their place in the story, or nobody that HubSpot has. */
export interface Item {
	person: number | 'nobody';
	by: 'id' | 'email';
}

export type Operation = 'enroll' | 'unenroll' | 'status' | 'checkSendLimit';

/** One execution of the node. */
export interface Run {
	operation: Operation;
	items: Item[];
	parameters: INodeParameters;
	options: INodeParameters;
	onError: 'continueErrorOutput' | 'continueRegularOutput' | 'stopWorkflow';
	/** Retry On Fail: tries in all. */
	tries: number;
	/** The Stop button, after so many requests. */
	cancelAfter?: number;
	/** The process dies, after so many requests of all. */
	crashAfter?: number;
	/** In which process: each has a memory of its own. */
	worker: 0 | 1;
	/** How much later than the others of its act it starts, ms. */
	startsAfter: number;
}

/** What goes wrong at a call to HubSpot. */
export interface Fault {
	call: CallName;
	effect: EffectName;
	/** Matching requests that pass first. */
	skip: number;
	/** How many it hits. */
	times: number;
}

/** What goes wrong with the Data Table: after so many calls of it, so many calls. */
export interface Outage {
	after: number;
	kind: 'fails' | 'loses its answer' | 'is changed by others';
	times: number;
}

/** What people do in HubSpot. */
export interface ByHand {
	person: number;
	does: 'is enrolled by a rep' | 'is taken out by a rep' | 'replies';
}

export type Act =
	| {
			kind: 'runs';
			/** Several run at the same time. */
			runs: Run[];
			faults: Fault[];
			outages: Outage[];
			/** In the middle, after so many requests. */
			meanwhile?: ByHand & { after: number };
	  }
	| { kind: 'wait'; hours: number }
	| { kind: 'restart' }
	| ({ kind: 'by hand' } & ByHand);

/** All that happens under one seed. */
export interface Story {
	seed: number;
	node: 'sequence' | 'workflow';
	/** Settings of the stand-in. */
	hubspot: Partial<Settings>;
	/** Days after each email of the target until the next; as many emails as numbers. */
	emails: number[];
	/** Whether HubSpot lets a contact into the workflow again. */
	reEnroll: boolean;
	/** The workflow holds whom it enrolled for a week. */
	stays: boolean;
	limit: number;
	people: PersonState[];
	/** Whether Data Tables can be reached at all. */
	tables: boolean;
	acts: Act[];
	/** A request takes so long at most, ms. */
	latency: number;
}
