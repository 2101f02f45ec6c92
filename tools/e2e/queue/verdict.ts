import { countBy, difference, uniq } from 'lodash';

/** What became of one contact, by the output through which its item left the node. */
export interface Outcome {
	contactId: string;
	kind: 'enrolled' | 'held' | 'skipped' | 'failed';
	/** Code of a held or skipped one, sentence of a failed one. */
	reason?: string;
	/** ISO instant from which a held one fits. */
	retryAt?: string;
}

/** What HubSpot holds of one rep and one sequence. */
export interface HubspotRecord {
	/** Contact id of each enrollment. */
	enrolled: string[];
	/** Emails that met the limit. */
	overLimit: number;
	/** The most emails the rep sent in any 24 hours. */
	fullestDay: number;
	limit: number;
}

export interface Attempt {
	contactIds: string[];
	/** How many of them fit. */
	room: number;
	outcomes: Outcome[];
	hubspot: HubspotRecord;
}

/** The node reserves room for as many contacts at once; a killed process keeps so many at most. */
const chunk = 100;

/** What differs from: exactly `room` enrolled, every other contact held. Empty if nothing does. */
export function differencesAtOnce(attempt: Attempt): string[] {
	const { contactIds, room, outcomes, hubspot } = attempt;
	const held = outcomes.filter(({ kind }) => kind === 'held');
	return [
		...differencesOfOutcomes(attempt, []),
		...differencesOfHubspot(attempt),
		...expectCount('enrolled', countOf(outcomes, 'enrolled'), room),
		...expectCount('held back', held.length, contactIds.length - room),
		...expectCount('skipped', countOf(outcomes, 'skipped'), 0),
		...expectCount('enrollments at HubSpot', hubspot.enrolled.length, room),
	];
}

/**
 * What differs, after a process was killed and its workflow run again, from: nobody enrolled twice,
 * nobody lost, the limit kept, at most one chunk of room unused. Empty if nothing does.
 */
export function differencesAfterKill(attempt: Attempt): string[] {
	const { room, hubspot } = attempt;
	const unused = room - hubspot.enrolled.length;
	return [
		...differencesOfOutcomes(attempt, ['ALREADY_ENROLLED']),
		...differencesOfHubspot(attempt),
		...(unused > chunk ? [`${unused} of the room are unused, more than ${chunk}`] : []),
		...(unused < 0 ? [`${-unused} enrolled beyond the room of ${room}`] : []),
	];
}

/** Every contact leaves once, as enrolled, held for the limit, or skipped for one of the reasons. */
function differencesOfOutcomes(
	{ contactIds, outcomes, hubspot }: Attempt,
	skipReasons: string[],
): string[] {
	const seen = outcomes.map(({ contactId }) => contactId);
	const isIn = outcomes.filter(({ kind }) => kind === 'enrolled' || kind === 'skipped');
	const isInIds = isIn.map(({ contactId }) => contactId);
	const unexpected = outcomes.filter(
		({ kind, reason = '', retryAt }) =>
			kind === 'failed' ||
			(kind === 'skipped' && !skipReasons.includes(reason)) ||
			(kind === 'held' && (reason !== 'SEND_LIMIT' || !retryAt)),
	);
	return [
		...ofContacts('left through no output', difference(contactIds, seen)),
		...ofContacts('left more than once', repeated(seen)),
		...ofContacts('of another list', difference(seen, contactIds)),
		...ofContacts('said to be enrolled, not at HubSpot', difference(isInIds, hubspot.enrolled)),
		...ofContacts('enrolled at HubSpot, not said so', difference(hubspot.enrolled, isInIds)),
		...Object.entries(countBy(unexpected, ({ kind, reason }) => `${kind}: ${reason}`)).map(
			([what, count]) => `${count} ${what}`,
		),
	];
}

function differencesOfHubspot({ hubspot }: Attempt): string[] {
	const { enrolled, overLimit, fullestDay, limit } = hubspot;
	return [
		...ofContacts('enrolled twice', repeated(enrolled)),
		...expectCount('emails over the limit', overLimit, 0),
		...(fullestDay > limit ? [`${fullestDay} emails in 24 hours, the limit is ${limit}`] : []),
	];
}

export function countOf(outcomes: Outcome[], kind: Outcome['kind']): number {
	return outcomes.filter((outcome) => outcome.kind === kind).length;
}

function expectCount(what: string, count: number, expected: number): string[] {
	return count === expected ? [] : [`${count} ${what}, expected ${expected}`];
}

function ofContacts(what: string, contactIds: string[]): string[] {
	return contactIds.length === 0 ? [] : [`${contactIds.length} contacts ${what}`];
}

function repeated(values: string[]): string[] {
	return uniq(values.filter((value, index) => values.indexOf(value) !== index));
}
