import type { IDataObject } from 'n8n-workflow';

import type { Expectation, HubspotServer } from '../../hubspot';
import { BRIDGE_PROPERTY, demoContacts, FLOWS, SEQUENCES } from '../../hubspot';
import type { Case, Editor, RunStep, Step } from '../case';
import { wait } from '../machine';
import { credentialReference, nodeTypes } from '../standIn';
import { workflowFor } from '../workflow';
import { demoItems } from './demoList';
import { contact, isWrite, sequence } from './parameters';
import { present } from '../../../test/support/present';

const sequenceOf: Partial<Record<Expectation, string>> = {
	alreadyEnrolled: SEQUENCES.outbound,
	inOtherSequence: SEQUENCES.multiTouch,
};

const unenroll = (options: IDataObject) => ({
	operation: 'unenroll',
	contact,
	options: { waitSeconds: 20, pollSeconds: 1, ...options },
});

function steps(hubspot: HubspotServer): Step[] {
	const { account } = hubspot;
	const items = demoItems(account);
	const known = demoContacts(account).flatMap(({ email, expectation }) => {
		const found = account.contactByEmail(email);
		const sequenceId = sequenceOf[expectation];
		return found ? [{ contactId: found.id, sequenceId, expectation }] : [];
	});
	const unknown = [{ email: 'noor.unknown@nowhere.example', error: 'HubSpot has no such contact' }];
	const run = { node: 'sequence', items, onError: 'continueErrorOutput' } as const;

	/** One run of Unenroll over the list, with what must become of those in a sequence. */
	const unenrollStep = (
		name: string,
		options: IDataObject,
		outcomes: Partial<Record<Expectation, string>>,
		after?: (editor: Pick<Editor, 'checks'>) => void,
	): RunStep => ({
		...run,
		name,
		parameters: unenroll(options),
		verify: ({ checks, output }) => {
			const expected = known.map(({ contactId, expectation }) => {
				return { contactId, outcome: outcomes[expectation] ?? 'notEnrolled' };
			});
			checks.items('outcomes', output(0), expected);
			checks.items('error output', output(1), unknown);
			after?.({ checks });
		},
	});
	const enrolledNow = () =>
		known.flatMap(({ contactId }) => account.openEnrollment(contactId)?.sequenceId ?? []);

	return [
		{
			...run,
			name: 'Status of 60 contacts',
			parameters: { operation: 'status', contact },
			verify: ({ checks, output }) => {
				const expected = known.map(({ contactId, sequenceId }) => ({
					contactId,
					enrolled: sequenceId !== undefined,
					...(sequenceId && { enrollment: { sequenceId }, latest: { sequenceId } }),
					counts: { active: sequenceId ? 1 : 0 },
				}));
				checks.items('status', output(0), expected);
				checks.items('error output, with the input fields', output(1), unknown);
			},
		},
		unenrollStep(
			'Unenroll, dry run',
			{ dryRun: true },
			{ alreadyEnrolled: 'wouldUnenroll', inOtherSequence: 'wouldUnenroll' },
			({ checks }) => checks.equal('no write', hubspot.requests.filter(isWrite), []),
		),
		unenrollStep(
			'Unenroll from one sequence only',
			{ onlySequence: sequence },
			{ alreadyEnrolled: 'unenrolled', inOtherSequence: 'differentSequence' },
			({ checks }) => {
				const left = [SEQUENCES.multiTouch, SEQUENCES.multiTouch];
				checks.equal('HubSpot: the others stay', enrolledNow(), left);
			},
		),
		{
			name: 'The helper workflow is switched off',
			inEditor: async () =>
				void Object.assign(present(account.flow(FLOWS.bridge.id)), { isEnabled: false }),
		},
		unenrollStep('Unenroll, nothing happens', { waitSeconds: 2 }, { inOtherSequence: 'pending' }),
		{
			name: 'Cancel a run that waits',
			inEditor: async (editor) => await cancel(editor, items),
		},
		{
			name: 'The helper workflow is switched on',
			inEditor: async () =>
				void Object.assign(present(account.flow(FLOWS.bridge.id)), { isEnabled: true }),
		},
		unenrollStep('Unenroll', {}, { inOtherSequence: 'unenrolled' }, ({ checks }) => {
			checks.equal('HubSpot: nobody is left', enrolledNow(), []);
			const armed = known.filter(
				({ contactId }) => account.contacts.get(contactId)?.properties[BRIDGE_PROPERTY],
			);
			checks.equal('the trigger property is cleared', armed, []);
		}),
	];
}

/** Somebody presses Stop while the node waits for HubSpot. */
async function cancel(
	{ checks, hubspot, session, credentialId }: Editor,
	items: IDataObject[],
): Promise<void> {
	const underTest = {
		type: nodeTypes.sequence,
		parameters: unenroll({ waitSeconds: 60, pollSeconds: 30 }),
		onError: 'continueErrorOutput',
		credentials: credentialReference(credentialId),
	} as const;
	const id = await session.addWorkflow(workflowFor('', 'Cancel', items, underTest));
	const before = hubspot.requests.filter(isWrite).length;
	const executionId = await session.startWorkflow(id);
	while (hubspot.requests.filter(isWrite).length < before + 2) await wait(50);
	await wait(300);
	const asked = Date.now();
	await session.request('POST', `/executions/${executionId}/stop`);
	const { status } = await session.endOf(id, executionId);
	checks.equal('it is canceled', status, 'canceled');
	checks.equal('within two seconds', Date.now() - asked < 2000, true);
	const sent = hubspot.requests.count();
	await wait(1500);
	checks.equal('HubSpot is not asked any more', hubspot.requests.count(), sent);
}

export const unenrollCases: Case[] = [
	{
		title: 'Sequence: status and unenroll',
		runBy: 'server',
		hubspot: { settings: { bridgeDelayMs: 300 } },
		steps,
	},
];
