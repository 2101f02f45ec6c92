import Table from 'cli-table3';

import type { LayoutName } from './options';
import type { HubspotRecord, Outcome } from './verdict';
import { countOf } from './verdict';

/** One run, for the table at the end. */
export interface RunReport {
	layout: LayoutName;
	/** `3 of 20`; `1 of 3, killed at 50`. */
	run: string;
	/** `12 × 25`. */
	executions: string;
	room: number;
	outcomes: Outcome[];
	/** Missing where the run came to no end. */
	hubspot?: HubspotRecord;
	/** How many executions each process had, by its name. */
	processes: Record<string, number>;
	/** From the first request to the end of the last execution. */
	milliseconds: number;
	/** What differs from the expectation; empty when the run is as it should be. */
	differences: string[];
}

/** One line while the runs go on. */
export function lineOf(report: RunReport): string {
	const { layout, run, outcomes, hubspot, milliseconds, differences } = report;
	const counts = `${countOf(outcomes, 'enrolled')} enrolled, ${countOf(outcomes, 'held')} held`;
	const atHubspot = hubspot ? `, ${hubspot.overLimit} over the limit` : '';
	const result = differences.length === 0 ? 'passed' : `FAILED: ${differences.join('; ')}`;
	return `  ${layout} ${run}: ${counts}${atHubspot}, ${seconds(milliseconds)} s: ${result}`;
}

/** All runs, one a row. */
export function tableOf(reports: RunReport[]): string {
	const table = new Table({
		head: [
			...['Layout', 'Run', 'Executions', 'Per process', 'Room', 'Enrolled', 'Held', 'Skipped'],
			...['Failed', 'At HubSpot', 'Unused', 'Over', 'Most in 24 h', 'Seconds', 'Result'],
		],
		style: { head: [], border: [], compact: true },
	});
	for (const report of reports) {
		const { layout, run, executions, processes, room, outcomes, hubspot, milliseconds } = report;
		const perProcess = Object.entries(processes).map(([name, count]) => `${name}: ${count}`);
		table.push([
			...[layout, run, executions, perProcess.join(', '), room],
			...(['enrolled', 'held', 'skipped', 'failed'] as const).map((kind) =>
				countOf(outcomes, kind),
			),
			...(hubspot ? atHubspot(room, hubspot) : ['-', '-', '-', '-']),
			...[seconds(milliseconds), report.differences.length === 0 ? 'passed' : 'FAILED'],
		]);
	}
	return table.toString();
}

function atHubspot(room: number, { enrolled, overLimit, fullestDay, limit }: HubspotRecord) {
	const unused = Math.max(0, room - enrolled.length);
	return [enrolled.length, unused, overLimit, `${fullestDay} of ${limit}`];
}

/** The closing line. */
export function summaryOf(reports: RunReport[]): string {
	const failed = reports.filter(({ differences }) => differences.length > 0).length;
	return `${reports.length - failed} passed, ${failed} failed`;
}

function seconds(milliseconds: number): string {
	return (milliseconds / 1000).toFixed(1);
}
