import axios from 'axios';
import type { ICredentialDataDecryptedObject, IDataObject, INodeParameters } from 'n8n-workflow';

import {
	ACCEPTED_BEARER,
	startHubspot,
	type HubspotOptions,
	type HubspotServer,
	type Version,
} from '../../../tools/hubspot';
import { DataTables } from './dataTables';
import { runNode, type NodeRun, type NodeRunOptions } from './runNode';

/** So high that no test waits for the rate window, unless it is about it. */
const NO_RATE_LIMIT = { perTenSeconds: 1_000_000, daily: 1_000_000, searchPerSecond: 1_000_000 };

export type Request = Partial<Omit<NodeRunOptions, 'parameters'>> & {
	parameters?: INodeParameters;
};

/** Which versions of its API the HubSpot of a file has, and what is missing from them. */
interface Host {
	versions?: Version[];
	/** A part of the path of routes that are not there. */
	missing?: string;
}

let host: Host = {};

/** Before the tests of a file: all of them play on such a HubSpot, unless one says otherwise. */
export function playOn(given: Host): void {
	host = given;
}

/** A stand-in HubSpot and the two nodes connected to it, in an n8n with Data Tables. */
export class Stage {
	/** Shared by all runs of the stage. */
	dataTables = new DataTables();

	private constructor(readonly hubspot: HubspotServer) {}

	/** An account without records, unless `seed` says otherwise. */
	static async open(options: HubspotOptions = {}): Promise<Stage> {
		const { versions, missing } = host;
		const hubspot = await startHubspot({
			seed: 'empty',
			...options,
			settings: { rateLimit: NO_RATE_LIMIT, ...(versions && { versions }), ...options.settings },
		});
		if (missing) hubspot.faults.add({ path: missing, effect: { html404: true } });
		return new Stage(hubspot);
	}

	/** Everything as it was when it was opened: quicker than to open another. */
	async reset(): Promise<void> {
		await axios.post(`${this.hubspot.url}/__control/reset`);
		this.dataTables = new DataTables();
	}

	async close(): Promise<void> {
		await this.hubspot.close();
	}

	get serviceKey(): ICredentialDataDecryptedObject {
		return { grantType: 'serviceKey', appToken: ACCEPTED_BEARER, baseUrl: this.hubspot.url };
	}

	/** Runs the HubSpot Sequence node; contacts come by email from the items unless told otherwise. */
	async sequence(items: IDataObject[], request: Request): Promise<NodeRun> {
		return await this.run('hubspotSequence', items, request);
	}

	/** Runs the HubSpot Workflow node. */
	async workflow(items: IDataObject[], request: Request): Promise<NodeRun> {
		return await this.run('hubspotWorkflow', items, request);
	}

	private async run(
		type: NodeRunOptions['type'],
		items: IDataObject[],
		{ parameters, ...request }: Request,
	): Promise<NodeRun> {
		return await runNode({
			type,
			items,
			credentials: this.serviceKey,
			dataTables: this.dataTables,
			...request,
			parameters: { contact: byEmail('={{ $json.email }}'), ...parameters },
		});
	}
}

export const byEmail = (value: string) => ({ __rl: true, mode: 'email', value });
export const byId = (value: string) => ({ __rl: true, mode: 'id', value });
/** As the editor saves what a person picks. */
export const fromList = (value: string, cachedResultName: string) => ({
	...{ __rl: true, mode: 'list', value },
	cachedResultName,
});
export const byUrl = (value: string) => ({ __rl: true, mode: 'url', value });
