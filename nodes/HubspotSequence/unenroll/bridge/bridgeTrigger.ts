import type { Contact } from '../../../shared/hubspot/contacts';
import type { Flow } from '../../../shared/hubspot/workflows';

/** Contacts that could not be asked for, or may not have been, by id, each with the cause. */
export interface Started {
	/** HubSpot was not asked to take these out. */
	refused: ReadonlyMap<string, unknown>;
	/** HubSpot did not answer: it may take these out. */
	unsure: ReadonlyMap<string, unknown>;
}

/** One of the ways to start the workflow that unenrolls. */
export interface BridgeTrigger {
	/** Contact properties that `start` has to know. */
	readonly properties: string[];
	/** What has to be true of the workflow; continues "it must be on". */
	readonly requirements: string;
	/** How a person builds one, where there may be none; `''` where one was chosen. */
	readonly toBuildOne: string;
	/** @throws Problem where this way is not open to the contact */
	check(contact: Contact): void;
	/**
	 * Everything that can be checked before contacts are touched.
	 * @param dryRun reads only
	 * @throws Problem or HubspotFailure
	 */
	prepare(contacts: readonly Contact[], dryRun: boolean): Promise<void>;
	/** @throws the abort reason */
	start(contacts: readonly Contact[]): Promise<Started>;
	/** Whether something is left to tidy up from an earlier run. */
	isUntidy(contact: Contact): boolean;
	/** Tidies up after contacts that have left; what cannot be is said in a hint. @throws the abort reason */
	finish(contactIds: string[]): Promise<void>;
	/** The workflow, where HubSpot shows it. */
	findWorkflow(): Promise<Flow | undefined>;
}
