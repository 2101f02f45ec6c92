import { performAction } from './flowActions';
import { meetsBranch } from './flowFilters';
import type { Flow, FlowAction, FlowEnrollment } from './flowTypes';
import type { AccountState } from './state';
import type { Contact } from './types';

export type Entry = 'entered' | 'off' | 'suppressed' | 'alreadyIn' | 'notAgain';

export function currentIn(account: AccountState, flow: Flow, contactId: string) {
	return account
		.flowEnrollmentsOf(contactId)
		.find((one) => one.flowId === flow.id && one.state === 'active');
}

function isSuppressed(account: AccountState, flow: Flow, contact: Contact): boolean {
	return flow.suppressionListIds.some((suppressed) =>
		account.lists.some(
			({ listId, members }) => listId === String(suppressed) && members.has(contact.id),
		),
	);
}

/**
 * Puts a contact into a flow, by hand or by its trigger: the rules are the same. Suppressed
 * contacts cannot enter, and nobody enters twice unless re-enrollment is on (hubspot-api.md
 * 3.1, 3.4).
 */
export function enterFlow(account: AccountState, flow: Flow, contact: Contact): Entry {
	if (!flow.isEnabled) return 'off';
	if (isSuppressed(account, flow, contact)) return 'suppressed';
	if (currentIn(account, flow, contact.id)) return 'alreadyIn';
	const before = account.flowEnrollmentsOf(contact.id).some((one) => one.flowId === flow.id);
	if (before && flow.enrollmentCriteria.shouldReEnroll !== true) return 'notAgain';

	leaveOthers(account, flow, contact.id);
	const enrollment: FlowEnrollment = {
		flowId: flow.id,
		contactId: contact.id,
		enrolledAt: account.clock.now(),
		state: 'active',
	};
	account.flowEnrollments.push(enrollment);
	run(account, flow, contact, enrollment, flow.startActionId);
	return 'entered';
}

/** Takes a contact out; actions it had still to come do not run. False if it was not in. */
export function leaveFlow(account: AccountState, flow: Flow, contactId: string): boolean {
	const enrollment = currentIn(account, flow, contactId);
	if (!enrollment) return false;
	enrollment.state = 'unenrolled';
	return true;
}

/** Takes everybody out, as switching the flow off or deleting it does. */
export function leaveAll(account: AccountState, flow: Flow): void {
	for (const enrollment of account.flowEnrollments) {
		const open = enrollment.flowId === flow.id && enrollment.state === 'active';
		if (open) enrollment.state = 'unenrolled';
	}
}

function leaveOthers(account: AccountState, flow: Flow, contactId: string): void {
	const setting = flow.unEnrollmentSetting;
	if (!setting) return;
	for (const other of account.flows) {
		const listed = setting.type === 'ALL' || (setting.flowIds ?? []).includes(other.id);
		if (other !== flow && listed) leaveFlow(account, other, contactId);
	}
}

/** A branch takes its default way: the stand-in does not weigh conditions. */
function nextOf(action: FlowAction): string | undefined {
	return (action.connection ?? action.defaultBranch)?.nextActionId;
}

function run(
	account: AccountState,
	flow: Flow,
	contact: Contact,
	enrollment: FlowEnrollment,
	start: string | undefined,
): void {
	let actionId = start;
	while (enrollment.state === 'active' && actionId !== undefined) {
		const action = flow.actions.find((one) => one.actionId === actionId);
		if (!action) break;
		const next = nextOf(action);
		const { waitMs, goToFlow } = performAction(account, flow, action, contact);
		if (goToFlow !== undefined) {
			const other = account.flow(goToFlow);
			if (other) enterFlow(account, other, contact);
		}
		if (waitMs !== undefined) {
			account.clock.at(account.clock.now() + waitMs, () =>
				run(account, flow, contact, enrollment, next),
			);
			return;
		}
		actionId = next;
	}
	if (enrollment.state === 'active') enrollment.state = 'completed';
}

/** Turning on a flow with criteria enrolls everybody who already meets them (hubspot-api.md 3.4). */
export function enterAllMatching(account: AccountState, flow: Flow): void {
	const { type, listFilterBranch } = flow.enrollmentCriteria;
	if (!flow.isEnabled || type !== 'LIST_BASED' || !listFilterBranch) return;
	for (const contact of account.contacts.values()) {
		if (meetsBranch(account, contact, listFilterBranch)) enterFlow(account, flow, contact);
	}
}

/** Lets flows act on changes of contacts: in when criteria become met, out if they say so. */
export function watchTriggers(account: AccountState): void {
	account.watchers.push((contact, change) => {
		const triggered = account.flows.filter(
			({ isEnabled, enrollmentCriteria: { type, listFilterBranch } }) =>
				isEnabled && type === 'LIST_BASED' && listFilterBranch !== undefined,
		);
		const meets = ({ enrollmentCriteria: { listFilterBranch } }: Flow) =>
			listFilterBranch !== undefined && meetsBranch(account, contact, listFilterBranch);
		const before = new Set(triggered.filter(meets));
		change();
		for (const flow of triggered) {
			const met = meets(flow);
			if (met && !before.has(flow)) enterFlow(account, flow, contact);
			const leaves = flow.enrollmentCriteria.unEnrollObjectsNotMeetingCriteria === true;
			if (!met && before.has(flow) && leaves) leaveFlow(account, flow, contact.id);
		}
	});
}
