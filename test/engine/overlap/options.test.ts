import { addRep, addSequence } from '../../../tools/hubspot';
import { askOptions } from '../../support/n8n/picker';
import { newFlow, useStage } from '../workflow/support';

const stage = useStage();

it('the list of conflicting workflows holds all contact workflows, by flow id', async () => {
	const off = newFlow(stage(), { name: 'Welcome', isEnabled: false });
	newFlow(stage(), { name: 'Deals', objectTypeId: '0-3', type: 'PLATFORM_FLOW' });
	for (let count = 0; count < 120; count++) newFlow(stage(), { name: `Nurture ${1000 + count}` });
	const options = await askOptions({
		type: 'hubspotSequence',
		method: 'getWorkflows',
		credentials: stage().serviceKey,
	});
	expect(options).toHaveLength(121);
	expect(options.at(-1)).toEqual({ name: 'Welcome (off)', value: off.id });
});

describe('the list of conflicting sequences', () => {
	const ask = async () =>
		await askOptions({
			type: 'hubspotWorkflow',
			method: 'getSequences',
			credentials: stage().serviceKey,
		});

	it('holds all sequences that the first user sees', async () => {
		const { account } = stage().hubspot;
		addRep(account);
		const names = Array.from({ length: 45 }, (_, index) => `Sequence ${100 + index}`);
		for (const name of names) addSequence(account, { name });
		expect((await ask()).map(({ name }) => name)).toEqual(names);
	});

	it('is empty in an account without users', async () => {
		expect(await ask()).toEqual([]);
	});

	it('says what is wrong with the credential', async () => {
		stage().hubspot.settings.grantedScopes = ['oauth'];
		await expect(ask()).rejects.toMatchObject({
			message: expect.stringMatching(
				/^The HubSpot credential lacks a scope for this: .*automation/,
			),
		});
	});
});
