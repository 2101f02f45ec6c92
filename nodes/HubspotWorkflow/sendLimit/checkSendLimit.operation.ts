import type { IDataObject } from 'n8n-workflow';

import { readAccount, type Account } from '../../shared/hubspot/account';
import { flowUrl } from '../../shared/hubspot/urls';
import type { Run as OperationRun } from '../../shared/n8n/router';
import { showHint } from '../../shared/n8n/hints';
import { carriedOn } from '../../shared/quota/ledgerRow';
import { enrollmentsMade } from '../../shared/quota/enrollmentCaps';
import { MISSING_STATISTICS_HINT, MonthlyBudget } from './monthlyBudget';
import { openLedger, type Ledgers } from '../../shared/ledger/openLedger';
import { Parameters } from '../../shared/n8n/parameters';
import { contactsToEnrollField, enrollmentsPerDayField, monthlyEmailLimitField } from './fields';
import { emailsPerContact, UNKNOWN_EMAILS_HINT } from './flowEmails';
import { joinFits, reportDay, reportMonth } from './roomReport';
import {
	UNREADABLE_HINT,
	WorkflowLoader,
	type WorkflowRef,
} from '../../shared/workflows/workflowLoader';
import { requireWorkflowRef } from '../lookup/workflowField';
import { workflowKey } from './workflowKey';

interface Question {
	workflow: WorkflowRef;
	enrollmentsPerDay: number;
	monthlyEmailLimit: number;
	contactsToEnroll: number;
}

interface Run {
	workflows: WorkflowLoader;
	account: Account;
	budget: MonthlyBudget;
	ledgers: Ledgers;
	timeZone: string;
}

/** How many more contacts the workflow may take, today and this month. Items that ask the same share one answer. */
export async function checkSendLimit({ context, client, results }: OperationRun): Promise<void> {
	const questions = await results.readItems((index): Question => {
		const parameters = Parameters.ofItem(context, index);
		return {
			workflow: requireWorkflowRef(parameters),
			enrollmentsPerDay: parameters.wholeNumber(enrollmentsPerDayField),
			monthlyEmailLimit: parameters.wholeNumber(monthlyEmailLimitField),
			contactsToEnroll: parameters.wholeNumber(contactsToEnrollField),
		};
	});
	if (questions.size === 0) return;
	const account = await readAccount(client);
	const warn = (message: string) => showHint(context, message);
	const ledgers = openLedger(context, 'useHubSpotCount', warn);
	const run: Run = {
		workflows: new WorkflowLoader(client, () => warn(`${UNREADABLE_HINT} ${UNKNOWN_EMAILS_HINT}`)),
		account,
		budget: new MonthlyBudget(client, account, ledgers, () => warn(MISSING_STATISTICS_HINT)),
		ledgers,
		timeZone: context.getTimezone(),
	};
	await results.answerTogether(questions, async (question) => [
		{ json: await answer(run, question) },
	]);
}

async function answer(run: Run, question: Question): Promise<IDataObject> {
	const { workflows, account, budget, ledgers, timeZone } = run;
	const { enrollmentsPerDay, monthlyEmailLimit, contactsToEnroll: contacts } = question;
	const { workflowId, flowId, flow } = await workflows.find(question.workflow);
	const { emails, continuesIn, sequenceEnrollActions } = emailsPerContact(flow);
	const now = Date.now();
	const day =
		enrollmentsPerDay > 0 &&
		reportDay({
			enrolled: await readEnrolled(ledgers, account.portalId, workflowId),
			limit: enrollmentsPerDay,
			contacts,
			now,
			timeZone,
		});
	const month =
		monthlyEmailLimit > 0 &&
		reportMonth({
			usage: await budget.usage(),
			limit: monthlyEmailLimit,
			emailsPerContact: emails.length,
			contacts,
			now,
			timeZone: account.timeZone,
		});
	return {
		workflow: {
			workflowId,
			flowId: flowId ?? null,
			name: flow?.name ?? null,
			enabled: flow?.isEnabled ?? null,
			...(flowId && { url: flowUrl(account, flowId) }),
		},
		emailsPerContact: emails.length,
		monthly: month ? month.monthly : null,
		daily: day ? day.daily : null,
		notChecked: [...(month ? [] : ['monthly']), ...(day ? [] : ['daily'])],
		...joinFits(
			contacts,
			[day, month].flatMap((limit) => (limit ? [limit.fit] : [])),
		),
		continuesIn,
		sequenceEnrollActions: sequenceEnrollActions.map((action) => ({ ...action })),
	};
}

async function readEnrolled(ledgers: Ledgers, portalId: string, workflowId: string) {
	const row = await ledgers.of('warn').read(workflowKey(portalId, workflowId));
	return enrollmentsMade(carriedOn(row, false).owed);
}
