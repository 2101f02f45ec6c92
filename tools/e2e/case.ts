import type { IDataObject, INode, INodeExecutionData } from 'n8n-workflow';

import type { HubspotOptions, HubspotServer } from '../hubspot';
import type { Checks } from './checks';
import type { Execution } from './execution';
import type { N8nSession } from './session';

/** One workflow of a case and what must come of it. */
export interface RunStep {
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
	/** The items that left the node under test through an output, 0 first. */
	items(index: number): INodeExecutionData[];
	/** The `json` of each of those items. */
	output(index: number): IDataObject[];
}

/** Anything else that a person does in n8n's editor; only in cases that run by the server. */
export interface EditorStep {
	name: string;
	inEditor(editor: Editor): Promise<void>;
}

export interface Editor {
	checks: Checks;
	hubspot: HubspotServer;
	session: N8nSession;
	/** The saved credential of the case. */
	credentialId: string;
}

export type Step = RunStep | EditorStep;

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
