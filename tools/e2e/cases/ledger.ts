import type { IDataObject, INodeParameters } from 'n8n-workflow';

import type { HubspotServer } from '../../hubspot';
import type { Case, Editor, EditorStep, RunStep, Step } from '../case';
import { dataTableCalls, type DataTableSession } from '../dataTableSession';
import { contractRunner } from '../dataTableContract';
import { CONTRACT } from '../dataTableSteps';
import { asKnown, cleanItems } from './demoList';
import { ann, ben, enrollAs, freshEnrollments, user } from './parameters';

const TABLE = 'HubSpot Send Ledger';

const ofLedger = (operation: string, more: INodeParameters): INodeParameters => ({
	resource: 'row',
	operation,
	dataTableId: { __rl: true, mode: 'name', value: TABLE },
	...more,
});

const whereSender = (sender: string, account: number): INodeParameters => ({
	matchType: 'allConditions',
	filters: {
		conditions: [
			{ keyName: 'account', condition: 'eq', keyValue: String(account) },
			{ keyName: 'sender', condition: 'eq', keyValue: sender },
		],
	},
});

const inTables = (
	name: string,
	act: (table: DataTableSession, editor: Editor) => Promise<void>,
): EditorStep => ({
	name,
	inEditor: async (editor) => await act(dataTableCalls(editor.session), editor),
});

/** What the table shows of a sender. */
const rowsOf = async (table: DataTableSession, { account }: HubspotServer, sender: string) =>
	await table(ofLedger('get', { returnAll: true, ...whereSender(sender, account.portalId) }), {});

function steps(hubspot: HubspotServer): Step[] {
	const items = cleanItems(hubspot.account).slice(0, 6);
	const [first, second] = [items.slice(0, 3), items.slice(3)];
	const enroll = (name: string, some: IDataObject[], verify: RunStep['verify']): RunStep => ({
		name,
		node: 'sequence',
		items: some,
		parameters: enrollAs(ann),
		onError: 'continueErrorOutput',
		verify,
	});
	return [
		enroll('Enroll three contacts', first, ({ checks, output }) =>
			checks.equal('all are enrolled', output(0).length, 3),
		),
		inTables('The table tells what is owed', async (table, { checks }) => {
			const rows = await rowsOf(table, hubspot, ann);
			checks.items('one row for the sender', rows, [{ sender: ann, sendsToCome: 9 }]);
			const text = JSON.stringify(rows);
			checks.equal(
				'no address of a contact',
				/customer|furniture|@(?!fjordline)/.test(text),
				false,
			);
		}),
		{
			name: 'Check Sending Limit, with a chart, of two users',
			node: 'sequence',
			items: [{}],
			parameters: {
				operation: 'checkSendLimit',
				senderMode: 'rotate',
				senders: [ann, ben],
				options: { includeChart: true },
			},
			verify: ({ checks, items: itemsOf, output }) => {
				const users = [ann, ben].map((email) => ({ sender: { email } }));
				checks.items('one item a user', output(0), users);
				const [, ...coming] = output(0)[0].forecast as Array<{ planned: number }>;
				const planned = coming.reduce((sum, day) => sum + day.planned, 0);
				checks.equal('the follow-ups of the coming days', planned, 6);
				const { chart, chartPreview } = itemsOf(0)[0].binary ?? {};
				checks.equal('an SVG', chart?.mimeType, 'image/svg+xml');
				checks.equal('a preview that n8n shows', chartPreview?.fileType, 'html');
			},
		},
		inTables('Somebody damages the row', async (table, { checks }) => {
			const damage = { columns: { mappingMode: 'autoMapInputData', value: null }, options: {} };
			const where = whereSender(ann, hubspot.account.portalId);
			const rows = await table(ofLedger('update', { ...damage, ...where }), { enrollments: '{' });
			checks.equal('it is damaged', rows.length, 1);
		}),
		enroll('A damaged row is an error, and never a zero', second, ({ checks, output }) => {
			const error = `What is planned for ${ann} cannot be read`;
			checks.items(
				'error output',
				output(3),
				second.map((item) => ({ ...asKnown(item), error })),
			);
			checks.equal('nobody more is enrolled', freshEnrollments(hubspot).length, 3);
		}),
		inTables('The row is deleted', async (table, { checks }) => {
			const where = whereSender(ann, hubspot.account.portalId);
			const rows = await table(ofLedger('deleteRows', { options: {}, ...where }), {});
			checks.equal('it is gone', rows.length, 1);
		}),
		{
			name: 'It begins anew, and two users take turns',
			node: 'sequence',
			items: second,
			parameters: enrollAs(ann, { senderMode: 'rotate', senders: [ann, ben], sender: user('') }),
			verify: ({ checks, output }) => {
				const senders = output(0).map(({ sender }) => (sender as IDataObject).email);
				checks.equal('the one with more room first', senders, [ben, ben, ben]);
			},
		},
	];
}

/** What the ledger takes for granted of n8n's Data Tables. */
const contract: EditorStep = {
	name: 'hold what the ledger takes for granted',
	inEditor: async ({ checks, session }) => {
		const run = contractRunner(dataTableCalls(session));
		for (const step of CONTRACT) checks.equal(step.name, await run(step), undefined);
	},
};

export const ledgerCases: Case[] = [
	{ title: 'The ledger', runBy: 'server', steps },
	{ title: 'Data Tables', runBy: 'server', steps: () => [contract] },
];
