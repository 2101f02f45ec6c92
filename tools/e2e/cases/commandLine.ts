import type { HubspotServer } from '../../hubspot';
import { FLOWS } from '../../hubspot';
import type { Case, Step } from '../case';
import { cleanItems, contactIds } from './demoList';
import { ann, contact, enrollAs, freshEnrollments, membersOf, nurture } from './parameters';
import { present } from '../../../test/support/present';

function sequenceSteps({ account }: HubspotServer): Step[] {
	const items = cleanItems(account).slice(0, 3);
	const expected = items.map(({ email }) => {
		const found = present(account.contactByEmail(String(email)));
		return { contactId: found.id, email: found.properties.email, outcome: 'enrolled' };
	});
	return [
		{
			name: 'Nobody is enrolled whose room cannot be counted',
			node: 'sequence',
			items,
			parameters: enrollAs(ann),
			verify: ({ checks, hubspot, output }) => {
				const reason = 'LEDGER_UNAVAILABLE';
				const held = expected.map((item) => ({ ...item, outcome: 'held', reason }));
				checks.items('Held Back', output(1), held);
				checks.equal('HubSpot holds nobody', freshEnrollments(hubspot), []);
			},
		},
		{
			name: 'Enroll three contacts by the count of HubSpot',
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

/** The workflow is given by the ID of the older API, then by its address. */
function workflowSteps(hubspot: HubspotServer): Step[] {
	const items = cleanItems(hubspot.account).slice(0, 3);
	const found = items.map(({ email }) => present(hubspot.account.contactByEmail(String(email))).id);
	const legacy = { __rl: true, mode: 'id', value: FLOWS.nurture.legacyId };
	const url = `https://app.hubspot.com/workflows/4242424/platform/flow/${FLOWS.nurture.id}/edit`;
	return [
		{
			name: 'Enroll three contacts by legacy ID',
			node: 'workflow',
			items,
			parameters: { operation: 'enroll', contact, workflow: legacy },
			verify: ({ checks, output }) => {
				const enrolled = found.map((contactId) => ({ contactId, ...nurture, outcome: 'enrolled' }));
				checks.items('Enrolled', output(0), enrolled);
				checks.equal('HubSpot holds the same', membersOf(hubspot), [...found].sort());
			},
		},
		{
			name: 'Unenroll them by URL',
			node: 'workflow',
			items,
			parameters: {
				operation: 'unenroll',
				contact,
				workflow: { __rl: true, mode: 'url', value: url },
			},
			verify: ({ checks, output }) => {
				const left = found.map((contactId) => ({ contactId, ...nurture, outcome: 'unenrolled' }));
				checks.items('outcomes', output(0), left);
				checks.equal('HubSpot: nobody is left', membersOf(hubspot), []);
			},
		},
	];
}

/** `n8n execute` runs in a process of its own, without Data Tables. */
export const commandLineCases: Case[] = [
	{ title: 'Sequence', runBy: 'command line', steps: sequenceSteps },
	{ title: 'Workflow', runBy: 'command line', steps: workflowSteps },
];
