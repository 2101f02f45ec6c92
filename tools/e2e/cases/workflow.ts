import type { IDataObject } from 'n8n-workflow';

import type { HubspotServer } from '../../hubspot';
import { demoContacts, FLOWS } from '../../hubspot';
import type { Case, RunStep, Step } from '../case';
import { asKnown, checkDemo, contactIds, demoItems, expectDemo, type Reasons } from './demoList';
import { contact, isWrite, membersOf, nurture, workflow } from './parameters';

/** Enrollments per day in these cases. */
const cap = 30;

const reasons: Reasons = {
	alreadyEnrolled: 'IN_SEQUENCE',
	inOtherSequence: 'IN_SEQUENCE',
	optedOut: 'OPTED_OUT',
	hardBounced: 'BOUNCED',
	quarantined: 'QUARANTINED',
	badAddress: 'BAD_ADDRESS',
	duplicate: 'DUPLICATE_IN_RUN',
};

const enroll = (options: IDataObject = {}, more: IDataObject = {}) => ({
	operation: 'enroll',
	contact,
	workflow,
	enrollmentsPerDay: cap,
	...more,
	options: { ifInSequence: 'skip', skipIneligible: true, ...options },
});

const checkLimit = (name: string, used: number): RunStep => ({
	name,
	node: 'workflow',
	items: [{}, {}],
	parameters: {
		operation: 'checkSendLimit',
		workflow,
		enrollmentsPerDay: cap,
		contactsToEnroll: 60,
	},
	verify: ({ checks, output }) => {
		const remaining = cap - used;
		checks.items(name, output(0), [
			{
				workflow: { ...nurture, name: 'Welcome nurture', enabled: true },
				daily: { limit: cap, used, remaining },
				fits: remaining,
				wouldHold: 60 - remaining,
			},
		]);
	},
});

function steps(hubspot: HubspotServer): Step[] {
	const { account } = hubspot;
	const items = demoItems(account);
	const question = { reasons, room: cap, heldReason: 'DAILY_ENROLLMENT_CAP' };
	const all = expectDemo(account, question);
	const members = contactIds(all.enrolled);
	const unknown = [{ email: 'noor.unknown@nowhere.example', error: 'HubSpot has no such contact' }];
	const run = { node: 'workflow', items, onError: 'continueErrorOutput' } as const;
	const known = items.flatMap(({ email }) => account.contactByEmail(String(email)) ?? []);
	return [
		checkLimit('Check Sending Limit: nothing used', 0),
		{
			...run,
			name: 'Enroll 60 contacts, dry run',
			parameters: enroll({ dryRun: true }),
			verify: (outcome) => {
				checkDemo(outcome, expectDemo(account, { ...question, dryRun: true }));
				outcome.checks.equal('HubSpot got no write', hubspot.requests.filter(isWrite), []);
			},
		},
		{
			...run,
			name: `Enroll 60 contacts, ${cap} a day`,
			parameters: enroll(),
			verify: (outcome) => {
				checkDemo(outcome, all);
				outcome.checks.equal('HubSpot holds the same', membersOf(hubspot), members);
			},
		},
		checkLimit('Check Sending Limit: all used', cap),
		{
			...run,
			name: 'Status of 60 contacts in this workflow',
			parameters: { operation: 'status', contact, workflow },
			verify: ({ checks, output }) => {
				const expected = known.map(({ id, properties }) => {
					const enrolled = members.includes(id);
					const workflows = enrolled
						? [{ ...nurture, name: 'Welcome nurture', enabled: true }]
						: [];
					return { contactId: id, email: properties.email, enrolled, workflows };
				});
				checks.items('status', output(0), expected);
				checks.items('error output, with the input fields', output(1), unknown);
			},
		},
		{
			...run,
			name: 'Unenroll 60 contacts',
			parameters: { operation: 'unenroll', contact, workflow, options: { verify: true } },
			verify: ({ checks, output }) => {
				checks.items(
					'outcomes',
					output(0),
					known.map(({ id }) => ({ contactId: id, ...nurture, verified: true })),
				);
				checks.items('error output, with the input fields', output(1), unknown);
				checks.equal('HubSpot: nobody is left', membersOf(hubspot), []);
			},
		},
		{
			...run,
			name: 'A workflow that is off',
			parameters: enroll({}, { workflow: { ...workflow, value: FLOWS.off.id } }),
			verify: ({ checks, output }) => {
				const failed = demoContacts(account)
					.filter(({ expectation }) => expectation !== 'duplicate')
					.map(({ email, expectation }) =>
						expectation === 'unknown'
							? unknown[0]
							: asKnown({ email, error: 'The HubSpot workflow is off' }),
					);
				checks.items('error output, with the input fields', output(3), failed);
				checks.equal('nobody is enrolled', [output(0), membersOf(hubspot, FLOWS.off.id)], [[], []]);
			},
		},
	];
}

export const workflowCases: Case[] = [{ title: 'Workflow: a list of 60', runBy: 'server', steps }];
