import type { Flow, FlowAction } from '../../shared/hubspot/workflows';
import { Problem } from '../../shared/errors';
import { loopsOf, type Loop } from './flowGraph';

/** HubSpot's ids of kinds of action; from its table of action types and from exported workflows. */
const ACTION = {
	delay: '0-1',
	sendMarketingEmail: '0-4',
	goToWorkflow: '0-15',
	waitForEvent: '0-29',
	delayUntilDate: '0-35',
	enrollInSequence: '0-46510720',
} as const;

/** An email that a contact gets. */
interface FlowEmail {
	/** HubSpot's id of the marketing email; `''` where the action names none. */
	emailId: string;
	/** Ms after enrolling. */
	offset: number;
}

/** An action that enrolls in a sequence: its emails draw on the sending limit of a rep. */
interface SequenceEnrollAction {
	actionId: string;
	sequenceId: string | null;
	/** For example `CONTACT_OWNER`; `userId` says who sends otherwise. */
	senderType: string | null;
	userId: string | null;
}

/** What a workflow sends to one contact. */
export interface FlowEmails {
	/** On the way with the most emails; of such ways, on the slowest. */
	emails: FlowEmail[];
	/** Flow ids of workflows that it hands contacts on to; their emails are not among `emails`. */
	continuesIn: string[];
	sequenceEnrollActions: SequenceEnrollAction[];
	/** Whether it does nothing else than to enroll in a sequence, delays aside. */
	onlyEnrollsInSequence: boolean;
}

/** Reads the actions of a workflow. An action that a contact may meet again counts once. */
export function flowEmails(flow: Pick<Flow, 'actions' | 'startActionId'>): FlowEmails {
	const { first, all } = loopsOf(flow);
	const actions = all.flatMap((loop) => loop.actions);
	const ofType = (type: string) => actions.filter(({ actionTypeId }) => actionTypeId === type);
	const enrolling = ofType(ACTION.enrollInSequence);
	const flowIds = ofType(ACTION.goToWorkflow).flatMap(({ fields }) => text(fields?.flow_id) ?? []);
	return {
		emails: emailsOn(longestWay(first)),
		continuesIn: [...new Set(flowIds)],
		sequenceEnrollActions: enrolling.map(({ actionId, fields }) => ({
			actionId: String(actionId),
			sequenceId: text(fields?.sequenceId),
			senderType: text(fields?.senderType),
			userId: text(fields?.userId),
		})),
		onlyEnrollsInSequence:
			enrolling.length > 0 && actions.filter(isDoing).length === enrolling.length,
	};
}

/** The emails of a workflow, or one email where HubSpot does not show the workflow. */
export function emailsPerContact(flow: Flow | undefined): FlowEmails & { assumed: boolean } {
	if (flow?.actions) return { ...flowEmails(flow), assumed: false };
	return { ...flowEmails({}), emails: [{ emailId: '', offset: 0 }], assumed: true };
}

export const UNKNOWN_EMAILS_HINT =
	'HubSpot does not show the actions of this workflow to the credential, so each contact is counted as one marketing email.';

interface Way {
	loop: Loop;
	rest: Way | undefined;
	emailCount: number;
	waitMs: number;
}

/** Goes by number of emails, then by time. */
function longestWay(first: readonly Loop[]): Way | undefined {
	const known = new Map<Loop, Way>();
	const from = (loop: Loop): Way => {
		const found = known.get(loop);
		if (found) return found;
		const rest = longest(loop.next.map(from));
		const way = {
			loop,
			rest,
			emailCount: loop.actions.filter(isEmail).length + (rest?.emailCount ?? 0),
			waitMs: waitOf(loop) + (rest?.waitMs ?? 0),
		};
		known.set(loop, way);
		return way;
	};
	return longest(first.map(from));
}

const longest = (ways: Way[]): Way | undefined =>
	[...ways].sort((a, b) => b.emailCount - a.emailCount || b.waitMs - a.waitMs)[0];

/** In a loop, each email is taken to come after all of the loop's delays: late rather than early. */
function emailsOn(way: Way | undefined): FlowEmail[] {
	const emails: FlowEmail[] = [];
	let offset = 0;
	for (let here = way; here; here = here.rest) {
		offset += waitOf(here.loop);
		if (offset > LONGEST_MS)
			throw unplannable('The HubSpot workflow waits longer than can be planned');
		for (const { fields } of here.loop.actions.filter(isEmail)) {
			emails.push({ emailId: text(fields?.content_id) ?? '', offset });
		}
	}
	return emails;
}

const isEmail = ({ actionTypeId }: FlowAction) => actionTypeId === ACTION.sendMarketingEmail;

const WAITS = new Set<unknown>([ACTION.delay, ACTION.delayUntilDate, ACTION.waitForEvent]);

/** Branches and waits do nothing to a contact; webhooks and code have a `type` and no action type. */
const isDoing = ({ type = '', actionTypeId }: FlowAction) =>
	!WAITS.has(actionTypeId) && !type.endsWith('_BRANCH');

const DAY_MS = 24 * 60 * 60_000;

const UNIT_MS: Record<string, number> = {
	SECONDS: 1_000,
	MINUTES: 60_000,
	HOURS: 60 * 60_000,
	DAYS: DAY_MS,
	WEEKS: 7 * DAY_MS,
};

/** Until a date, an event or an hour of the day: not known here, so as long as a month can be. */
const UNKNOWN_WAIT_MS = 31 * DAY_MS;

/** Whatever it sends after that concerns no month that anybody plans now. */
const LONGEST_MS = 1_000 * DAY_MS;

const waitOf = ({ actions }: Loop): number =>
	actions.reduce((sum, action) => sum + (WAITS.has(action.actionTypeId) ? waitFor(action) : 0), 0);

/** @throws Problem for a delay that can be none */
function waitFor({ actionTypeId, fields }: FlowAction): number {
	const { delta, time_unit: unit } = fields ?? {};
	const unitMs = actionTypeId === ACTION.delay ? UNIT_MS[String(unit)] : undefined;
	if (unitMs === undefined || delta === undefined || delta === null) return UNKNOWN_WAIT_MS;
	const known = Number(delta) * unitMs;
	if (known >= 0 && known <= LONGEST_MS) return known;
	throw unplannable('The HubSpot workflow has a delay that cannot be planned');
}

const unplannable = (message: string) =>
	new Problem(
		'WORKFLOW_UNUSABLE',
		message,
		'So it is not known when it sends its emails. Delays count up to 1,000 days in all. Check the delays of the workflow in HubSpot.',
	);

const text = (value: unknown): string | null =>
	(typeof value === 'string' || typeof value === 'number') && value !== '' ? String(value) : null;
