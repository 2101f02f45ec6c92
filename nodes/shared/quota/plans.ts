/**
 * Sequence emails per sender and rolling 24 hours, by the subscription of the sender's seat
 * (hubspot-api.md 8.1). HubSpot offers no call for it; an admin may have set a lower limit of their
 * own, which is `custom`.
 */
const PLAN_LIMITS = { professional: 500, enterprise: 1000 } as const;

/** A free Gmail inbox sends no more than this in 24 hours, whatever the plan (hubspot-api.md 8.1). */
const GMAIL_FREE_LIMIT = 350;

/** HubSpot's API takes no more enrollments than this for one inbox in 24 hours (hubspot-api.md 8.1). */
export const API_ENROLLMENTS_PER_INBOX = 1000;

export type Plan = keyof typeof PLAN_LIMITS | 'custom';
export type Mailbox = 'standard' | 'gmailFree';

/** With so much room left or less, HubSpot's own editor turns its badge yellow. */
export const CLOSE_TO_LIMIT = 100;

export interface LimitSettings {
	plan: Plan;
	dailyLimit: number;
	mailbox: Mailbox;
	/** Sends kept free for the rep's own mail. */
	reserve: number;
}

/**
 * Which mail the limit counts, `all` with what the rep writes by hand: a custom limit and that of Gmail are limits
 * of the inbox, those of a seat count sequence email alone (hubspot-api.md 2.8).
 */
export const mailCounted = ({ plan, mailbox }: LimitSettings): 'all' | 'sequence' =>
	plan === 'custom' || mailbox === 'gmailFree' ? 'all' : 'sequence';

/** The limit of a sender, before the reserve is taken off. */
export function senderLimit({ plan, dailyLimit, mailbox }: LimitSettings): number {
	const byPlan = plan === 'custom' ? dailyLimit : PLAN_LIMITS[plan];
	return mailbox === 'gmailFree' ? Math.min(byPlan, GMAIL_FREE_LIMIT) : byPlan;
}
