import { askPicker } from '../../support/n8n/picker';
import { Cast, closeCasts } from '../../support/cast';
import { readLocated } from '../../../nodes/shared/n8n/values';
import { triggerPropertyOption } from '../../../nodes/HubspotSequence/unenroll/bridge/bridgeFields';
import { triggerPropertyField } from '../../../nodes/HubspotWorkflow/trigger/methodFields';

afterAll(closeCasts);

const ask = async (
	cast: Cast,
	type: 'hubspotSequence' | 'hubspotWorkflow',
	method: string,
	filter?: string,
) => {
	const credentials = cast.stage.serviceKey;
	const { results } = await askPicker({ type, method, filter, credentials });
	return results.map(({ value }) => value);
};

describe('The list of contact properties', () => {
	it('has what can be set to one value, in the order of the labels', async () => {
		const cast = await Cast.open();
		cast.account.properties.set('start_nurture', 'enumeration');
		const names = await ask(cast, 'hubspotWorkflow', 'searchProperties');

		expect(names).toEqual(expect.arrayContaining(['city', 'lifecyclestage', 'start_nurture']));
		// A date, a number, and what HubSpot keeps itself.
		for (const name of ['createdate', 'hs_email_bounce', 'hs_object_id', 'hs_marketable_status']) {
			expect(names).not.toContain(name);
		}
		expect(names).toEqual([...names].sort());
	});

	it('of the helper workflow has those of date and time', async () => {
		const cast = await Cast.open();
		cast.account.properties.set('leave_at', 'datetime');
		const names = await ask(cast, 'hubspotSequence', 'searchDateProperties');
		expect(names).toEqual(expect.arrayContaining(['leave_at', 'notes_last_contacted']));
		for (const name of ['city', 'createdate']) expect(names).not.toContain(name);
	});

	it('is searched by words of the label or the name', async () => {
		const cast = await Cast.open();
		cast.account.properties.set('start_nurture', 'string');
		expect(await ask(cast, 'hubspotWorkflow', 'searchProperties', ' Nurture')).toEqual([
			'start_nurture',
		]);
	});
});

describe.each([
	['HubSpot Workflow', triggerPropertyField],
	['HubSpot Sequence', triggerPropertyOption],
])('The Trigger Property of %s', (_, field) => {
	it.each([
		['as it was saved before there was a list', 'start_nurture'],
		['from the list', { __rl: true, mode: 'list', value: 'start_nurture' }],
		['by its name', { __rl: true, mode: 'name', value: ' start_nurture ' }],
	])('is read %s', (_shape, saved) => {
		expect(readLocated(field, saved)).toMatchObject({ value: 'start_nurture' });
	});
});
