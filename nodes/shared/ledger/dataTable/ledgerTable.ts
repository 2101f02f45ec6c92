import { sumBy } from 'lodash';
import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import {
	HOUR_MS,
	hourOf,
	LONGEST_PLAN_HOURS,
	sendsOf,
	sizeOf,
	type Cohort,
} from '../../quota/cohort';
import { LedgerDamaged } from '../../errors';
import { type LedgerKey, type LedgerRow } from '../ledger';

/** The table that users see under Data Tables of their n8n project. */
export const TABLE_NAME = 'HubSpot Send Ledger';

/** `revision` is new with every change, so that a change goes through only on what was read. */
export const COLUMNS = {
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

const cohort = z.object({
	source: z.string(),
	hour: whole.min(hourOf(EARLIEST)).refine((hour) => hour <= hourOf(Date.now() + MOST_AHEAD_MS)),
	sends: z.array(whole.max(LONGEST_PLAN_HOURS)).max(MOST_EMAILS),
	enrollees: z.array(z.tuple([z.string(), z.string(), z.string()])),
	others: whole.max(MOST_OTHERS),
});

const countSends = (cohorts: readonly Cohort[]) =>
	sumBy(cohorts, (one) => sizeOf(one) * one.sends.length);

/** With bounds on every number: what is out of them takes all memory or time, or counts for nothing. */
const enrollments = z.object({
	cohorts: z
		.array(cohort)
		.max(MOST_COHORTS)
		.refine((cohorts) => countSends(cohorts) <= MOST_SENDS),
	fullUntil: whole.refine((until) => until <= Date.now() + LONGEST_FULL_MS).optional(),
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
	const row = known && text === known.text ? known.row : enrollments.safeParse(jsonOf(text)).data;
	if (!row || typeof revision !== 'string' || revision === '') {
		throw new LedgerDamaged(
			`What is planned for ${sender} cannot be read`,
			`The row of ${sender} in the Data Table "${TABLE_NAME}" was changed by hand, or is not of this node. Delete the row in n8n (Data Tables, row id ${id}): the node starts it anew, and until the follow-ups of earlier enrollments have gone out it does not know of them.`,
			{ table: TABLE_NAME, row: id, sender },
		);
	}
	return { id, revision, row };
}

function jsonOf(text: unknown): unknown {
	try {
		return JSON.parse(String(text));
	} catch {
		return undefined;
	}
}

/** The row as columns. `sendsToCome` is there for people who look at the table. */
export function writeRow(
	{ account, sender }: LedgerKey,
	row: LedgerRow,
	revision: string,
	now: number,
): IDataObject {
	let sendsToCome = 0;
	for (const { from } of sendsOf(row.cohorts)) if (from > now) sendsToCome++;
	return { account, sender, sendsToCome, enrollments: JSON.stringify(row), revision };
}
