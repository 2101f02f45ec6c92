import type { IExecuteFunctions } from 'n8n-workflow';

import type { ApiRoutes } from '../hubspot/sequences';

const shown = new WeakMap<IExecuteFunctions, Set<string>>();

/**
 * A line for the person who looks at the execution; the same one twice in a run is shown once. n8n
 * renders it as HTML, and names of workflows, sequences and contacts are whatever HubSpot has.
 */
export function showHint(
	context: IExecuteFunctions,
	message: string,
	type: 'warning' | 'info' = 'warning',
): void {
	const known = shown.get(context) ?? new Set();
	shown.set(context, known);
	if (known.has(message)) return;
	known.add(message);
	context.addExecutionHints({ message: escapeHtml(message), type, location: 'outputPane' });
}

/** v4 APIs are unsupported from 2027-03-30 (hubspot-api.md 3.6). */
const V4_HINT =
	"HubSpot ends its support of the v4 API on 2027-03-30. Set 'API Routes' to Published, unless this account does not have the newer API.";

/** Says what there is to say about the chosen API routes, once a run. */
export function hintRoutes(context: IExecuteFunctions, apiRoutes: ApiRoutes): void {
	if (apiRoutes === 'v4') showHint(context, V4_HINT);
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;' };

/** Text as HTML that shows it as it is. Quotes stay: the text is never the value of an attribute. */
export const escapeHtml = (text: string): string =>
	text.replace(/[&<>]/g, (character) => ENTITIES[character] ?? character);
