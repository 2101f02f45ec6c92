import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { Account } from '../../shared/hubspot/account';
import type { Sender } from '../../shared/hubspot/owners';
import { sequencesApi } from '../../shared/hubspot/sequencesApi';
import { sequenceUrl } from '../../shared/hubspot/urls';
import { includeChartOption } from '../lookup/senderFields';
import type { Answer } from '../../shared/n8n/leaving';
import type { Run as OperationRun } from '../../shared/n8n/router';
import { showHint } from '../../shared/n8n/hints';
import { countSent, MISSING_SCOPE_HINT } from './countSent';
import { waitsForTask } from '../lookup/sequenceSteps';
import type { Ledger } from '../../shared/ledger/ledger';
import { openLedger } from '../../shared/ledger/openLedger';
import { inSlices } from '../../shared/n8n/inSlices';
import { readEvidence } from '../../shared/enroll/learnt';
import { possibleReadings, reportReadings } from '../../shared/quota/learning';
import { carriedOn, NO_EMAIL } from '../../shared/quota/ledgerRow';
import { isoMinute } from '../../shared/quota/localTime';
import { look } from '../../shared/quota/look';
import { logFrom } from '../../shared/quota/owed';
import { mailCounted, senderLimit, type LimitSettings } from '../../shared/quota/plans';
import { emailCount, type Schedule } from '../../shared/quota/schedule';
import { Plans } from '../../shared/quota/underReadings';
import { reportRoom } from '../../shared/quota/report';
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
	const email = question.senderEmail ?? sender.email;
	const { inbox, by } = mailOf(sender, question.senderEmail);
	const kind = mailCounted(question.limit);
	const row = carriedOn(await ledger.read({ account: account.portalId, sender: inbox }), true);
	const now = Date.now();
	const since = logFrom(row.owed, now);
	const logged = await countSent(client, by, kind, since, () => hint(MISSING_SCOPE_HINT));
	const shown = logged && look(row.owed, logged, now);
	const evidence = await readEvidence(ledger, account.portalId);
	const report = await inSlices(
		reportRoom({
			row: { ...row, owed: shown?.row ?? row.owed },
			shown,
			plans: new Plans(possibleReadings(evidence)),
			room: { limit: senderLimit(question.limit), reserve: question.limit.reserve },
			schedule: asked?.schedule ?? ONE_EMAIL,
			contacts: question.contactsToEnroll,
			now,
			timeZone,
		}),
	);
	const json = {
		sender: { userId: sender.userId, email },
		...(asked && { sequence: describeSequence(asked, account) }),
		...report,
		forecast: report.forecast.map((day) => ({ ...day })),
		readings: reportReadings(evidence).map(({ since: from, ...reading }) => ({
			...reading,
			since: from === undefined ? null : isoMinute(from, timeZone),
		})),
	};
	return question.includeChart
		? { json, binary: await chartBinary(context, report, { email }) }
		: { json };
}

/** Without a sequence, the question is about one email. */
const ONE_EMAIL: Schedule = { ...NO_EMAIL, steps: [{ after: 0, email: true }] };

function describeSequence({ sequence, schedule }: PlannedSequence, account: Account): IDataObject {
	return {
		id: sequence.id,
		name: sequence.name,
		emailsPerContact: emailCount(schedule),
		waitsForTask: waitsForTask(sequence),
		steps: sequence.steps.map(({ stepOrder, actionType, delayMillis }) => ({
			stepOrder,
			actionType,
			delayMillis: delayMillis ?? 0,
		})),
		url: sequenceUrl(account, sequence.id),
	};
}
