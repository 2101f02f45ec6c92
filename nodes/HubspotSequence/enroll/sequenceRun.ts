import type { EnrollRun } from '../../shared/enroll/enrollRun';
import type { SequencesApi } from '../../shared/hubspot/sequences';
import type { SenderLoader } from '../lookup/senderLoader';
import type { SequenceLoader } from '../lookup/sequenceLoader';
import type { ReplaceSettings } from '../unenroll/bridge/bridgeSettings';
import type { Candidate } from './candidate';

/** One run of Enroll of this node. */
export interface SequenceRun extends EnrollRun {
	api: SequencesApi;
	sequences: SequenceLoader;
	senders: SenderLoader;
	replacing: ReplaceSettings;
	/** Contacts whose owner HubSpot does not take as a sender: they go on to the Fallback Sender. */
	forFallback: Candidate[];
}
