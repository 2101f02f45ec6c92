import { MEMBERS_PAGE } from '../hubspot/memberships';

/** How far a workflow's list of active contacts is known. */
export interface ActiveList {
	/** Whether the id of the list is known; if not, it takes a request. */
	known: boolean;
	/** Whether it was seen to be the list it should be; if not, that takes a request. */
	proven: boolean;
	/** Members that are still to be read; undefined while nobody has asked for the size. */
	unread?: number;
}

/** What reading the lists still takes, at the least. */
export const requestsForLists = (lists: ActiveList[]): number =>
	lists.reduce((sum, { known, proven, unread }) => {
		const pages = unread === undefined ? 1 : Math.ceil(unread / MEMBERS_PAGE);
		return sum + (known ? 0 : 1) + (proven ? 0 : 1) + pages;
	}, 0);

/**
 * Which way tells with fewer requests who is in the workflows: their lists of active contacts, or
 * one request per contact.
 */
export const cheapestWay = (contacts: number, lists: ActiveList[]): 'lists' | 'contacts' =>
	requestsForLists(lists) < contacts ? 'lists' : 'contacts';
