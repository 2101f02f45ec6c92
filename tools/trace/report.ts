import { percent, print, printTable, printTitle } from '../demo/terminal';
import type { TraceOptions } from './options';
import { breaches, type Outcome } from './outcome';
import { roomOf } from './roomText';
import type { Scenario } from './scenario';

/** The least share of the room that the node must use on days when contacts wait, once it has learnt. */
const ROOM_TO_USE = 0.95;

export interface GuardOutcome {
	name: string;
	outcome: Outcome;
}

const inAll = (counts: Record<string, number>) =>
	Object.entries(counts)
		.map(([reason, count]) => `${count} ${reason}`)
		.join(', ') || '–';

const ROWS: ReadonlyArray<[label: string, value: (outcome: Outcome) => string]> = [
	['contacts that came', ({ arrived }) => String(arrived)],
	['enrolled', ({ enrolled }) => String(enrolled)],
	['emails sent', ({ emails }) => String(emails)],
	['over-limit sends', ({ overLimit }) => String(overLimit)],
	['  where mail by hand counts, too', ({ withByHand }) => String(withByHand.overLimit)],
	['room used on days when contacts wait', ({ room }) => roomOf(room)],
	['  in the first two weeks', ({ roomAtFirst }) => roomOf(roomAtFirst)],
	['  from the third week on', ({ roomLater }) => roomOf(roomLater)],
	['  where mail by hand counts, too', ({ withByHand }) => roomOf(withByHand.room)],
	['    in the first two weeks', ({ withByHand }) => roomOf(withByHand.roomAtFirst)],
	['    from the third week on', ({ withByHand }) => roomOf(withByHand.roomLater)],
	['  by the fullest 24 hours', ({ room }) => roomOf(room, 'fullest')],
	['  by calendar days', ({ room }) => roomOf(room, 'calendarDay')],
	['contacts ever held', ({ waited }) => String(waited)],
	['still waiting at the end', ({ stillWaiting }) => String(stillWaiting)],
	['average wait of the others', (outcome) => `${outcome.averageWaitHours.toFixed(1)} h`],
	['times held', ({ held }) => inAll(held)],
	['runs of Enroll', ({ runs }) => String(runs)],
	['requests per contact', ({ requests, arrived }) => (requests / arrived).toFixed(2)],
];

export function printScenario({ options, reps, arrivals, byHand }: Scenario): void {
	const { days, seed } = options;
	const people = arrivals.reduce((sum, batch) => sum + batch.people.length, 0);
	const count = (kind: string) => byHand.filter((doing) => doing.kind === kind).length;
	print(
		`${days} days of ${reps.length} reps on a virtual clock (seed ${seed}): ${people} contacts, new ones every hour from 8 to 17, into five sequences.
Held contacts are enrolled again in the quarter of an hour after their retryAt. Meanwhile contacts reply, unsubscribe, or are taken out, by the node and by hand;
one sequence waits for a call, which one rep in five makes late. By hand, past n8n, the reps enroll ${count('enrollment')} more contacts,
send ${count('sequenceMail')} sequence emails and ${count('oneToOneMail')} others. HubSpot's log shows an email after 5 minutes. For what n8n cannot know, ${reps[0].reserve} of each limit are kept free.`,
	);
}

export function printOutcomes(
	outcomes: readonly GuardOutcome[],
	{ reps, options }: Scenario,
): void {
	printTitle('Two guards over the same days');
	printTable(
		['', ...outcomes.map(({ name }) => name)],
		ROWS.map(([label, value]) => [label, ...outcomes.map(({ outcome }) => value(outcome))]),
		[38, ...outcomes.map(() => 34)],
	);
	printTitle('Most sequence emails in any 24 hours');
	printTable(
		['rep', 'limit', ...outcomes.map(({ name }) => name)],
		reps.map(({ email, limit }, rep) => [
			email,
			String(limit),
			...outcomes.map(({ outcome }) => String(outcome.peaks[rep].fullest)),
		]),
	);
	print(
		`\nRoom is the limit less the reserve; a day counts where a contact of the rep waits at its end. Room used: emails sent, of those and the
emails that could have gone out that day as well, as whole enrollments of contacts that waited at that moment, with no 24 hours above the
room. It is looked for in hindsight, every quarter of an hour. ${options.seat ? SEAT : CUSTOM}
By the fullest 24 hours: most emails in any 24 hours that touch the day, of the room. By calendar days: emails from midnight to midnight,
of the room; the follow-ups of a weekend go out on Monday morning, so the 24 hours before it, most of them on Sunday, have to leave room for them.`,
	);
}

const SEAT = 'The limit is that of a seat, which counts sequence mail alone.';
const CUSTOM = `The limits are custom ones, which count one-to-one mail as well: in
the lines that say so it takes room once it has gone out; in the others the room that it takes seems to be free.`;

/** What is wrong with the outcome of the node, by what its limits count; empty where nothing is. */
export function shortcomings(outcome: Outcome, { seat }: Pick<TraceOptions, 'seat'>): string[] {
	const wrong = breaches(outcome);
	const { roomLater } = seat ? outcome : outcome.withByHand;
	if (roomLater.days > 0 && roomLater.used < ROOM_TO_USE) {
		const used = `${percent(roomLater.used)} of the room used from the third week on`;
		wrong.push(`${used}, not ${percent(ROOM_TO_USE)}`);
	}
	return wrong;
}
