import type { RunOptions } from '../../support/cast';
import { otherProcess } from '../../support/n8n/otherProcess';

/** How the runs of a rep share what they know. */
export interface Way {
	way: string;
	/** @returns what each run is given, by its number */
	open(): Promise<(run: number) => Pick<RunOptions, 'dataTables' | 'nodeTypes' | 'options'>>;
}

/** What the guard promises, it keeps in each of them. */
export const WAYS: readonly Way[] = [
	{ way: 'in a Data Table', open: async () => () => ({}) },
	{
		way: 'in this process, with Data Tables down',
		open: async () => () => ({
			dataTables: 'unavailable',
			options: { ledgerUnavailable: 'useHubSpotCount' },
		}),
	},
	{
		way: 'in a Data Table, across two processes',
		open: async () => {
			const processes = [await otherProcess(), await otherProcess()];
			return (run) => ({ nodeTypes: processes[run % processes.length] });
		},
	},
];

/** Each row in each of the ways. */
export const inEachWay = <Row>(rows: readonly Row[]): Array<Row & Way> =>
	rows.flatMap((row) => WAYS.map((way) => ({ ...row, ...way })));
