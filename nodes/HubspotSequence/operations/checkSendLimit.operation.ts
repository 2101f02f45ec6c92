import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { readAccount, type Account } from '../../shared/hubspot/account';
import type { SequencesApi } from '../../shared/hubspot/sequences';
import { sequencesApi } from '../../shared/hubspot/sequencesApi';
import { sequenceUrl } from '../../shared/hubspot/urls';
import { readRunSettings } from '../../shared/items/runSettings';
import { RunSheet } from '../../shared/items/runSheet';
import { countSent, MISSING_SCOPE_HINT } from '../../shared/sendLimit/countSent';
import { sendOffsets } from '../../shared/sendLimit/forecast';
import { inProcessLedger } from '../../shared/sendLimit/inProcessLedger';
import { joinSends, timesOf } from '../../shared/sendLimit/ledger';
import { senderLimit, type LimitSettings } from '../../shared/sendLimit/plans';
import { reportRoom } from '../../shared/sendLimit/report';
import { createClient, type HubspotClient } from '../../shared/transport/client';
import { readContactsToEnroll, readLimit, requireUser } from '../enrollParameters';
import { SenderBook, type SenderRef } from '../senders';
import { readSequenceId } from '../sequenceRef';

interface Question {
	sender: SenderRef;
	sequenceId: string | undefined;
	limit: LimitSettings;
	contactsToEnroll: number;
}

interface Run {
	client: HubspotClient;
	api: SequencesApi;
	account: Account;
	senders: SenderBook;
	timeZone: string;
	onMissingScope: () => void;
}

/** How much a sender can still send. Items that ask the same are answered by one item. */
export async function checkSendLimit(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const { apiRoutes } = readRunSettings(context);
	const sheet = new RunSheet(context, 1, 0);
	await sheet.guardRest(async () => {
		const questions = await sheet.readItems(
			(index): Question => ({
				sender: requireUser(context, index),
				sequenceId: readSequenceId(context, 'sequence', index),
				limit: readLimit(context, index),
				contactsToEnroll: readContactsToEnroll(context, index),
			}),
		);
		if (questions.size === 0) return;
		const client = await createClient(context);
		const run: Run = {
			client,
			api: sequencesApi(client, apiRoutes),
			account: await readAccount(client),
			senders: new SenderBook(client),
			timeZone: context.getTimezone(),
			onMissingScope: () =>
				context.addExecutionHints({ message: MISSING_SCOPE_HINT, type: 'warning' }),
		};
		await sheet.answerTogether(questions, async (question) => await answer(run, question));
	});
	return sheet.finish();
}

async function answer(run: Run, question: Question): Promise<IDataObject> {
	const sender = await run.senders.find(question.sender);
	const sequence = question.sequenceId
		? await run.api.get(sender.userId, question.sequenceId)
		: undefined;
	const now = Date.now();
	const sent = await countSent(run.client, { ownerId: sender.ownerId }, now, run.onMissingScope);
	const planned = await inProcessLedger.read({
		account: run.account.portalId,
		sender: sender.email.toLowerCase(),
	});
	const report = reportRoom({
		times: sent ? joinSends(sent, planned, now) : timesOf(planned),
		limit: senderLimit(question.limit),
		reserve: question.limit.reserve,
		// Without a sequence, the question is about one email.
		offsets: sequence ? sendOffsets(sequence) : [0],
		contacts: question.contactsToEnroll,
		now,
		timeZone: run.timeZone,
	});
	return {
		sender: { userId: sender.userId, email: sender.email },
		...(sequence && {
			sequence: {
				id: sequence.id,
				name: sequence.name,
				emailsPerContact: sendOffsets(sequence).length,
				steps: (sequence.steps ?? []).map(({ stepOrder, actionType, delayMillis }) => ({
					stepOrder,
					actionType,
					delayMillis: delayMillis ?? 0,
				})),
				url: sequenceUrl(run.account, sequence.id),
			},
		}),
		...report,
	};
}
