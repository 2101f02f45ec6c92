import type { IDataObject } from 'n8n-workflow';
import { z } from 'zod';

import { sendsOf } from '../cohort';
import { LedgerDamaged, type LedgerKey, type LedgerRow } from '../ledger';

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

const hour = z.number().int().nonnegative();

const enrollments = z.object({
	cohorts: z.array(
		z.object({
			source: z.string(),
			hour,
			sends: z.array(hour),
			enrollees: z.array(z.tuple([z.string(), z.string(), z.string()])),
			others: z.number().int().nonnegative(),
		}),
	),
	fullUntil: z.number().optional(),
});

/** One row of the table, read. */
export interface StoredRow {
	id: number;
	revision: string;
	row: LedgerRow;
}

/**
 * @throws LedgerDamaged where somebody or something changed the row so that it cannot be read: counting
 * nothing instead would let a sender go over the limit
 */
export function readRow(stored: IDataObject & { id: number }, { sender }: LedgerKey): StoredRow {
	const { id, revision, enrollments: text } = stored;
	const parsed = enrollments.safeParse(jsonOf(text));
	if (!parsed.success || typeof revision !== 'string' || revision === '') {
		throw new LedgerDamaged(
			`What is planned for ${sender} cannot be read`,
			`The row of ${sender} in the Data Table "${TABLE_NAME}" was changed by hand, or is not of this node. Delete the row in n8n (Data Tables, row id ${id}): the node starts it anew, and until the follow-ups of earlier enrollments have gone out it does not know of them.`,
			{ table: TABLE_NAME, row: id, sender },
		);
	}
	return { id, revision, row: parsed.data };
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
