import { groupBy } from 'lodash';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import pLimit from 'p-limit';

import { readAccount } from '../../shared/hubspot/account';
import { sequencesApi, type Enrollment, type SequencesApi } from '../../shared/hubspot/sequences';
import { EnrollResults } from '../../shared/items/enrollResults';
import { retryMemory, type RetryMemory } from '../../shared/items/retryMemory';
import { readRunSettings, type RunSettings } from '../../shared/items/runSettings';
import { StopLatch } from '../../shared/items/stopLatch';
import { createClient, type HubspotClient } from '../../shared/transport/client';
import { HubspotFailure, passOn } from '../../shared/transport/failure';
import { enrollContact, UnknownOutcome } from '../enrollContact';
import { handleRefusal } from '../enrollRefusal';
import { idsOf, memoryKey, prepareEnroll } from '../prepareEnroll';
import { SenderGroup, type AdmittedCandidate } from '../senderGroup';

interface Run {
	client: HubspotClient;
	api: SequencesApi;
	settings: RunSettings;
	results: EnrollResults;
	memory: RetryMemory;
}

/** Enrolls the contact of every item in a sequence, as far as the sending limits of the reps allow. */
export async function enroll(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const settings = readRunSettings(context);
	const results = new EnrollResults(context, settings);
	const memory = retryMemory(context);
	await results.guardRest(async () => {
		const client = await createClient(context);
		const api = sequencesApi(client, settings.apiRoutes);
		const run: Run = { client, api, settings, results, memory };
		const candidates = await prepareEnroll(context, client, api, results, memory);
		if (candidates.length === 0) return;
		const account = await readAccount(client);
		const stop = new StopLatch();
		const limiter = pLimit(settings.concurrency);
		const bySender = groupBy(candidates, ({ senderEmail }) => senderEmail.toLowerCase());
		await Promise.all(
			Object.values(bySender).map(async (members) => {
				const group = new SenderGroup(members, account, context.getTimezone(), results);
				try {
					const admitted = await group.admit(client, settings.dryRun);
					await enrollAdmitted(run, group, admitted, new StopLatch(stop), limiter);
				} catch (error) {
					client.signal?.throwIfAborted();
					for (const { index, contact, parameters } of members) {
						results.fail(index, error, idsOf(contact, parameters.sequenceId));
					}
				}
			}),
		);
	});
	const outputs = results.finish();
	if (!results.hasFailures) memory.forget();
	return outputs;
}

async function enrollAdmitted(
	run: Run,
	group: SenderGroup,
	admitted: AdmittedCandidate[],
	stop: StopLatch,
	limiter: pLimit.Limit,
): Promise<void> {
	const { settings, results } = run;
	const untried = new Set(admitted);
	try {
		await Promise.all(
			admitted.map(
				async (entry) =>
					await limiter(async () => {
						const { index, contact, parameters } = entry.candidate;
						const ids = idsOf(contact, parameters.sequenceId);
						if (settings.dryRun) return results.enrolled(index, enrolledJson(group, entry));
						run.client.signal?.throwIfAborted();
						if (stop.stopped) {
							return await handleRefusal(stop.stopped.error, { ...run, group, entry, stop });
						}
						untried.delete(entry);
						await results.guard(index, async () => await enrollOne(run, group, entry, stop), ids);
					}),
			),
		);
	} finally {
		// Cancelled or stopped: what was not tried takes no room.
		if (!settings.dryRun) {
			for (const { admitted: entry } of untried) await group.release(entry.plan);
		}
	}
}

async function enrollOne(run: Run, group: SenderGroup, entry: AdmittedCandidate, stop: StopLatch) {
	const { api, client, settings, results, memory } = run;
	const { index, contact, parameters, sender, standing } = entry.candidate;
	const { sequenceId, senderAliasAddress } = parameters;
	let enrollment: Enrollment;
	try {
		enrollment = await enrollContact(
			api,
			{
				contactId: contact.id,
				sequenceId,
				userId: sender.userId,
				senderEmail: group.senderEmail,
				senderAliasAddress,
			},
			standing,
			client.signal,
		);
	} catch (error) {
		client.signal?.throwIfAborted();
		if (!(error instanceof UnknownOutcome)) await group.release(entry.admitted.plan);
		return await handleRefusal(error, { ...run, group, entry, stop });
	}
	const json = enrolledJson(group, entry, enrollment);
	memory.remember(memoryKey(contact.id, sequenceId), json);
	if (settings.verify) json.verified = await verify(api, contact.id, sequenceId);
	results.enrolled(index, json);
}

/** Null where HubSpot could not be asked: the contact was enrolled all the same. */
async function verify(api: SequencesApi, contactId: string, sequenceId: string) {
	try {
		return (await api.enrollmentOf(contactId))?.sequenceId === sequenceId;
	} catch (error) {
		if (error instanceof HubspotFailure) return null;
		throw passOn(error);
	}
}

function enrolledJson(
	group: SenderGroup,
	{ candidate, admitted }: AdmittedCandidate,
	enrollment?: Enrollment,
): IDataObject {
	const { contact, parameters, sequence } = candidate;
	return {
		...idsOf(contact, parameters.sequenceId),
		sequenceName: sequence.name,
		...(enrollment && {
			enrollmentId: enrollment.id,
			enrolledAt: enrollment.enrolledAt ?? null,
			toEmail: enrollment.toEmail ?? null,
		}),
		...group.describe(candidate, admitted.used, admitted.exceeded),
	};
}
