import { sequencesApi } from '../../shared/hubspot/sequencesApi';
import { MAIL_PROPERTIES, SEQUENCE_PROPERTIES } from '../../shared/contacts/eligibility';
import { readContacts } from '../../shared/contacts/readContacts';
import { resolveContacts } from '../../shared/contacts/resolveContacts';
import { enrollWithin } from '../../shared/enroll/enrollWithin';
import type { EnrollResults } from '../../shared/enroll/enrollResults';
import { openEnroll } from '../../shared/enroll/enrollRun';
import { withinRunCap } from '../../shared/enroll/runCap';
import { Parameters } from '../../shared/n8n/parameters';
import type { Run } from '../../shared/n8n/router';
import { SenderLoader } from '../lookup/senderLoader';
import { SequenceLoader } from '../lookup/sequenceLoader';
import { readReplaceSettings } from '../unenroll/bridge/bridgeSettings';
import { chooseCandidates } from './chooseCandidates';
import { enrollOne } from './enrollOne';
import { readEnrollParameters } from './enrollParameters';
import { hintTasks, hintWorkflow } from './hints';
import { ofEarlierRun } from './ofEarlierRun';
import { onRefusal, stillOpen } from './refusal';
import { leaveFirst } from './replace';
import { SenderQuotas } from './senderQuotas';
import type { SequenceRun } from './sequenceRun';
import { takenOutBefore } from './takenOut';
import { withoutConflicts } from './withoutConflicts';

const STEPS = { beforeEnroll: leaveFirst, enrollOne, ofEarlierRun, onRefusal };

/** Enrolls the contact of every item in a sequence, as far as the sending limits of the reps allow. */
export async function enroll(opened: Run<EnrollResults>): Promise<void> {
	const { context, client, settings, results } = opened;
	const api = sequencesApi(client, settings.apiRoutes);
	const run: SequenceRun = {
		...openEnroll(opened),
		api,
		sequences: new SequenceLoader(client, api),
		senders: new SenderLoader(client),
		replacing: readReplaceSettings(Parameters.ofRun(context).options),
		forFallback: [],
	};
	const asked = await readContacts(opened, (parameters) =>
		readEnrollParameters(parameters, settings.apiRoutes),
	);
	const refs = [...asked.values()].map(({ contact }) => contact);
	const contactOf = await resolveContacts(client, refs, PROPERTIES);
	const candidates = await chooseCandidates(run, asked, contactOf);
	const clear = await withoutConflicts(run, candidates);
	let quotas: SenderQuotas | undefined;
	for await (const chosen of withinRunCap(run, clear)) {
		hintWorkflow(chosen, results);
		hintTasks(chosen, results);
		takenOutBefore(run, chosen);
		quotas ??= new SenderQuotas(run, await run.sequences.readAccount());
		await enrollWithin(run, quotas.of(chosen), STEPS);
		await enrollWithin(run, quotas.of(stillOpen(run)), STEPS);
	}
	await quotas?.learn();
}

const PROPERTIES = [...MAIL_PROPERTIES, ...SEQUENCE_PROPERTIES, 'hubspot_owner_id'];
