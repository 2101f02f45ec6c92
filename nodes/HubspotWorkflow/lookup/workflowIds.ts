import type { Workflow } from '../../shared/workflows/workflowLoader';

/** What an outcome says of its workflow; the name where HubSpot shows the flow to the credential. */
export const workflowIds = ({ workflowId, flowId, flow }: Workflow) => ({
	workflowId,
	flowId: flowId ?? null,
	...(flow?.name && { workflowName: flow.name }),
});
