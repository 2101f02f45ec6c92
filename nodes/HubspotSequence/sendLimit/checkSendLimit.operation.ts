import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { Account } from '../../shared/hubspot/account';
import type { Sender } from '../../shared/hubspot/owners';
import { sequencesApi } from '../../shared/hubspot/sequencesApi';
import { sequenceUrl } from '../../shared/hubspot/urls';
import { includeChartOption } from '../lookup/senderFields';
import type { Answer } from '../../shared/n8n/itemResults';
import type { Run as OperationRun } from '../../shared/n8n/router';
import { showHint } from '../../shared/n8n/hints';
import { sendsOf } from '../../shared/quota/cohort';
import { countSent, MISSING_SCOPE_HINT } from './countSent';
import { waitsForTask } from '../../shared/quota/forecast';
import { joinSends } from '../../shared/quota/joinSends';
import type { Ledger } from '../../shared/ledger/ledger';
import { openLedger } from '../../shared/ledger/openLedger';
import { senderLimit, type LimitSettings } from '../../shared/quota/plans';
import { reportRoom } from '../../shared/quota/report';
import type { SendPlanner } from '../../shared/quota/rollingRoom';
import { Parameters } from '../../shared/n8n/parameters';
import type { HubspotClient } from '../../shared/transport/client';
import { chartBinary } from './chart/chartBinary';
import { readLimit } from './limitParameters';
import { readAddress, readCheckedSender } from '../lookup/senderParameters';
import { checkedInboxOption, contactsToEnrollField } from './fields';
import { checkedSequenceField, readSequenceId } from '../lookup/sequenceField';
import { mailOf, SenderLoader, type SenderRef } from '../lookup/senderLoader';
import { SequenceLoader, type PlannedSequence } from '../lookup/sequenceLoader';

interface Question {
	sender: SenderRef;
	sequenceId: string | undefined;
	limit: LimitSettings;
	contactsToEnroll: number;
	/** An inbox of the sender other than the one of the login. */
	senderEmail: string | undefined;
	includeChart: boolean;
}

interface Run {
	client: HubspotClient;
	sequences: SequenceLoader;
	account: Account;
	senders: SenderLoader;
	ledger: Ledger;
	timeZone: string;
	hint: (message: string) => void;
}

/** How much each sender can still send. Items that ask the same share the answers. */
export async function checkSendLimit(operationRun: OperationRun): Promise<void> {
	const { context, client, results, settings } = operationRun;
	const questions = await results.readItems((index) =>
		readQuestion(Parameters.ofItem(context, index)),
	);
	if (questions.size === 0) return;
	const sequences = new SequenceLoader(client, sequencesApi(client, settings.apiRoutes));
	const hint = (message: string) => showHint(context, message);
	const run: Run = {
		client,
		sequences,
		account: await sequences.readAccount(),
		senders: new SenderLoader(client),
		ledger: openLedger(context, 'useHubSpotCount', hint).of('warn'),
		timeZone: context.getTimezone(),
		hint,
	};
	await results.answerTogether(questions, async (question) => {
		const senders = await run.senders.findAll(question.sender);
		return await Promise.all(
			senders.map(async (sender) => await answer(context, run, question, sender)),
		);
	});
}

const readQuestion = (parameters: Parameters): Question => ({
	sender: readCheckedSender(parameters),
	sequenceId: readSequenceId(parameters, checkedSequenceField),
	limit: readLimit(parameters),
	contactsToEnroll: parameters.wholeNumber(contactsToEnrollField),
	senderEmail: readAddress(parameters.options, checkedInboxOption),
	includeChart: parameters.options.flag(includeChartOption),
});

async function answer(
	context: IExecuteFunctions,
	run: Run,
	question: Question,
	sender: Sender,
): Promise<Answer> {
	const { client, account, ledger, hint, timeZone } = run;
	const asked = question.sequenceId
		? await run.sequences.find(sender.userId, question.sequenceId)
		: undefined;
	const now = Date.now();
	const email = question.senderEmail ?? sender.email;
	const { inbox, by } = mailOf(sender, question.senderEmail);
	const logged = await countSent(client, by, now, () => hint(MISSING_SCOPE_HINT));
	const { cohorts, fullUntil } = await ledger.read({ account: account.portalId, sender: inbox });
	const report = reportRoom({
		sends: joinSends(logged, sendsOf(cohorts), now),
		fullUntil,
		limit: senderLimit(question.limit),
		reserve: question.limit.reserve,
		planner: asked?.planner ?? oneEmail,
		contacts: question.contactsToEnroll,
		now,
		timeZone,
	});
	const json = {
		sender: { userId: sender.userId, email },
		...(asked && { sequence: describeSequence(asked, account) }),
		...report,
	};
	return question.includeChart
		? { json, binary: await chartBinary(context, report, { email }) }
		: { json };
}

/** Without a sequence, the question is about one email. */
const oneEmail: SendPlanner = (start) => [start];

function describeSequence({ sequence, planner }: PlannedSequence, account: Account): IDataObject {
	return {
		id: sequence.id,
		name: sequence.name,
		emailsPerContact: planner(Date.now()).length,
		waitsForTask: waitsForTask(sequence),
		steps: sequence.steps.map(({ stepOrder, actionType, delayMillis }) => ({
			stepOrder,
			actionType,
			delayMillis: delayMillis ?? 0,
		})),
		url: sequenceUrl(account, sequence.id),
	};
}
