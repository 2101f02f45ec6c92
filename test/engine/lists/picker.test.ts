import { Cast, closeCasts } from '../../support/cast';
import { askAllPages } from '../../support/n8n/picker';
import { listOf } from './support';

afterAll(closeCasts);

it.each(['hubspotSequence', 'hubspotWorkflow'] as const)(
	'%s offers static and active lists of contacts by name, with how many are on them',
	async (type) => {
		const cast = await Cast.open({ contacts: 2 });
		listOf(cast, undefined, { listId: '6101', name: 'Webinar leads' });
		listOf(cast, [], { listId: '6102', name: 'Webinar, open', processingType: 'DYNAMIC' });
		listOf(cast, [], { name: 'Webinar hosts', objectTypeId: '0-2' });
		for (let count = 0; count < 150; count++) listOf(cast, [], { objectTypeId: '0-2' });
		const question = {
			...{ type, method: 'searchContactLists', credentials: cast.stage.serviceKey },
		};
		const [found] = await askAllPages({ ...question, filter: 'webinar' });
		expect(found.results).toEqual([
			{ name: 'Webinar leads (static, 2 contacts)', value: '6101' },
			{ name: 'Webinar, open (active, 0 contacts)', value: '6102' },
		]);
		// One page of HubSpot's holds lists of companies alone: the next is read on its own.
		expect((await askAllPages(question)).flatMap(({ results }) => results)).toHaveLength(2);
		expect(await askAllPages(question)).toHaveLength(1);
	},
);
