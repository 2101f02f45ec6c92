import { isPlainObject, mapValues } from 'lodash';
import type { JsonObject, JsonValue } from 'n8n-workflow';

import type { Reason } from './reasons';

/** The most that an item shows of any text; HubSpot's own are far shorter. */
const LONGEST = 2_000;

/** The text, cut where it is longer than anybody reads. */
export const excerpt = (text: string): string =>
	text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;

/** Why something could not be done, for a person: the base of what the nodes say to one. */
export class Problem extends Error {
	override readonly name: string = 'Problem';
	readonly description: string;
	readonly details: JsonObject;

	/**
	 * @param reason a code, for workflows to branch on
	 * @param message what happened, one sentence
	 * @param description whose setting it is and what to do next
	 * @param details HubSpot's text, category and correlation id, and the ids at hand; long texts are cut
	 */
	constructor(
		readonly reason: Reason,
		message: string,
		description: string,
		details: JsonObject = {},
		readonly httpCode?: string,
	) {
		super(message);
		this.description = excerpt(description);
		this.details = mapValues(details, excerpts);
	}

	/** The same with other words or more details. */
	saying({
		message = this.message,
		description = this.description,
		details = {},
	}: Partial<Pick<Problem, 'message' | 'description' | 'details'>>): Problem {
		const all = { ...this.details, ...details };
		return new Problem(this.reason, message, description, all, this.httpCode);
	}
}

function excerpts(value: JsonValue): JsonValue {
	if (typeof value === 'string') return excerpt(value);
	if (Array.isArray(value)) return value.map(excerpts);
	return isPlainObject(value) ? mapValues(value as JsonObject, excerpts) : value;
}

/** Nobody can say whether HubSpot enrolled the contact; the room it would take stays reserved. */
export class UnknownOutcome extends Problem {
	constructor(message: string, description: string, details?: JsonObject) {
		super('UNKNOWN_OUTCOME', message, description, details);
	}
}

/** What the ledger holds cannot be read: counting nothing instead would let a sender go over the limit. */
export class LedgerDamaged extends Problem {
	override readonly name = 'LedgerDamaged';

	constructor(message: string, description: string, details?: JsonObject) {
		super('LEDGER_DAMAGED', message, description, details);
	}
}

/** Whom a list named is not there any more: no failure, and nothing leaves. The message says why, for a hint. */
export class LeftOut extends Error {
	override readonly name = 'LeftOut';
}
