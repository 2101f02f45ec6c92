import type { IDataObject, INode } from 'n8n-workflow';

import type { HubspotOptions, HubspotServer } from '../hubspot';
import type { Checks } from './checks';
import type { Execution } from './execution';

/** One workflow of a case and what must come of it. */
export interface Step {
	/** What the step does, in the words of the node: "Enroll 60 contacts, room for 40". */
	name: string;
	node: 'sequence' | 'workflow';
	/** One item per run of the operation; may hold what parameters read by `$json`. */
	items: IDataObject[];
	parameters: INode['parameters'];
	onError?: INode['onError'];
	verify(outcome: StepOutcome): void;
}

export interface StepOutcome {
	checks: Checks;
	execution: Execution;
	hubspot: HubspotServer;
	/** The `json` of each item that left the node under test through an output, 0 first. */
	output(index: number): IDataObject[];
}

/**
 * Steps that follow one another on a HubSpot of their own, so that cases do not disturb each
 * other and can be run alone.
 */
export interface Case {
	title: string;
	/**
	 * `server`: a running n8n, where Data Tables exist. `command line`: `n8n execute`, where they
	 * do not.
	 */
	runBy: 'server' | 'command line';
	/** How its HubSpot starts; the default is the account with its sample data. */
	hubspot?: HubspotOptions;
	/** Data of the credential; the default is a service key. `baseUrl` is added. */
	credentialData?: IDataObject;
	/** Called once, before n8n starts: brings HubSpot into the state the case begins with. */
	steps(hubspot: HubspotServer): Step[];
}
