import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { SequencesApi } from '../../shared/hubspot/sequences';
import { sequencesApi } from '../../shared/hubspot/sequencesApi';
import { enrollGroups } from '../../shared/enroll/enrollGroups';
import type { EnrollAction } from '../../shared/enroll/enrollRun';
import { capRun } from '../../shared/enroll/runCap';
import { runEnroll } from '../../shared/enroll/runEnroll';
import { Parameters } from '../../shared/n8n/parameters';
import { HubspotFailure, rethrow } from '../../shared/transport/failure';
import { readReplaceSettings } from '../unenroll/bridge/bridgeSettings';
import { hintTasks, hintWorkflow } from './hints';
import { asJson, enrollContact } from './enrollContact';
import { refuseWith } from './enrollRefusal';
import type { Candidate } from './candidate';
import { FallbackSenders } from './fallbackSenders';
import { prepareEnroll } from './prepareEnroll';
import { enrollAfterLeaving, leaveFirst } from './replaceEnrollment';
import { SenderLoader } from '../lookup/senderLoader';
import { SenderGroups } from './senderGroups';
import { SequenceLoader } from '../lookup/sequenceLoader';
import { withoutConflicts } from './withoutConflicts';

/** Enrolls the contact of every item in a sequence, as far as the sending limits of the reps allow. */
export async function enroll(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await runEnroll(context, async (run) => {
		const { client, settings, results, memory } = run;
		const replacing = readReplaceSettings(Parameters.ofRun(context).options);
		const api = sequencesApi(client, settings.apiRoutes);
		const sequences = new SequenceLoader(client, api);
		const senders = new SenderLoader(client);
		const prepared = await prepareEnroll(context, client, api, { sequences, senders }, run);
		const candidates = await withoutConflicts(run, prepared);
		if (candidates.length === 0) return;
		const account = await sequences.readAccount();
		const timeZone = context.getTimezone();
		const chosen = capRun(candidates, settings.maxPerRun, timeZone, results);
		hintWorkflow(chosen, results);
		hintTasks(chosen, results);
		const groups = new SenderGroups(run, account, timeZone);
		const enrollOne = async (candidate: Candidate) =>
			await enrollCandidate(api, candidate, settings.verify, client.signal);
		const fallbacks = new FallbackSenders(senders, results);
		const action: EnrollAction<Candidate> = {
			batchSize: 1,
			enroll: async (members) =>
				await Promise.all(
					members.map(async (candidate) => ({
						enrollment: await enrollAfterLeaving(enrollOne, candidate, client.signal),
					})),
				),
			ready: leaveFirst(context, client, replacing, enrollOne),
			refuse: refuseWith(api, results, memory, fallbacks),
			goesOn: async (error, candidate) => await fallbacks.take(error, candidate),
		};
		await enrollGroups(run, groups.of(chosen), action);
		await enrollGroups(run, groups.of(fallbacks.open), action);
	});
}

async function enrollCandidate(
	api: SequencesApi,
	{ contact, parameters, sender, senderEmail, standing }: Candidate,
	verify: boolean,
	signal?: AbortSignal,
): Promise<IDataObject> {
	const { sequenceId, senderAliasAddress } = parameters;
	const enrollment = await enrollContact(
		api,
		{ contactId: contact.id, sequenceId, userId: sender.userId, senderEmail, senderAliasAddress },
		standing,
		signal,
	);
	return {
		...asJson(enrollment),
		...(verify && { verified: await isHeld(api, contact.id, sequenceId) }),
	};
}

/** Null where HubSpot could not be asked: the contact was enrolled all the same. */
async function isHeld(api: SequencesApi, contactId: string, sequenceId: string) {
	try {
		return (await api.enrollmentOf(contactId))?.sequenceId === sequenceId;
	} catch (error) {
		if (error instanceof HubspotFailure) return null;
		rethrow(error);
	}
}
