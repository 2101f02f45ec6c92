import type { LedgerKey } from '../../shared/ledger/ledger';

/** Where the enrollments of a workflow are counted; no inbox has a name like this. */
export const workflowKey = (portalId: string, workflowId: string): LedgerKey => ({
	account: portalId,
	sender: `workflow ${workflowId}`,
});
