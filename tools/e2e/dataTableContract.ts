import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { TABLE_ID } from './dataTableCalls';

/**
 * What the send-limit ledger takes for granted of n8n's Data Table node 1.1, as calls with what must
 * come back. Goes against the stand-in of the engine tests and against a real n8n.
 */
export interface ContractStep {
	/** What n8n does, as a sentence. */
	name: string;
	/** `TABLE_ID` in them stands for the id of the table that the first step made. */
	parameters: INodeParameters;
	/** The item that the node gets; empty by default. */
	json?: IDataObject;
	/** A part of each row, in order; or the words of the failure. */
	expected: IDataObject[] | RegExp;
}

/** Runs one Data Table node over one item, and gives the `json` of what it put out. */
export type DataTableCall = (
	parameters: INodeParameters,
	json: IDataObject,
) => Promise<IDataObject[]>;

/**
 * Goes through the steps one by one.
 * @returns a function that tells what came of a step: nothing where n8n did as expected, else what
 * it did instead
 */
export function contractRunner(call: DataTableCall) {
	let tableId: string | undefined;
	return async ({ parameters, json = {}, expected }: ContractStep): Promise<string | undefined> => {
		const resolved: INodeParameters = JSON.parse(
			JSON.stringify(parameters).replace(TABLE_ID, tableId ?? TABLE_ID),
		);
		let rows: IDataObject[];
		try {
			rows = await call(resolved, json);
		} catch (error) {
			const { message } = error as Error;
			const isForeseen = expected instanceof RegExp && expected.test(message);
			return isForeseen ? undefined : `failed with "${message}"`;
		}
		tableId ??= rows.map(({ id }) => id).find((id) => typeof id === 'string');
		return matches(rows, expected) ? undefined : `gave ${JSON.stringify(rows)}`;
	};
}

function matches(rows: IDataObject[], expected: ContractStep['expected']): boolean {
	return (
		Array.isArray(expected) &&
		rows.length === expected.length &&
		expected.every((part, i) =>
			Object.entries(part).every(([name, value]) => rows[i][name] === value),
		)
	);
}
