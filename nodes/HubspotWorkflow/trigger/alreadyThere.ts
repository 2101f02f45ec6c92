/** The contact meets the trigger already, so that nothing happens when it is made to meet it. */
export class AlreadyThere extends Error {
	override readonly name = 'AlreadyThere';
}

export const ON_LIST =
	'The contact is on the list already, and adding it again starts nothing; take it off first to start the HubSpot workflow again';

export const HAS_VALUE =
	'The contact has this value in the property already, and setting it again starts nothing; clear it first to start the HubSpot workflow again';
