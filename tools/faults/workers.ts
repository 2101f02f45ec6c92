/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals -- loads modules as a process of its own does, outside n8n */
import { createRequire } from 'node:module';
import { join } from 'node:path';

import type { INodeType } from 'n8n-workflow';

import type { LedgerEntry } from '../../nodes/shared/ledger/ledger';
import { PACKAGE } from '../../test/support/n8n/nodeTypes';

const NODES = join(__dirname, '..', '..', 'nodes');
const load = createRequire(__filename);

/** The nodes as one process has them: two have no memory in common. */
export interface Worker {
	nodeTypes: Record<string, INodeType>;
	/** Forgets all that the process keeps, as a restart does. */
	restart(): void;
	/** What it keeps. */
	kept(): unknown[];
	/** The ledger of the process. */
	ledger(): LedgerEntry[];
}

type Sequences = typeof import('../../nodes/HubspotSequence/HubspotSequence.node.js');
type Workflows = typeof import('../../nodes/HubspotWorkflow/HubspotWorkflow.node.js');
type Stores = typeof import('../../nodes/shared/stores');

/** Loads the nodes anew; n8n itself is there once. */
export function openWorker(): Worker {
	for (const file of Object.keys(load.cache)) if (file.startsWith(NODES)) delete load.cache[file];
	const from = <Module>(file: string) => load(join(NODES, file)) as Module;
	const { HubspotSequence } = from<Sequences>('HubspotSequence/HubspotSequence.node.ts');
	const { HubspotWorkflow } = from<Workflows>('HubspotWorkflow/HubspotWorkflow.node.ts');
	const { resetStores, storesByName } = from<Stores>('shared/stores.ts');
	return {
		nodeTypes: {
			[`${PACKAGE}.hubspotSequence`]: new HubspotSequence(),
			[`${PACKAGE}.hubspotWorkflow`]: new HubspotWorkflow(),
		},
		restart: resetStores,
		ledger: () =>
			(storesByName().get('ledger row of this process')?.all() ?? []).map(
				([, entry]) => entry as LedgerEntry,
			),
		kept: () => [...storesByName().values()].flatMap((store) => store.all()),
	};
}
