import { countBy } from 'lodash';
import type { IDataObject, IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import type { LeftOut } from '../errors';
import { showHint } from './hints';

/**
 * What a run answers one by one: its input items, or the contacts that each of them stands for. Each has
 * an index of its own.
 */
export class RunItems {
	readonly input: readonly INodeExecutionData[];
	/** Of each item of the run, the input item that it comes from. */
	private origins: number[];
	private readonly leftOut: string[] = [];

	constructor(private readonly context: IExecuteFunctions) {
		this.input = context.getInputData();
		this.origins = [...this.input.keys()];
	}

	/** In input order. */
	get indexes(): number[] {
		return [...this.origins.keys()];
	}

	/** The index of the input item, as n8n's item links and errors name it. */
	originOf(index: number): number {
		return this.origins[index] ?? index;
	}

	inputOf(index: number): IDataObject | undefined {
		return this.input[this.originOf(index)]?.json;
	}

	/**
	 * Has several items take the place of each input item.
	 * @returns them by their new indexes
	 */
	replace<Item>(itemsOf: (origin: number) => readonly Item[]): Map<number, Item> {
		this.origins = [];
		const items = new Map<number, Item>();
		for (const origin of this.input.keys()) {
			for (const item of itemsOf(origin)) items.set(this.origins.push(origin) - 1, item);
		}
		return items;
	}

	noteLeftOut({ message }: LeftOut): void {
		this.leftOut.push(message);
	}

	hintLeftOut(): void {
		for (const [why, count] of Object.entries(countBy(this.leftOut))) {
			showHint(this.context, `${count} left out: ${why}`);
		}
	}
}
