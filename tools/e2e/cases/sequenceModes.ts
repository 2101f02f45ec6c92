import type { HubspotServer } from '../../hubspot';
import type { Case, Step } from '../case';
import { itemsOf } from '../execution';
import { credentialReference, nodeTypes } from '../standIn';
import { nodeNames, workflowFor } from '../workflow';
import { asKnown, cleanItems, contactIds } from './demoList';
import { ann, enrollAs, freshEnrollments } from './parameters';

/** 45 contacts that nothing speaks against, for a sender with 25 sends left. */
function modes({ account }: HubspotServer): Step[] {
	const items = cleanItems(account);
	return [
		{
			name: 'When the Limit Is Reached: Fail',
			node: 'sequence',
			items,
			parameters: enrollAs(ann, { sendLimitMode: 'fail' }),
			onError: 'continueErrorOutput',
			verify: ({ checks, hubspot, output }) => {
				const error = `Only 25 of ${items.length} contacts fit in the sending limit`;
				const said = { outcome: 'failed', reason: 'SEND_LIMIT', message: error, error };
				const failed = items.map(({ email }) => ({ ...asKnown({ email }), ...said }));
				checks.items('error output', output(3), failed);
				checks.equal('nobody is enrolled', freshEnrollments(hubspot).length, 0);
			},
		},
		{
			name: 'When the Limit Is Reached: Do Not Check',
			node: 'sequence',
			items,
			parameters: enrollAs(ann, { sendLimitMode: 'off', options: { concurrency: 1 } }),
			verify: ({ checks, hubspot, output }) => {
				const outcome = (name: string) => (item: object) => ({ ...item, outcome: name });
				const known = items.map(({ email }) => ({ email: String(email).toLowerCase() }));
				const enrolled = known.slice(0, 25).map(outcome('enrolled'));
				const held = known
					.slice(25)
					.map((item) => ({ ...item, outcome: 'held', reason: 'HUBSPOT_SEND_LIMIT' }));
				checks.items('Enrolled', output(0), enrolled);
				checks.items('Held Back: HubSpot refused', output(1), held);
				checks.equal(
					'HubSpot holds the same',
					freshEnrollments(hubspot)
						.map(({ contactId }) => contactId)
						.sort(),
					contactIds(output(0)),
				);
			},
		},
	];
}

/** Both runs want the same 45 contacts and the same 25 sends. */
function atOnce(hubspot: HubspotServer): Step[] {
	const items = cleanItems(hubspot.account);
	return [
		{
			name: 'Two executions share 25 sends',
			inEditor: async ({ checks, session, credentialId }) => {
				const underTest = {
					type: nodeTypes.sequence,
					parameters: enrollAs(ann),
					credentials: credentialReference(credentialId),
				};
				const id = await session.addWorkflow(workflowFor('', 'Two at once', items, underTest));
				const started = [await session.startWorkflow(id), await session.startWorkflow(id)];
				const ended = await Promise.all(
					started.map(async (execution) => await session.endOf(id, execution)),
				);
				const out = (output: number) =>
					ended.flatMap((run) => itemsOf(run, nodeNames.underTest, output));
				checks.equal(
					'both succeed',
					ended.map(({ status }) => status),
					['success', 'success'],
				);
				checks.equal('every item leaves once', [0, 1, 2].flatMap(out).length, 2 * items.length);
				const enrolled = out(0).map(({ json }) => json);
				checks.equal('25 enrolled in all', enrolled.length, 25);
				const held = freshEnrollments(hubspot).map(({ contactId }) => contactId);
				checks.equal('HubSpot holds the same', held.sort(), contactIds(enrolled));
				checks.equal('no email met the limit', hubspot.account.overLimitSends, []);
			},
		},
	];
}

export const modeCases: Case[] = [
	{ title: 'Sequence: other modes', runBy: 'server', steps: modes },
	{ title: 'Sequence: at once', runBy: 'server', steps: atOnce },
];
