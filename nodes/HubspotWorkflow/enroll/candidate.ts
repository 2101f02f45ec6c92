import { contactIds, type Contact } from '../../shared/hubspot/contacts';
import type { Limited } from '../../shared/enroll/quota';
import type { EnrollParameters } from './enrollParameters';
import type { Workflow } from '../../shared/workflows/workflowLoader';
import { workflowIds } from '../lookup/workflowIds';

/** An item that nothing speaks against but, maybe, the cap of the workflow. */
export interface Candidate extends Limited {
	parameters: EnrollParameters;
	email: string;
	workflow: Workflow;
	/** Ms since epoch. */
	preparedAt: number;
	/** When an earlier try of the run began whose outcome for this contact is not known. */
	retriedSince?: number;
}

/** The ids that every outcome of an item carries. */
export const idsOf = (contact: Contact, workflow: Workflow) => ({
	...contactIds(contact),
	...workflowIds(workflow),
});
