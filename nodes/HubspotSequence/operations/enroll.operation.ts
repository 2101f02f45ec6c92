import { groupBy } from 'lodash';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { readAccount, type Account } from '../../shared/hubspot/account';
import type { SequencesApi } from '../../shared/hubspot/sequences';
import { sequencesApi } from '../../shared/hubspot/sequencesApi';
import { enrollGroups } from '../../shared/items/enrollGroups';
import type { EnrollResults } from '../../shared/items/enrollResults';
import { LimitGroup } from '../../shared/items/limitGroup';
import { capRun } from '../../shared/items/runCap';
import { runEnroll } from '../../shared/items/runEnroll';
import { countSent, MISSING_SCOPE_HINT } from '../../shared/sendLimit/countSent';
import { senderLimit } from '../../shared/sendLimit/plans';
import type { HubspotClient } from '../../shared/transport/client';
import { HubspotFailure, passOn } from '../../shared/transport/failure';
import { adviseWorkflow } from '../adviseWorkflow';
import { asJson, enrollContact } from '../enrollContact';
import { refuseWith } from '../enrollRefusal';
import type { Candidate } from '../candidate';
import { prepareEnroll } from '../prepareEnroll';
import { enrollAfterLeaving, leaveFirst } from '../replaceEnrollment';
import { withoutConflicts } from '../withoutConflicts';

/** Enrolls the contact of every item in a sequence, as far as the sending limits of the reps allow. */
export async function enroll(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	return await runEnroll(context, async (run) => {
		const { client, settings, results, memory } = run;
		const api = sequencesApi(client, settings.apiRoutes);
		const prepared = await prepareEnroll(context, client, api, results, memory);
		const candidates = await withoutConflicts(run, prepared);
		if (candidates.length === 0) return;
		const account = await readAccount(client);
		const timeZone = context.getTimezone();
		const chosen = capRun(candidates, settings.maxPerRun, timeZone, results);
		adviseWorkflow(chosen, results);
		const groups = groupBySender(chosen, account, timeZone, client, results);
		const enrollOne = async (candidate: Candidate) =>
			await enrollCandidate(api, candidate, settings.verify, client.signal);
		await enrollGroups(run, groups, {
			batchSize: 1,
			enroll: async ([candidate]) => [
				{ enrollment: await enrollAfterLeaving(enrollOne, candidate, client.signal) },
			],
			ready: leaveFirst(context, client, enrollOne),
			refuse: refuseWith(api, results, memory),
		});
	});
}

/** One limit for each inbox. The limit settings of a group are those of its first item. */
function groupBySender(
	candidates: Candidate[],
	{ portalId }: Account,
	timeZone: string,
	client: HubspotClient,
	results: EnrollResults,
): Array<LimitGroup<Candidate>> {
	const byInbox = groupBy(candidates, ({ senderEmail }) => senderEmail.toLowerCase());
	return Object.entries(byInbox).map(([inbox, members]) => {
		const [{ parameters, sender, senderEmail }] = members;
		const { mode, limit } = parameters;
		// A shared mailbox counts once for all its users, so where one is named, it is what counts.
		const by = parameters.senderEmail ? { fromEmail: inbox } : { ownerId: sender.ownerId };
		return new LimitGroup(
			members,
			{
				key: { account: portalId, sender: inbox },
				who: senderEmail,
				name: 'sending limit',
				mode,
				limit: senderLimit(limit),
				reserve: limit.reserve,
				countSent: async () =>
					await countSent(client, by, Date.now(), () => results.hint(MISSING_SCOPE_HINT)),
				timeZone,
			},
			results,
		);
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
		throw passOn(error);
	}
}
