import type { HubspotServer } from '../../hubspot';
import type { Case, Step } from '../case';
import { cleanItems, contactIds } from './demoList';
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
				const error = `Only 25 of ${items.length} contacts fit in the sending limit of ${ann}`;
				const failed = items.map(({ email }, itemIndex) => {
					return { email, error, message: { itemIndex } };
				});
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

/** `n8n execute` runs in a process of its own, without Data Tables. */
function commandLine({ account }: HubspotServer): Step[] {
	const items = cleanItems(account).slice(0, 3);
	const expected = items.map(({ email }) => {
		const found = account.contactByEmail(String(email))!;
		return { contactId: found.id, email: found.properties.email, outcome: 'enrolled' };
	});
	return [
		{
			name: 'Enroll three contacts',
			node: 'sequence',
			items,
			parameters: enrollAs(ann, {
				options: { ledgerUnavailable: 'useHubSpotCount', verify: true },
			}),
			verify: ({ checks, hubspot, output }) => {
				const verified = expected.map((item) => ({ ...item, verified: true }));
				checks.items('Enrolled', output(0), verified);
				checks.equal(
					'HubSpot holds the same',
					freshEnrollments(hubspot)
						.map(({ contactId }) => contactId)
						.sort(),
					contactIds(expected),
				);
			},
		},
	];
}

export const modeCases: Case[] = [
	{ title: 'Sequence: other modes', runBy: 'server', steps: modes },
	{ title: 'Sequence', runBy: 'command line', steps: commandLine },
];
