import { z } from 'zod';

/**
 * The id of a record: a number in some answers, text in others. A number beyond 2^53 has lost its last
 * digits on the way and would name another record.
 */
export const id = z
	.union([z.string().min(1), z.number().int().nonnegative().safe()])
	.transform(String);

/** A field that HubSpot may leave out, or give as null. */
export const maybe = <T extends z.ZodTypeAny>(field: T) =>
	field.nullish().transform((value: z.output<T> | null | undefined) => value ?? undefined);

/** A whole number within bounds; digits in text are one too, as HubSpot's 64-bit numbers may be. */
export const whole = (min: number, max: number) =>
	z.unknown().transform((given, context): number => {
		const number = typeof given === 'string' && /^\d{1,16}$/.test(given) ? Number(given) : given;
		if (typeof number === 'number' && Number.isInteger(number) && number >= min && number <= max) {
			return number;
		}
		context.addIssue({ code: 'custom', message: `a whole number from ${min} to ${max}` });
		return z.NEVER;
	});

/** How many records there are of a kind. */
export const count = whole(0, 1_000_000_000_000);

const EARLIEST = Date.UTC(2000, 0);
const LATEST = Date.UTC(2100, 0);

/** An instant as text that `toMillis` reads: ISO or milliseconds, of this century. */
export const instant = z
	.union([z.string(), z.number()])
	.transform(String)
	.refine((text) => isInstant(text), 'an instant between 2000 and 2100');

/** Whether a text is an instant that a clock of today may show. */
export const isInstant = (text: string): boolean => {
	const at = toMillis(text);
	return at >= EARLIEST && at <= LATEST;
};

const cursor = z.union([z.string(), z.number()]).transform(String);
const paging = maybe(z.object({ next: maybe(z.object({ after: maybe(cursor) })) }));

/** One page of a list. */
export interface Page<T> {
	results: T[];
	/** Asks for the next page; undefined on the last. */
	after?: string | undefined;
}

export const pageOf = <T extends z.ZodTypeAny>(entry: T) =>
	z.object({ results: z.array(entry), paging }).transform(
		(page): Page<z.output<T>> => ({
			results: page.results as Array<z.output<T>>,
			after: page.paging?.next?.after || undefined,
		}),
	);

/**
 * Ms since epoch of an instant as HubSpot gives it: ISO in most answers; milliseconds as text in
 * exports and older records.
 */
export const toMillis = (value: string): number =>
	/^\d+$/.test(value) ? Number(value) : Date.parse(value);
