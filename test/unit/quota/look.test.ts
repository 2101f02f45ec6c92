import * as fc from 'fast-check';

import { enrolleeOf } from '../../../nodes/shared/quota/enrollee';
import { hourOf } from '../../../nodes/shared/quota/hours';
import { SEARCH_LAG_MS } from '../../../nodes/shared/quota/window';
import { look, type LoggedEmail } from '../../../nodes/shared/quota/look';
import { mergeRows } from '../../../nodes/shared/quota/mergeRows';
import {
	addEnrollments,
	cancelRest,
	logFrom,
	NOTHING_OWED,
	pruneOwed,
	singles,
	type OwedRow,
} from '../../../nodes/shared/quota/owed';
import { scheduleOf } from '../../../nodes/shared/quota/schedule';
import { DAY, HOUR, MINUTE, NOW } from '../../support/unit/arbitraries';
import { emailSteps } from '../../support/unit/emails';

const FOUR = scheduleOf({ steps: emailSteps(0, 1, 1, 1) }, 'UTC');
const EMAILS = FOUR.steps.length;

const addressOf = (contact: string) => `${contact}@example.com`;
const enrolled = (contact: string, at = NOW, row: OwedRow = NOTHING_OWED) =>
	addEnrollments(row, [
		{ targetId: '7', schedule: FOUR, at, enrollee: enrolleeOf(contact, addressOf(contact)) },
	]);
const email = (id: string, at: number, more: Partial<LoggedEmail> = {}): LoggedEmail => ({
	id,
	at,
	to: addressOf('ann'),
	sequenceId: '7',
	...more,
});
const LATER = NOW + 3 * DAY;
/** How many emails were seen of each enrollment, in the order of enrolling. */
const seenOf = (row: OwedRow) =>
	singles(row)
		.sort((a, b) => a.hour - b.hour)
		.map(({ seen }) => seen);

describe('an email in the log', () => {
	const row = enrolled('ann');

	it.each<[string, LoggedEmail[], number]>([
		['is the next of its enrollment', [email('a', NOW)], 1],
		['is two where there are two, earliest first', [email('b', NOW + DAY), email('a', NOW)], 2],
		['counts once where it was read twice', [email('a', NOW), email('a', NOW)], 1],
		['is two in one hour', [email('a', NOW), email('b', NOW)], 2],
		['goes to an address in any case', [email('a', NOW, { to: 'Ann@Example.com' })], 1],
		['is not its before it was enrolled', [email('a', NOW - HOUR)], 0],
		['is its by a clock that is a little behind', [email('a', NOW - MINUTE)], 1],
		['is not its from another sequence', [email('a', NOW, { sequenceId: '8' })], 0],
		['is not its by hand', [email('a', NOW, { sequenceId: undefined })], 0],
		['is not its to somebody else', [email('a', NOW, { to: addressOf('bob') })], 0],
		['is not its where the log does not say to whom', [email('a', NOW, { to: '' })], 0],
		['is not its where HubSpot has not sent it', [email('a', NOW, { scheduled: true })], 0],
		[
			'is none beyond those of the sequence',
			[0, 1, 2, 3, 4, 5].map((day) => email(String(day), NOW + day * HOUR)),
			EMAILS,
		],
	])('%s', (_, log, seen) => {
		const shown = look(row, log, LATER);
		expect(seenOf(shown.row)).toEqual([seen]);
		expect(shown.row.lookedAt).toBe(LATER);
		expect(shown.sightings).toHaveLength(seen);
	});

	it('counts once in two looks, alone or with one more of the same hour', () => {
		const first = look(row, [email('a', NOW + 5)], NOW + MINUTE);
		const again = look(first.row, [email('a', NOW + 5)], NOW + 2 * MINUTE);
		expect(seenOf(again.row)).toEqual([1]);
		const more = [email('a', NOW + 5), email('b', NOW + 6)];
		const two = look(again.row, more, NOW + 3 * MINUTE);
		expect(seenOf(two.row)).toEqual([2]);
		expect(seenOf(look(two.row, more, NOW + 4 * MINUTE).row)).toEqual([2]);
	});

	it('leaves the row and the log that it was given as they are', () => {
		const given = { row, log: [email('b', NOW + DAY), email('a', NOW)] };
		const copy = structuredClone(given);
		look(given.row, given.log, LATER);
		expect(given).toEqual(copy);
	});

	it('is that of the last enrollment before it', () => {
		const twice = enrolled('ann', NOW + DAY, row);
		const log = [email('a', NOW), email('b', NOW + DAY + 1), email('c', NOW + 2 * DAY)];
		expect(seenOf(look(twice, log, LATER).row)).toEqual([1, 2]);
	});

	it('is that of the one before, in the hour in which that was seen to have left', () => {
		const left = cancelRest(row, () => true, NOW + 10 * MINUTE);
		const twice = enrolled('ann', NOW + 11 * MINUTE, left);
		const log = [email('a', NOW + 9 * MINUTE), email('b', NOW + 12 * MINUTE)];
		expect(look(twice, log, LATER).row.groups).toMatchObject([
			{ seen: 1, left: NOW + 10 * MINUTE },
			{ seen: 1 },
		]);
	});

	it('stays that of the one before, however often it is read, and where that owes nothing more', () => {
		const days = [0, 1, 2].map((day) => email(`${day}`, NOW + day * DAY));
		const before = look(row, days, NOW + 2 * DAY).row;
		const end = NOW + 3 * DAY;
		const left = cancelRest(before, () => true, end + 2 * MINUTE);
		const twice = enrolled('ann', end + 3 * MINUTE, left);
		const log = [email('d', end + MINUTE), email('e', end + 4 * MINUTE)];
		const times = [1, 5, 23].map((hours) => end + hours * HOUR);
		const last = times.reduce((known, at) => pruneOwed(look(known, log, at).row, at), twice);
		expect(seenOf(last)).toEqual([EMAILS, 1]);
	});

	it('counts in the window as it is logged, whoever sent it', () => {
		const log = [
			email('a', NOW + 2),
			email('b', NOW, { sequenceId: undefined, to: '' }),
			email('c', NOW + DAY, { to: addressOf('bob'), scheduled: true }),
			email('d', NOW + DAY, { scheduled: true }),
		];
		const shown = look(row, log, NOW + HOUR);
		expect(shown.counted).toEqual([NOW, NOW + 2, NOW + DAY]);
		// What HubSpot has scheduled for somebody who owes it is that email, and not one more.
		expect(shown.scheduled).toEqual([
			{ targetId: '7', contactId: 'ann', hour: hourOf(NOW), at: NOW + DAY },
		]);
	});

	it('that HubSpot has not sent in time may go out any moment', () => {
		const log = [email('c', NOW - DAY, { to: addressOf('bob'), scheduled: true })];
		expect(look(row, log, NOW).counted).toEqual([NOW]);
	});
});

it('a sighting says when the email before it went out, and since when it may have stood in a queue', () => {
	const row = enrolled('ann');
	const log = [
		email('a', NOW + 7),
		email('w', NOW + DAY - 14 * MINUTE, { to: '' }),
		email('y', NOW + DAY - 8 * MINUTE, { to: '' }),
		email('x', NOW + DAY - 5 * MINUTE, { to: '' }),
		email('b', NOW + DAY),
	];
	const enrolledIn = { from: NOW, until: NOW + HOUR - 1 };
	const { sightings } = look(row, log, LATER);
	expect(sightings).toMatchObject([
		{ order: 0, enrolled: enrolledIn, previous: undefined, at: NOW + 7, queuedSince: NOW + 7 },
		{
			order: 1,
			enrolled: enrolledIn,
			previous: { from: NOW + 7, until: NOW + 7 },
			queuedSince: NOW + DAY - 8 * MINUTE,
		},
	]);
	// What an earlier look has seen is known by its hour.
	const first = look(row, log.slice(0, 1), NOW + MINUTE).row;
	expect(look(first, log, LATER).sightings).toMatchObject([{ order: 1, previous: enrolledIn }]);
});

interface Life {
	contact: string;
	at: number;
	/** Hours from one email to the next; the first is at once. */
	gaps: number[];
}

const lives = fc.array(
	fc.record({
		contact: fc.constantFrom('ann', 'bob', 'cid', 'dan'),
		at: fc.integer({ min: 0, max: 30 * 60 }).map((minutes) => NOW + minutes * MINUTE),
		// Fewer than the sequence has: they have answered.
		gaps: fc.array(fc.double({ min: 0.3, max: 30, noNaN: true }), { maxLength: EMAILS - 1 }),
	}),
	{ minLength: 1, maxLength: 5 },
);
const looks = fc.array(
	fc.integer({ min: 0, max: 160 * 60 }).map((minutes) => NOW + minutes * MINUTE),
	{ maxLength: 12 },
);

/** When the emails of a life go out. */
const sendsOf = ({ at, gaps }: Life) => {
	let last = at;
	return [at, ...gaps.map((gap) => (last += Math.round(gap * HOUR)))];
};

describe('in any life', () => {
	/** One enrollment of a contact after the other, as HubSpot has it. */
	const inTurn = (all: Life[]) => {
		const until = new Map<string, number>();
		return [...all]
			.sort((a, b) => a.at - b.at)
			.filter((life) => {
				const isFree = (until.get(life.contact) ?? 0) + HOUR < life.at;
				if (isFree) until.set(life.contact, sendsOf(life).at(-1) ?? life.at);
				return isFree;
			});
	};

	it('every email is seen exactly once, whenever one looks', () => {
		fc.assert(
			fc.property(
				lives,
				looks,
				fc.nat({ max: 14 }),
				fc.boolean(),
				(all, instants, lag, twoWorkers) => {
					const known = inTurn(all);
					const log = known.flatMap((life, order) =>
						sendsOf(life).flatMap((at, index) => [
							{
								...email(`${order} ${index}`, at, { to: addressOf(life.contact) }),
								shown: at + lag * MINUTE,
							},
							{ ...email(`hand ${order} ${index}`, at + 1, { sequenceId: undefined }), shown: at },
						]),
					);
					let row: OwedRow = NOTHING_OWED;
					const end = NOW + 300 * HOUR;
					const events = [
						...known.map((life) => ({ at: life.at, life })),
						...[...instants, end].map((at) => ({ at, life: undefined })),
					].sort((a, b) => a.at - b.at || (a.life ? -1 : 1));
					let other = row;
					for (const { at: now, life } of events) {
						if (life) {
							row = enrolled(life.contact, now, row);
							continue;
						}
						const from = logFrom(row, now);
						const shown = log.filter(({ at, shown }) => at >= from && shown <= now);
						const next = look(row, shown, now);
						expect(next.counted).toHaveLength(shown.length);
						// Another worker has looked at an older row.
						other = twoWorkers ? look(mergeRows(other, row), shown, now).row : row;
						row = mergeRows(next.row, other);
						const sent = known.filter((one) => one.at <= now);
						expect(seenOf(row)).toHaveLength(sent.length);
						const total = (counts: number[]) => counts.reduce((a, b) => a + b, 0);
						const visible = sent.map(
							(one) => sendsOf(one).filter((at) => at + lag * MINUTE <= now).length,
						);
						expect(total(seenOf(row))).toBe(total(visible));
					}
					expect(lag * MINUTE).toBeLessThan(SEARCH_LAG_MS);
				},
			),
			{ numRuns: 150 },
		);
	});
});
