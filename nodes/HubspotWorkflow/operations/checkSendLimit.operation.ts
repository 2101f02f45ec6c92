import { groupBy } from 'lodash';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { readAccount, type Account } from '../../shared/hubspot/account';
import { flowUrl } from '../../shared/hubspot/urls';
import { RunSheet } from '../../shared/items/runSheet';
import { inProcessLedger } from '../../shared/sendLimit/inProcessLedger';
import { timesOf } from '../../shared/sendLimit/ledger';
import { reportRoom } from '../../shared/sendLimit/report';
import { createClient } from '../../shared/transport/client';
import { readCount } from '../enrollParameters';
import {
	requireWorkflowRef,
	UNREADABLE_HINT,
	WorkflowBook,
	type WorkflowRef,
} from '../workflowBook';
import { workflowKey } from '../workflowKey';

interface Question {
	workflow: WorkflowRef;
	enrollmentsPerDay: number;
	contactsToEnroll: number;
}

/** How many more contacts the workflow may take today. Items that ask the same share one answer. */
export async function checkSendLimit(context: IExecuteFunctions): Promise<INodeExecutionData[][]> {
	const sheet = new RunSheet(context, 1, 0);
	await sheet.guardRest(async () => {
		const questions: Array<{ index: number; question: Question }> = [];
		for (const index of sheet.items.keys()) {
			await sheet.guard(index, () => {
				const question = {
					workflow: requireWorkflowRef(context, index),
					enrollmentsPerDay: readCount(context, 'enrollmentsPerDay', 'Enrollments per Day', index),
					contactsToEnroll: readCount(context, 'contactsToEnroll', 'Contacts to Enroll', index),
				};
				questions.push({ index, question });
			});
		}
		if (questions.length === 0) return;
		const client = await createClient(context);
		const account = await readAccount(client);
		const book = new WorkflowBook(client, () =>
			context.addExecutionHints({ message: UNREADABLE_HINT, type: 'warning' }),
		);
		const same = groupBy(questions, ({ question }) => JSON.stringify(question));
		for (const asked of Object.values(same)) {
			const [first, ...others] = asked.map(({ index }) => index);
			await sheet.guard(first, async () => {
				const json = await answer(book, account, context.getTimezone(), asked[0].question);
				sheet.settleTogether([first, ...others], 0, json);
			});
			sheet.failLike(first, others);
		}
	});
	return sheet.finish();
}

async function answer(
	book: WorkflowBook,
	account: Account,
	timeZone: string,
	{ workflow: ref, enrollmentsPerDay, contactsToEnroll }: Question,
): Promise<IDataObject> {
	const { workflowId, flowId, flow } = await book.find(ref);
	const workflow = {
		workflowId,
		flowId: flowId ?? null,
		name: flow?.name ?? null,
		enabled: flow?.isEnabled ?? null,
		...(flowId && { url: flowUrl(account, flowId) }),
	};
	const times = timesOf(await inProcessLedger.read(workflowKey(account.portalId, workflowId)));
	if (enrollmentsPerDay === 0) {
		return { workflow, daily: null, fits: contactsToEnroll, wouldHold: 0, restFitsAt: null };
	}
	const room = reportRoom({
		times,
		limit: enrollmentsPerDay,
		reserve: 0,
		offsets: [0],
		contacts: contactsToEnroll,
		now: Date.now(),
		timeZone,
	});
	return {
		workflow,
		daily: {
			limit: room.limit,
			used: room.sent,
			remaining: room.remaining,
			nextAvailableAt: room.nextAvailableAt,
		},
		fits: room.fits,
		wouldHold: room.wouldHold,
		restFitsAt: room.restFitsAt,
	};
}
