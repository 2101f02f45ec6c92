import { addList } from '../../../tools/hubspot';
import { askAllPages } from '../../support/n8n/picker';
import { useStage } from './support';

const stage = useStage();

const question = (filter?: string) => ({
	type: 'hubspotWorkflow' as const,
	method: 'searchLists',
	filter,
	credentials: stage().serviceKey,
});

it('the list of lists holds static ones alone, by name, page by page', async () => {
	const { account } = stage().hubspot;
	addList(account, { name: 'Webinar leads' });
	addList(account, { name: 'Webinar of the past', processingType: 'SNAPSHOT' });
	addList(account, { name: 'Webinar, active', processingType: 'DYNAMIC' });
	for (let count = 0; count < 120; count++) addList(account);
	const pages = await askAllPages(question());
	expect(pages.map(({ results }) => results.length)).toEqual([100, 22]);
	const [found] = await askAllPages(question(' webinar '));
	expect(found.results.map(({ name }) => name)).toEqual(['Webinar leads', 'Webinar of the past']);
});
