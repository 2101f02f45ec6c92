import type { Contact } from '../../../shared/hubspot/contacts';
import type { Flow } from '../../../shared/hubspot/workflows';

/** One of the ways to start the workflow that unenrolls. */
export interface BridgeTrigger {
	/** Contact properties that `start` has to know. */
	readonly properties: string[];
	/** What has to be true of the workflow; continues "it must be on". */
	readonly requirements: string;
	/** @throws Problem where this way is not open to the contact */
	check(contact: Contact): void;
	/**
	 * Everything that can be checked before contacts are touched.
	 * @param dryRun reads only
	 * @throws Problem or HubspotFailure
	 */
	prepare(contacts: readonly Contact[], dryRun: boolean): Promise<void>;
	/** @returns contacts that could not be asked for, by id, each with the cause */
	start(contacts: readonly Contact[]): Promise<Map<string, unknown>>;
	/** Tidies up after contacts that have left. */
	finish(contactIds: string[]): Promise<void>;
	/** The workflow, where HubSpot shows it. */
	findWorkflow(): Promise<Flow | undefined>;
}
