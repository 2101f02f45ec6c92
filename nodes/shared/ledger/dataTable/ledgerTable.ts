import { sumBy } from 'lodash';
import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import { sizeOf, type Cohort } from '../../quota/cohort';
import { HOUR_MS, hourOf, LONGEST_PLAN_HOURS } from '../../quota/hours';
import { sendsToCome } from '../../quota/ledgerRow';
import { NOTHING_OWED } from '../../quota/owed';
import { packRow, unpackRow, type PackedMember } from '../../quota/packedRow';
import { LedgerDamaged } from '../../errors';
import { type LedgerKey, type LedgerRow } from '../ledger';

/** The table that users see under Data Tables of their n8n project. */
export const TABLE_NAME = 'HubSpot Send Ledger';

/** `revision` is new with every change, so that a change goes through only on what was read. */
export const OWN_COLUMNS = {
	account: 'string',
	sender: 'string',
	sendsToCome: 'number',
	enrollments: 'string',
	revision: 'string',
} as const;

/** This node is younger. */
const EARLIEST = Date.UTC(2020, 0, 1);
/** So far may a clock be ahead that wrote a row; a row that nobody uses may be of any age. */
const MOST_AHEAD_MS = 365 * 24 * HOUR_MS;
/** The node takes HubSpot's word for an hour; the rest is for clocks that differ. */
const LONGEST_FULL_MS = 25 * HOUR_MS;
/** More emails than sequences have, and more groups of enrollments than a busy account makes in a month. */
const MOST_EMAILS = 1_000;
const MOST_COHORTS = 100_000;
/** HubSpot's API takes less in a day. */
const MOST_OTHERS = 1_000_000;
/** Far above what a sender may send, and few enough to be counted within seconds. */
const MOST_SENDS = 2_000_000;

const whole = z.number().int().nonnegative();

const instant = whole.min(EARLIEST).refine((at) => at <= Date.now() + MOST_AHEAD_MS);
/** The clocks of two workers may differ by so much. */
const CLOCK_SKEW_MS = 15 * 60 * 1000;
/** Who is said to have looked in the time to come has not: the log is read from the oldest email owed on. */
const aheadIsNever = (at: number): number | undefined =>
	at <= Date.now() + CLOCK_SKEW_MS ? at : undefined;
const hour = whole.min(hourOf(EARLIEST)).refine((at) => at <= hourOf(Date.now() + MOST_AHEAD_MS));
const enrollee = z.tuple([z.string(), z.string(), z.string()]);

const cohort = z.object({
	source: z.string(),
	hour,
	sends: z.array(whole.max(LONGEST_PLAN_HOURS)).max(MOST_EMAILS),
	enrollees: z.array(enrollee),
	others: whole.max(MOST_OTHERS),
});

const countSends = (cohorts: readonly Cohort[]) =>
	sumBy(cohorts, (one) => sizeOf(one) * one.sends.length);

const schedule = z.object({
	steps: z
		.array(
			z.object({
				after: whole.max(LONGEST_PLAN_HOURS * HOUR_MS),
				email: z.boolean(),
				waits: z.literal(true).optional(),
			}),
		)
		.max(MOST_EMAILS)
		.refine((steps) => sumBy(steps, 'after') <= LONGEST_PLAN_HOURS * HOUR_MS),
	days: z.enum(['BUSINESS_DAYS', 'EVERYDAY', 'WEEKDAYS_ONLY']),
	window: z.tuple([whole.max(1440), whole.max(1440)]).refine(([opens, closes]) => opens < closes),
	timeZone: z.string().max(100),
});

const rest = z.tuple([
	whole.max(MOST_EMAILS),
	hour.nullable(),
	whole.max(MOST_EMAILS).default(1),
	instant.optional(),
]);

/** An enrollment, and how far it has come: see `PackedRow`. */
const member = z
	.tuple([z.string(), z.string(), z.string()])
	.rest(z.unknown())
	.transform(([id, address, domain, ...progress], context): PackedMember => {
		if (progress.length === 0) return [id, address, domain];
		const [seen, last, inLast = 1, left] = progress;
		const { data } = rest.safeParse([seen, last, inLast, left]);
		if (!data || progress.length > 4) {
			context.addIssue({ code: 'custom', message: 'how far an enrollment has come' });
			return z.NEVER;
		}
		const [emails, at, together, gone] = data;
		const read = [id, address, domain, emails, at, together] as const;
		return gone === undefined ? read : [...read, gone];
	});

const enrolledTogether = z.object({
	source: z.string(),
	schedule: z.string(),
	hour,
	members: z.array(member),
	others: whole.max(MOST_OTHERS).optional(),
	claim: z.object({ by: z.string().max(100), at: instant }).optional(),
});

const owed = z
	.object({
		schedules: z.record(schedule),
		enrollments: z.array(enrolledTogether).max(MOST_COHORTS),
		lookedAt: instant.transform(aheadIsNever).optional(),
	})
	.refine(({ schedules, enrollments: made }) => made.every((one) => one.schedule in schedules))
	.refine(
		({ schedules, enrollments: made }) =>
			sumBy(
				made,
				({ members, others = 0, schedule: mark }) =>
					(members.length + others) * (schedules[mark]?.steps.length ?? 0),
			) <= MOST_SENDS,
	);

const reading = z.object({
	late: z.array(z.string()).max(100).optional(),
	days: z.array(whole).max(100).optional(),
	right: whole.optional(),
	punctual: whole.optional(),
	punctualDays: z.array(whole).max(100).optional(),
	out: z
		.object({ at: instant, why: z.enum(['EARLY', 'LATE', 'PUNCTUAL']), emails: whole })
		.optional(),
	back: instant.optional(),
});

const evidence = z.object({
	since: instant.optional(),
	emails: whole,
	readings: z.record(reading),
});

/** The format of this version; version 0.1 wrote the first, without a number. */
const FORMAT = 2;

/** With bounds on every number: what is out of them takes all memory or time, or counts for nothing. */
const enrollments = z
	.object({
		v: z.literal(FORMAT).optional(),
		cohorts: z
			.array(cohort)
			.max(MOST_COHORTS)
			.refine((cohorts) => countSends(cohorts) <= MOST_SENDS)
			.optional(),
		owed: owed.optional(),
		fullUntil: whole.refine((until) => until <= Date.now() + LONGEST_FULL_MS).optional(),
		evidence: evidence.optional(),
	})
	.refine(({ v, cohorts }) => v !== undefined || cohorts !== undefined)
	.transform(
		({ cohorts = [], owed: found, fullUntil, evidence: learnt }): LedgerRow => ({
			cohorts,
			owed: found ? unpackRow(found) : NOTHING_OWED,
			...(fullUntil !== undefined && { fullUntil }),
			...(learnt && { evidence: learnt }),
		}),
	);

/** The row as the text of its column. */
export const textOf = ({ cohorts, owed, fullUntil, evidence }: LedgerRow): string =>
	JSON.stringify({
		v: FORMAT,
		...(cohorts.length > 0 && { cohorts }),
		...(owed !== NOTHING_OWED && { owed: packRow(owed) }),
		...(fullUntil !== undefined && { fullUntil }),
		...(evidence && { evidence }),
	});

/** One row of the table, read. */
export interface StoredRow {
	id: number;
	revision: string;
	row: LedgerRow;
}

/** What a text in the column `enrollments` says. */
export interface KnownText {
	text: unknown;
	row: LedgerRow;
}

/**
 * @param known a text that was read before, or written: for the same one it is the very same row
 * @throws LedgerDamaged where somebody or something changed the row so that it cannot be read: counting
 * nothing instead would let a sender go over the limit
 */
export function readRow(
	stored: IDataObject & { id: number },
	{ sender }: LedgerKey,
	known?: KnownText,
): StoredRow {
	const { id, revision, enrollments: text } = stored;
	const row = known && text === known.text ? known.row : parsed(text, id, sender);
	if (!row || typeof revision !== 'string' || revision === '') {
		throw new LedgerDamaged(
			`What is planned for ${sender} cannot be read`,
			`The row of ${sender} in the Data Table "${TABLE_NAME}" was changed by hand, or is not of this node. Delete the row in n8n (Data Tables, row id ${id}): the node starts it anew, and until the follow-ups of earlier enrollments have gone out it does not know of them.`,
			{ table: TABLE_NAME, row: id, sender },
		);
	}
	return { id, revision, row };
}

/** @throws LedgerDamaged where a newer version of this node wrote it */
function parsed(text: unknown, id: number, sender: string): LedgerRow | undefined {
	const json = jsonOf(text);
	const { data: newer } = z.object({ v: whole.min(FORMAT + 1) }).safeParse(json);
	if (newer) {
		throw new LedgerDamaged(
			'A newer version of this node has written what is planned for the sender',
			`The row of ${sender} in the Data Table "${TABLE_NAME}" has format ${newer.v}, and this version of the node reads up to format ${FORMAT}. Update the node on this n8n, and on each of its workers.`,
			{ table: TABLE_NAME, row: id, sender, format: newer.v, readsUpTo: FORMAT },
		);
	}
	return enrollments.safeParse(json).data;
}

function jsonOf(text: unknown): unknown {
	try {
		return JSON.parse(String(text));
	} catch {
		return undefined;
	}
}

/** The row as the columns that the node reads; `sendsToCome` is there for people as well. */
export function writeRow(
	{ account, sender }: LedgerKey,
	row: LedgerRow,
	revision: string,
	now: number,
): IDataObject {
	const come = sendsToCome(row, now);
	return { account, sender, sendsToCome: come, enrollments: textOf(row), revision };
}
