import type { INodeParameters } from 'n8n-workflow';

import type { Properties } from '../../../tools/hubspot';
import { asked, itemsOf, newContacts, newFlow, newPeople, on, useStage } from './support';
import { byId } from '../../support/n8n/stage';
import { ENROLLED, FAILED, SKIPPED } from '../../support/outputs';

const stage = useStage();

const settings = { onError: 'continueErrorOutput' as const };

/** Enrolls one contact with these properties and one that nothing speaks against. */
async function enrollWith(properties: Properties, options: INodeParameters) {
	const contacts = [...newContacts(stage(), properties), ...newPeople(stage(), 1)];
	const run = await stage().workflow(
		contacts.map(({ id }) => ({ id })),
		{
			parameters: on('enroll', newFlow(stage()), { contact: byId('={{ $json.id }}'), options }),
			settings,
		},
	);
	expect(run.of(1)).toMatchObject({ output: ENROLLED, json: { outcome: 'enrolled' } });
	return { ...run.of(0), contact: contacts[0], asked: asked(stage(), contacts[0]) };
}

describe('a contact is skipped', () => {
	it.each<[string, Properties, INodeParameters]>([
		['IN_SEQUENCE', { hs_sequences_is_enrolled: 'true' }, { ifInSequence: 'skip' }],
		['NOT_MARKETING_CONTACT', { hs_marketable_status: 'false' }, { requireMarketingContact: true }],
		['NOT_MARKETING_CONTACT', { hs_marketable_status: null }, { requireMarketingContact: true }],
		['OPTED_OUT', { hs_email_optout: 'true' }, { skipIneligible: true }],
		['BOUNCED', { hs_email_hard_bounce_reason_enum: 'OTHER' }, { skipIneligible: true }],
		['QUARANTINED', { hs_email_quarantined: 'true' }, { skipIneligible: true }],
		['BAD_ADDRESS', { hs_email_bad_address: 'true' }, { skipIneligible: true }],
		['BAD_ADDRESS', { hs_email_is_ineligible: 'true' }, { skipIneligible: true }],
	])('%s %j with %j, and enrolled without', async (reason, properties, options) => {
		const result = await enrollWith(properties, options);
		expect(result).toMatchObject({
			output: SKIPPED,
			asked: 0,
			json: {
				outcome: 'skipped',
				reason,
				message: expect.stringMatching(/^\w.+/) as string,
				contactId: result.contact.id,
				email: result.contact.properties.email,
			},
		});
		expect(await enrollWith(properties, {})).toMatchObject({
			output: ENROLLED,
			asked: 1,
			json: { outcome: 'enrolled' },
		});
	});

	it.each([null, ''])('NO_EMAIL, whatever the options say: %j', async (email) => {
		const result = await enrollWith({ email }, {});
		expect(result).toMatchObject({ output: SKIPPED, json: { reason: 'NO_EMAIL' } });
	});
});

describe('what HubSpot refuses of one contact,', () => {
	const refused = { error: 'HubSpot rejected the request' };

	it.each<[string, string, boolean, number, object]>([
		[
			'is skipped with Skip Ineligible',
			'RECIPIENT_PREVIOUSLY_BOUNCED',
			true,
			SKIPPED,
			{ reason: 'BOUNCED' },
		],
		['is an error without', 'RECIPIENT_PREVIOUSLY_BOUNCED', false, FAILED, {}],
		['is an error where it is not about the contact', 'SEND_LIMIT_EXCEEDED', true, FAILED, {}],
		['is an error where nobody knows the code', 'NO_SUCH_CODE', true, FAILED, refused],
	])('%s, and says nothing of the next', async (_, message, skipIneligible, output, json) => {
		const path = /enrollments\/contacts/;
		const body = { message: `SequenceError.${message}` };
		stage().hubspot.faults.add({ method: 'POST', path, times: 1, effect: { status: 400, body } });
		const run = await stage().workflow(itemsOf(newPeople(stage(), 2)), {
			parameters: on('enroll', newFlow(stage()), { options: { skipIneligible, concurrency: 1 } }),
			settings,
		});
		expect(run.of(0)).toMatchObject({ output, json });
		expect(run.of(1).output).toBe(ENROLLED);
	});
});

it('the run is summed up in one sentence', async () => {
	const contacts = [
		...newPeople(stage(), 3),
		...newContacts(stage(), { hs_email_optout: 'true' }, { hs_email_optout: 'true' }),
	];
	const run = await stage().workflow([...itemsOf(contacts), ...itemsOf(contacts.slice(0, 1))], {
		parameters: on('enroll', newFlow(stage()), { options: { skipIneligible: true } }),
	});
	expect(run.hints.map(({ message }) => message)).toEqual([
		'3 enrolled; 3 skipped: 2 opted out, 1 repeated in the run',
	]);
});

describe('a workflow that is off', () => {
	it('takes nobody in', async () => {
		const flow = newFlow(stage(), { isEnabled: false, name: 'Old onboarding' });
		const run = await stage().workflow(itemsOf(newPeople(stage(), 2)), {
			parameters: on('enroll', flow),
			settings,
		});
		expect(run.json[FAILED]).toHaveLength(2);
		expect(run.of(0).json).toMatchObject({
			error: 'The HubSpot workflow is off',
			description:
				'Turn "Old onboarding" on in HubSpot, or set \'If HubSpot Workflow Is Off\' to Warn.',
		});
		expect(asked(stage())).toBe(0);
	});

	it('is asked all the same with Warn, and there is a warning', async () => {
		const flow = newFlow(stage(), { isEnabled: false, name: 'Old onboarding' });
		const run = await stage().workflow(itemsOf(newPeople(stage(), 2)), {
			parameters: on('enroll', flow, { options: { ifDisabled: 'warn' } }),
		});
		expect(run.json[ENROLLED]).toHaveLength(2);
		expect(run.hints).toHaveLength(2);
		expect(run.hints[1]).toMatchObject({
			type: 'warning',
			message: expect.stringContaining('"Old onboarding" is off') as string,
		});
	});

	it.each([404, 412] as const)('and is refused with %i, is an error', async (v2WorkflowOff) => {
		stage().hubspot.settings.v2WorkflowOff = v2WorkflowOff;
		const flow = newFlow(stage(), { isEnabled: false });
		const run = await stage().workflow(itemsOf(newPeople(stage(), 1)), {
			parameters: on('enroll', flow, { options: { ifDisabled: 'warn' } }),
			settings,
		});
		expect(run.of(0)).toMatchObject({
			output: FAILED,
			json: { details: { hubspotMessage: 'The workflow is not active' } },
		});
	});
});

it('a workflow for other records takes nobody in', async () => {
	const flow = newFlow(stage(), { objectTypeId: '0-3', type: 'PLATFORM_FLOW' });
	const run = await stage().workflow(itemsOf(newPeople(stage(), 1)), {
		parameters: on('enroll', flow, { options: { ifDisabled: 'warn' } }),
		settings,
	});
	expect(run.of(0)).toMatchObject({
		output: FAILED,
		json: { error: 'The HubSpot workflow is not for contacts' },
	});
	expect(asked(stage())).toBe(0);
});
