import { groupBy } from 'lodash';
import { DateTime } from 'luxon';
import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { NodeOutcome } from '../../test/support/n8n/engine';
import { print, printTable } from './terminal';

const text = (value: unknown) => (value === null || value === undefined ? '' : String(value));
/** In the time zone of the account and of the workflows. */
const time = (iso: unknown) =>
	iso ? DateTime.fromISO(text(iso), { zone: 'Europe/Berlin' }).toFormat('ccc d LLL HH:mm') : '';

/** What Check Sending Limit answered. */
export function printRoom(json: IDataObject): void {
	const { limit, sent, planned, remaining, level, fits, wouldHold, restFitsAt } = json;
	printTable(
		['limit', 'sent in 24 h', 'planned', 'room', 'level', 'fit now', 'would be held', 'all fit'],
		[[limit, sent, planned, remaining, level, fits, wouldHold, time(restFitsAt)].map(text)],
	);
}

/** Outcomes with their reasons, and what they mean for a person. */
export function printOutcomes({ outputs, hints }: NodeOutcome): void {
	const items = outputs.flat().map(({ json }) => json);
	const groups = groupBy(items, (json) => `${text(json.outcome) || 'failed'} ${text(json.reason)}`);
	const rows = Object.values(groups).map((group) => {
		const [first] = group;
		const until = group
			.map(({ retryAt }) => text(retryAt))
			.filter(Boolean)
			.sort();
		return [
			text(first.outcome) || 'failed',
			text(first.reason),
			String(group.length),
			[...new Set(until.length > 0 ? [time(until[0]), time(until.at(-1))] : [])].join(' to '),
			text(first.outcome === 'enrolled' ? `by ${senderOf(first)}` : (first.error ?? first.message)),
		];
	});
	printTable(['outcome', 'reason', 'contacts', 'fits again', 'what it says'], rows, [
		null,
		null,
		null,
		null,
		52,
	]);
	print(`n8n shows: "${hints[0]?.message ?? ''}"`);
}

function senderOf({ sender, workflowName }: IDataObject): string {
	const email =
		typeof sender === 'object' && sender !== null && 'email' in sender ? sender.email : undefined;
	return text(email ?? workflowName);
}

/** The first contacts of a status run. */
export function printStatus(items: INodeExecutionData[]): void {
	const enrolled = items.filter(({ json }) => json.enrolled === true).length;
	const rows = items.slice(0, 3).map(({ json }) => {
		const enrollment = (json.enrollment ?? {}) as IDataObject;
		return [json.email, json.enrolled, enrollment.sequenceName, time(enrollment.enrolledAt)].map(
			text,
		);
	});
	printTable(['contact', 'enrolled', 'sequence', 'since'], rows);
	print(`${enrolled} of ${items.length} are in a sequence.`);
}

export function printUnenrolled(items: INodeExecutionData[]): void {
	printTable(
		['contact', 'outcome'],
		items.map(({ json }) => [text(json.email), text(json.outcome)]),
	);
}

/** Requests to HubSpot, by example. */
export function printRequests(spent: Array<[string, number]>, contacts: number): void {
	printTable(
		['example', 'requests to HubSpot', `per contact of ${contacts}`],
		spent.map(([name, requests]) => [name, String(requests), (requests / contacts).toFixed(2)]),
	);
}
