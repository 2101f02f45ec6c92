import type { Contact } from '../../../shared/hubspot/contacts';
import { flowUrl } from '../../../shared/hubspot/urls';
import { readAccount } from '../../../shared/hubspot/account';
import { enrollInWorkflow, type Flow } from '../../../shared/hubspot/workflows';
import { Problem } from '../../../shared/errors';
import { CircuitBreaker } from '../../../shared/enroll/circuitBreaker';
import { WorkflowLoader, type WorkflowRef } from '../../../shared/workflows/workflowLoader';
import type { HubspotClient } from '../../../shared/transport/client';
import { explainError } from '../../../shared/transport/errorTable';
import { outcomeUnknown } from '../../../shared/transport/failure';

import { unenrolls } from './bridgeFlow';
import type { BridgeTrigger } from './bridgeTrigger';
import { inParallel } from '../../../shared/transport/inParallel';

const UNREADABLE_BRIDGE_HINT =
	'HubSpot does not show the helper workflow to the credential, so it was not checked whether it is on and unenrolls from sequences.';

const NO_REENROLLMENT_HINT =
	'Re-enrollment is off in the helper workflow, so it takes each contact out of a sequence only once. Switch re-enrollment on in its enrollment trigger.';

/** Enrolls contacts in the workflow by its legacy id, one request a contact. */
export function workflowTrigger(
	client: HubspotClient,
	ref: WorkflowRef,
	hint: (message: string) => void,
): BridgeTrigger {
	const workflows = new WorkflowLoader(client, () => hint(UNREADABLE_BRIDGE_HINT));

	return {
		properties: [],
		requirements: 'have the action "Unenroll from sequence", with re-enrollment on',
		toBuildOne: '',

		check({ properties }) {
			if (properties.email) return;
			throw new Problem(
				'NO_EMAIL',
				'The contact has no email address',
				"HubSpot enrolls in a workflow by address. Set 'Helper Workflow Trigger' to Property: that works without one.",
			);
		},

		async prepare() {
			const { flow } = await workflows.find(ref);
			if (!flow) return;
			const cause = faultOf(flow);
			if (cause) {
				const url = flowUrl(await readAccount(client), flow.id);
				throw new Problem(
					'BRIDGE_WORKFLOW',
					`The helper workflow ${cause.what}`,
					`It is "${flow.name ?? flow.id}" (${url}). ${cause.remedy}`,
					{ flowId: flow.id },
				);
			}
			if (flow.enrollmentCriteria?.shouldReEnroll === false) hint(NO_REENROLLMENT_HINT);
		},

		async start(contacts) {
			const { workflowId } = await workflows.find(ref);
			const refused = new Map<string, unknown>();
			const unsure = new Map<string, unknown>();
			const limiter = inParallel(client);
			const breaker = new CircuitBreaker();
			const one = async ({ id, properties }: Contact) => {
				try {
					client.signal?.throwIfAborted();
					if (breaker.stopped) throw breaker.stopped.error;
					// Passing through twice changes nothing: the contact is out after the first time.
					await enrollInWorkflow(client, workflowId, properties.email ?? '', true);
				} catch (error) {
					client.signal?.throwIfAborted();
					(outcomeUnknown(error) ? unsure : refused).set(id, error);
					if (explainError(error).scope) breaker.trip(error);
				}
			};
			await Promise.all(contacts.map(async (contact) => await limiter(one, contact)));
			return { refused, unsure };
		},

		isUntidy: () => false,

		async finish() {},

		async findWorkflow() {
			return (await workflows.find(ref)).flow;
		},
	};
}

function faultOf(flow: Flow): { what: string; remedy: string } | undefined {
	if (flow.actions && !unenrolls(flow)) {
		return {
			what: 'does not unenroll from sequences',
			remedy: 'Add the action "Unenroll from sequence" to it, or choose another workflow.',
		};
	}
	if (!flow.isEnabled) return { what: 'is off', remedy: 'Turn it on in HubSpot.' };
	return undefined;
}
