/* eslint-disable @n8n/community-nodes/no-restricted-globals, no-console -- the demo runs in a terminal, outside n8n */
import { Presets, SingleBar } from 'cli-progress';
import Table from 'cli-table3';

/** A progress bar with a text behind it; silent where the output is no terminal. */
export class Progress {
	private readonly bar = new SingleBar(
		{ format: '{bar} {value}/{total} {text}', clearOnComplete: true, hideCursor: true },
		Presets.shades_classic,
	);

	constructor(total: number) {
		this.bar.start(total, 0, { text: '' });
	}

	step(text: string): void {
		this.bar.increment({ text });
	}

	stop(): void {
		this.bar.stop();
	}
}

export function print(text = ''): void {
	console.log(text);
}

export function printTitle(text: string): void {
	print(`\n${process.stdout.isTTY ? `\u001b[1m${text}\u001b[0m` : text}`);
}

/** @param widths columns that are to wrap, in characters */
export function printTable(
	head: string[],
	rows: string[][],
	widths: Array<number | null> = [],
): void {
	const table = new Table({
		head,
		colWidths: widths,
		wordWrap: true,
		style: { head: [], border: [], compact: true },
	});
	table.push(...rows);
	print(table.toString());
}

/** @param share from 0 to 1 */
export const percent = (share: number): string => `${(share * 100).toFixed(1)} %`;

/** Ends the process: n8n-core keeps handles open. */
export function exit(code: number): never {
	process.exit(code);
}
