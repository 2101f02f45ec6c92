import type { HubspotServer } from '../../hubspot';
import type { Cluster } from './cluster';
import type { LayoutName } from './options';

/** What the runs of one layout play on. */
export interface Stage {
	layout: LayoutName;
	cluster: Cluster;
	hubspot: HubspotServer;
	/** The workflow that enrolls. */
	workflowId: string;
}
