import { setProperties } from './contacts';
import { endEnrollment, noteRefused } from './enrollments';
import { checkEnrollment, overLimit } from './enrollRules';
import type { Flow, FlowAction } from './flowTypes';
import { startEnrollment } from './runSteps';
import type { AccountState } from './state';
import type { Contact } from './types';

/** HubSpot's action type ids that do something here; others are passed over. */
export const ACTION = {
	delay: '0-1',
	marketingEmail: '0-4',
	setProperty: '0-5',
	goToFlow: '0-15',
	unenrollFromSequence: '0-4702372',
	enrollInSequence: '0-46510720',
} as const;

const UNIT_MS: Record<string, number> = { MINUTES: 60_000, HOURS: 3_600_000, DAYS: 86_400_000 };

/** What the flow does next: go on, wait so long first, or send the contact to another flow. */
export interface Effect {
	waitMs?: number;
	goToFlow?: string;
}

function sendMarketingEmail(account: AccountState, flow: Flow, contact: Contact, emailId: string) {
	const { properties } = contact;
	const blocked =
		!properties.email ||
		properties.hs_marketable_status !== 'true' ||
		properties.hs_email_optout === 'true' ||
		properties.hs_email_quarantined === 'true' ||
		properties.hs_email_bad_address === 'true' ||
		!!properties.hs_email_hard_bounce_reason_enum;
	if (blocked) return;
	const at = account.clock.now();
	account.marketingSends.push({ at, emailId, count: 1, flowId: flow.id, contactId: contact.id });
}

/** Enrolls as the sequences API does; a refusal stays inside the workflow. */
function enrollInSequence(
	account: AccountState,
	contact: Contact,
	fields: Record<string, unknown>,
) {
	const byOwner = fields.senderType === 'CONTACT_OWNER';
	const rep = byOwner
		? account.repByOwner(contact.properties.hubspot_owner_id)
		: account.repByUser(String(fields.userId));
	const request = {
		contactId: contact.id,
		sequenceId: String(fields.sequenceId),
		userId: rep?.userId ?? '',
		senderEmail: rep?.inboxes[0] ?? '',
	};
	const checked = checkEnrollment(account, request);
	if ('refusal' in checked) return;
	if (
		account.settings.overLimit === 'refuse' &&
		overLimit(account, checked.parties, request.senderEmail)
	) {
		noteRefused(account, request);
	} else startEnrollment(account, request);
}

export function performAction(
	account: AccountState,
	flow: Flow,
	action: FlowAction,
	contact: Contact,
): Effect {
	const fields = action.fields ?? {};
	switch (action.actionTypeId) {
		case ACTION.delay: {
			const unit = UNIT_MS[String(fields.time_unit ?? 'MINUTES')] ?? UNIT_MS.MINUTES;
			return { waitMs: Number(fields.delta ?? 0) * unit };
		}
		case ACTION.marketingEmail:
			sendMarketingEmail(account, flow, contact, String(fields.content_id));
			return {};
		case ACTION.setProperty: {
			const value = fields.value as { staticValue?: unknown } | undefined;
			const text = value?.staticValue === undefined ? null : String(value.staticValue);
			setProperties(account, contact, { [String(fields.property_name)]: text });
			return {};
		}
		case ACTION.goToFlow:
			return { goToFlow: String(fields.flow_id) };
		case ACTION.unenrollFromSequence: {
			const { clock, settings } = account;
			clock.at(clock.now() + settings.bridgeDelayMs, () => {
				const enrollment = account.openEnrollment(contact.id);
				if (enrollment) endEnrollment(account, enrollment, 'unenrolled', 'bridge');
			});
			return {};
		}
		case ACTION.enrollInSequence:
			enrollInSequence(account, contact, fields);
			return {};
		default:
			return {};
	}
}
