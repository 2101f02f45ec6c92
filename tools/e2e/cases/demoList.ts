import type { IDataObject } from 'n8n-workflow';

import type { Account, Expectation } from '../../hubspot';
import { demoContacts } from '../../hubspot';
import type { StepOutcome } from '../case';

/** Reason codes by what a contact is; one without a reason enters where there is room. */
export type Reasons = Partial<Record<Expectation, string>>;

export interface DemoQuestion {
	reasons: Reasons;
	/** How many contacts the limit lets in. */
	room: number;
	heldReason: string;
	/** Refused by HubSpot only when it is tried, so held back once there is no room to try. */
	onlyHubspotKnows?: Expectation;
	/** In already: contact ids. */
	before?: ReadonlySet<string>;
	dryRun?: boolean;
}

/** Items that must leave through each output, in order. */
export interface DemoAnswer {
	enrolled: IDataObject[];
	held: IDataObject[];
	skipped: IDataObject[];
	failed: IDataObject[];
}

/** The items of the demo list, as a spreadsheet would bring them. */
export const demoItems = (account: Account): IDataObject[] =>
	demoContacts(account).map(({ email, firstName, company }) => ({ email, firstName, company }));

/** An item as HubSpot has its contact: addresses are in small letters there. */
export const asKnown = <T extends IDataObject>(item: T): T => ({
	...item,
	email: String(item.email).toLowerCase(),
});

/** What must become of each contact of the demo list, worked out from what the contact is. */
export function expectDemo(account: Account, question: DemoQuestion): DemoAnswer {
	const { reasons, heldReason, onlyHubspotKnows, before, dryRun } = question;
	const answer: DemoAnswer = { enrolled: [], held: [], skipped: [], failed: [] };
	let { room } = question;
	demoContacts(account).forEach(({ email, expectation, firstName, company }, item) => {
		const contact = account.contactByEmail(email);
		if (!contact) {
			const message = 'HubSpot has no such contact';
			const failed = { outcome: 'failed', reason: 'CONTACT_NOT_FOUND', message, error: message };
			answer.failed.push({ email, firstName, company, ...failed });
			return;
		}
		const ids = { contactId: contact.id, email: contact.properties.email, item };
		const isIn = before?.has(contact.id) === true && expectation !== 'duplicate';
		const reason = isIn ? 'ALREADY_ENROLLED' : reasons[expectation];
		if (reason && (expectation !== onlyHubspotKnows || room > 0)) {
			const outcome = dryRun ? 'wouldSkip' : 'skipped';
			answer.skipped.push({ ...ids, outcome, reason });
		} else if (room > 0) {
			room--;
			answer.enrolled.push({ ...ids, outcome: dryRun ? 'wouldEnroll' : 'enrolled' });
		} else {
			const outcome = dryRun ? 'wouldHold' : 'held';
			answer.held.push({ ...ids, outcome, reason: heldReason });
		}
	});
	return answer;
}

/** Compares all outputs of Enroll, item by item, with their item links. */
export function checkDemo(
	{ checks, items }: StepOutcome,
	{ enrolled, held, skipped, failed }: DemoAnswer,
): void {
	const linked = (index: number): IDataObject[] =>
		items(index).map(({ json, pairedItem }) => {
			const link = Array.isArray(pairedItem) ? pairedItem[0] : pairedItem;
			return { ...json, item: typeof link === 'object' ? link.item : link };
		});
	checks.items('Enrolled', linked(0), enrolled);
	checks.items('Held Back', linked(1), held);
	checks.items('Skipped', linked(2), skipped);
	checks.items('error output, with the input fields', linked(3), failed);
}

/** Contact ids of items, sorted, for a comparison with what HubSpot holds. */
export const contactIds = (items: IDataObject[]): string[] =>
	items.map(({ contactId }) => String(contactId)).sort();

/** Items of the contacts that nothing speaks against. */
export const cleanItems = (account: Account): IDataObject[] =>
	demoContacts(account)
		.filter(({ expectation }) => expectation === 'clean')
		.map(({ email, firstName, company }) => ({ email, firstName, company }));
