import { cheapestWay, requestsForLists } from '../../../nodes/shared/overlap/cheapestWay';

const unknown = { known: false, proven: false };
const begun = (unread: number) => ({ known: true, proven: true, unread });

describe('reading the lists of active contacts takes', () => {
	it.each([
		['nothing without a list', [], 0],
		['3 requests for a list that nobody has looked at: its id, a page, a proof', [unknown], 3],
		['2 where the id is known', [{ known: true, proven: false }], 2],
		['a page for 250 members', [begun(250)], 1],
		['two pages for 251', [begun(251)], 2],
		['nothing where all is read', [begun(0)], 0],
		['the sum of all lists', [unknown, begun(1000)], 7],
	])('%s', (_, lists, requests) => {
		expect(requestsForLists(lists)).toBe(requests);
	});
});

describe('the cheapest way', () => {
	it.each([
		['is to ask each of 3 contacts rather than to open one list', 3, [unknown], 'contacts'],
		['is to open the list for 4', 4, [unknown], 'lists'],
		['is to ask each of 6 rather than to open two lists', 6, [unknown, unknown], 'contacts'],
		['is to open two lists for 7', 7, [unknown, unknown], 'lists'],
		['is to ask each of 10 rather than to read 2,500 members', 10, [begun(2500)], 'contacts'],
		['is to read 2,500 members for 11', 11, [begun(2500)], 'lists'],
		['asks for nothing where no workflow is on the theme', 1, [], 'lists'],
		['asks for nothing where nobody is left', 0, [unknown], 'contacts'],
	])('%s', (_, contacts, lists, way) => {
		expect(cheapestWay(contacts, lists)).toBe(way);
	});
});
