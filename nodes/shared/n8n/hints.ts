import type { IExecuteFunctions } from 'n8n-workflow';

import { escapeHtml } from './escapeHtml';

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
