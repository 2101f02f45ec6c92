import type { IDataObject } from 'n8n-workflow';

import type { HubspotServer } from '../../hubspot';
import { REPS, SEQUENCES } from '../../hubspot';
import type { Case, RunStep, Step } from '../case';
import { asKnown, cleanItems } from './demoList';
import { enrollAs, freshEnrollments } from './parameters';
import { present } from '../../../test/support/present';

const isEnroll = { method: 'POST', path: /\/enrollments$/ };

/** A sender that HubSpot refuses, and the error that every item must then hold. */
function refusedSender(name: string, sender: string, items: IDataObject[], error: string): RunStep {
	let asked = 0;
	return {
		name,
		node: 'sequence',
		items,
		parameters: enrollAs(sender),
		onError: 'continueErrorOutput',
		verify: ({ checks, hubspot, output }) => {
			const said = { outcome: 'failed', message: error, error };
			const failed = items.map((item) => ({ ...asKnown(item), ...said }));
			checks.items('error output, with the input fields', output(3), failed);
			checks.equal(
				'no other output',
				[0, 1, 2].map((index) => output(index).length),
				[0, 0, 0],
			);
			const requests = hubspot.requests.count(isEnroll) - asked;
			asked += requests;
			checks.equal('HubSpot was asked for the first few only', requests <= 8, true);
			checks.equal('nobody is enrolled', freshEnrollments(hubspot).length, 0);
		},
	};
}

function whoSends(hubspot: HubspotServer): Step[] {
	const { account } = hubspot;
	const items = cleanItems(account).slice(0, 20);
	const owners = items.map(({ email }) => {
		const { id, properties } = present(account.contactByEmail(String(email)));
		return { contactId: id, rep: present(account.repByOwner(properties.hubspot_owner_id)) };
	});
	const canSend = owners.filter(({ rep }) => rep.inboxes.length > 0 && rep.salesSeat);
	return [
		refusedSender(
			'A sender without an inbox',
			'chiara@fjordline.example',
			items,
			'The sending user has no connected inbox',
		),
		refusedSender(
			'A sender without a seat',
			'dana@fjordline.example',
			items,
			'The sending user may not use sequences',
		),
		refusedSender(
			'A sender HubSpot does not know',
			'zoe@fjordline.example',
			items,
			'HubSpot has no active user like this',
		),
		{
			name: 'The node stops the workflow without an error output',
			node: 'sequence',
			items: items.slice(0, 2),
			parameters: enrollAs('chiara@fjordline.example'),
			verify: ({ checks, execution, items: itemsOut }) => {
				checks.equal('status', execution.status, 'error');
				checks.equal('message', execution.error, 'The sending user has no connected inbox');
				checks.equal('no items go on', itemsOut(0), []);
			},
		},
		{
			name: 'The owner of each contact sends',
			node: 'sequence',
			items,
			parameters: enrollAs('', { senderMode: 'contactOwner' }),
			onError: 'continueErrorOutput',
			verify: ({ checks, output }) => {
				const expected = canSend.map(({ contactId, rep }) => ({
					contactId,
					sender: { userId: rep.userId, email: rep.email },
				}));
				checks.items('Enrolled', output(0), expected);
				checks.equal('the others fail', output(3).length, items.length - canSend.length);
				checks.equal(
					'HubSpot holds the same senders',
					freshEnrollments(hubspot)
						.map(({ contactId, userId }) => `${contactId} ${userId}`)
						.sort(),
					canSend.map(({ contactId, rep }) => `${contactId} ${rep.userId}`).sort(),
				);
			},
		},
		{
			name: 'Sequence by URL, user by ID, contact by ID',
			node: 'sequence',
			items: [{ id: owners[19].contactId }],
			parameters: {
				operation: 'enroll',
				contact: { __rl: true, mode: 'id', value: '={{ $json.id }}' },
				sequence: {
					__rl: true,
					mode: 'url',
					value: `https://app-eu1.hubspot.com/sequences/4242424/sequence/${SEQUENCES.single}`,
				},
				sender: { __rl: true, mode: 'id', value: REPS.ben.userId },
			},
			verify: ({ checks, items: itemsOut }) =>
				checks.equal('one outcome', [0, 1, 2].flatMap(itemsOut).length, 1),
		},
	];
}

export const senderCases: Case[] = [
	{ title: 'Sequence: who sends', runBy: 'server', steps: whoSends },
];
