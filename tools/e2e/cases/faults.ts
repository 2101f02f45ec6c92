import { fastify } from 'fastify';

import {
	addContact,
	addEnrollment,
	addSequence,
	SEQUENCES,
	type HubspotServer,
} from '../../hubspot';
import type { Case, EditorStep, RunStep, Step } from '../case';
import { hintsOf } from '../execution';
import { nodeNames } from '../workflow';
import { ann, contact, enrollAs } from './parameters';

type Fault = Parameters<HubspotServer['faults']['add']>[0];

const UPDATE = { method: 'POST', path: /contacts\/batch\/update$/ };
const READ = { method: 'POST', path: /contacts\/batch\/read$/ };
const ENROLL = { method: 'POST', path: /sequences\/.*enrollments$/ };

const failing = (name: string, hubspot: HubspotServer, ...faults: Fault[]): EditorStep => ({
	name,
	inEditor: async () => {
		hubspot.faults.clear();
		for (const fault of faults) await Promise.resolve(hubspot.faults.add(fault));
	},
});

/** Contacts that nothing speaks against, and an item for each. */
function newContacts({ account }: HubspotServer, count: number) {
	const contacts = Array.from({ length: count }, () => addContact(account));
	return { contacts, items: contacts.map(({ properties: { email } }) => ({ email })) };
}

/** A sequence of one email is over when the answer is lost, and HubSpot shows it no more. */
function lostAnswer(hubspot: HubspotServer): Step[] {
	const { account } = hubspot;
	const { contacts, items } = newContacts(hubspot, 3);
	const { id } = addSequence(account, { steps: [{}] });
	const enroll = (name: string, verify: RunStep['verify']): RunStep => ({
		name,
		node: 'sequence',
		items,
		parameters: enrollAs(ann, { sequence: { __rl: true, mode: 'id', value: id } }),
		onError: 'continueErrorOutput',
		verify: (outcome) => {
			verify(outcome);
			const enrolled = account.enrollments.filter(({ sequenceId }) => sequenceId === id);
			outcome.checks.equal('HubSpot: one enrollment of each', enrolled.length, contacts.length);
		},
	});
	return [
		failing('The answers will be lost', hubspot, {
			...ENROLL,
			times: 3,
			effect: { reset: 'after' },
		}),
		enroll('Enroll three contacts', ({ checks, output }) => {
			const expected = contacts.map(({ id: contactId }) => ({ outcome: 'enrolled', contactId }));
			checks.items('enrolled', output(0), expected);
		}),
		enroll('The same list again at once', ({ checks, output }) => {
			const reason = 'ALREADY_ENROLLED';
			checks.items(
				'skipped',
				output(2),
				contacts.map(({ id: contactId }) => ({ contactId, reason })),
			);
		}),
	];
}

/** Clearing the property is tidying up, and stops nobody. */
function takenOut(hubspot: HubspotServer): Step[] {
	const { account } = hubspot;
	const { contacts, items } = newContacts(hubspot, 2);
	const { id } = addSequence(account, { steps: [{}, { delayMillis: 9 * 24 * 3_600_000 }] });
	for (const one of contacts) {
		addEnrollment(account, { contactId: one.id, sequenceId: SEQUENCES.multiTouch });
	}
	const run = { node: 'sequence', items, onError: 'continueErrorOutput' } as const;
	const target = { __rl: true, mode: 'id', value: id };
	const wait = { waitSeconds: 20, pollSeconds: 1 };
	const contactIds = contacts.map(({ id: contactId }) => contactId);
	/** After so many that set it, and clear what was left of it. */
	const cannotClear = (skip: number): Fault => ({ ...UPDATE, skip, effect: { status: 500 } });
	return [
		failing('The property will not be cleared', hubspot, cannotClear(1)),
		{
			...run,
			name: 'Replace enrolls who has left',
			parameters: enrollAs(ann, {
				sequence: target,
				options: { alreadyEnrolled: 'replace', ...wait },
			}),
			verify: ({ checks, output }) => {
				const replacedSequenceId = SEQUENCES.multiTouch;
				checks.items(
					'enrolled',
					output(0),
					contactIds.map((contactId) => ({ contactId, replacedSequenceId })),
				);
				const now = contactIds.map((contactId) => account.openEnrollment(contactId)?.sequenceId);
				checks.equal('HubSpot: they are in the new one', now, [id, id]);
			},
		},
		failing('Looks will fail too', hubspot, cannotClear(2), {
			...READ,
			skip: 2,
			times: 2,
			effect: { status: 500 },
		}),
		{
			...run,
			name: 'Unenroll says of whom was seen to leave that it is so',
			parameters: { operation: 'unenroll', contact, options: wait },
			verify: ({ checks, execution, output }) => {
				checks.items(
					'unenrolled',
					output(0),
					contactIds.map((contactId) => ({ contactId, outcome: 'unenrolled' })),
				);
				const told = hintsOf(execution, nodeNames.underTest).filter((hint) =>
					hint.includes('could not be cleared of 2 contacts'),
				);
				checks.equal('a hint says what is left', told.length, 1);
			},
		},
	];
}

/** A proxy that sends requests elsewhere: neither the key nor the body goes along. */
function redirected(hubspot: HubspotServer): Step[] {
	const asked: string[] = [];
	const stranger = fastify();
	stranger.all('/*', async ({ headers }) => {
		asked.push(JSON.stringify(headers));
		return await Promise.resolve({ id: '1', results: [] });
	});
	const listening = stranger.listen({ port: 0, host: '127.0.0.1' });
	stranger.server.unref();
	const { items } = newContacts(hubspot, 1);
	const redirects = [302, 307];
	return redirects.flatMap((status): Step[] => [
		{
			name: `HubSpot will answer ${status}, and name another host`,
			inEditor: async () => {
				hubspot.faults.clear();
				const headers = { location: `${await listening}/elsewhere` };
				hubspot.faults.add({ ...ENROLL, effect: { status, headers } });
			},
		},
		{
			name: 'Nobody is enrolled, and the other host is asked nothing',
			node: 'sequence',
			items,
			parameters: enrollAs(ann),
			onError: 'continueErrorOutput',
			verify: ({ checks, output }) => {
				checks.equal('enrolled', output(0), []);
				checks.equal('an error', output(3).length, 1);
				checks.equal('the other host', asked, []);
			},
		},
	]);
}

export const faultCases: Case[] = [
	{
		title: 'Faults: lost answers',
		runBy: 'server',
		hubspot: { settings: { endedEnrollmentAnswer: 'gone' } },
		steps: lostAnswer,
	},
	{
		title: 'Faults: tidying up fails',
		runBy: 'server',
		hubspot: { settings: { bridgeDelayMs: 300 } },
		steps: takenOut,
	},
	{ title: 'Faults: redirects', runBy: 'server', steps: redirected },
];
