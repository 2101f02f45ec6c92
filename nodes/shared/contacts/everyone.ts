import { limitField, returnAllField, statusOfField } from '../n8n/descriptions/everyone';
import { showHint } from '../n8n/hints';
import { Parameters } from '../n8n/parameters';
import type { Run } from '../n8n/router';

/** Who is in something, as far as it was read. */
export interface Everyone {
	/** Contact ids, each once. */
	ids: string[];
	hasMore: boolean;
}

/** Whether everyone in something is asked for, and not certain contacts. @throws Problem */
export const isOfEveryone = ({ context }: Pick<Run, 'context'>): boolean =>
	Parameters.ofRun(context).choice(statusOfField) === 'everyone';

/** How many are asked for at most. @throws Problem */
export const readMost = (parameters: Parameters): number =>
	parameters.flag(returnAllField) ? Infinity : parameters.wholeNumber(limitField);

/** The first `most` of them; no page is read beyond those. */
export async function firstOf(
	pages: AsyncIterable<{ ids: Iterable<string>; isLast: boolean }>,
	most: number,
): Promise<Everyone> {
	const found = new Set<string>();
	for await (const { ids, isLast } of pages) {
		for (const id of ids) found.add(id);
		if (found.size < most) continue;
		return { ids: [...found].slice(0, most), hasMore: found.size > most || !isLast };
	}
	return { ids: [...found], hasMore: false };
}

/**
 * Says where there are more, or nobody.
 * @param where such as "in the sequence"
 */
export function hintHowMany(
	{ context }: Pick<Run, 'context'>,
	{ ids, hasMore }: Everyone,
	most: number,
	where: string,
): void {
	if (ids.length === 0) showHint(context, `Nobody is ${where}, as far as HubSpot shows it`);
	if (!hasMore) return;
	showHint(
		context,
		ids.length === most
			? `There are more contacts ${where}: these are the first ${most}, as 'Limit' says`
			: `There may be more contacts ${where}: HubSpot shows the first ${ids.length.toLocaleString('en-US')} of a search`,
		'info',
	);
}
