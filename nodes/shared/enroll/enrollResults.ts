import type { IDataObject, IExecuteFunctions, INodeExecutionData, JsonObject } from 'n8n-workflow';

import { showHint } from '../n8n/hints';
import {
	HELD_REASONS,
	OUTCOMES,
	outcomeName,
	outputOf,
	SKIPPED_REASONS,
	type HeldReason,
	type Outcome,
	type SkippedReason,
} from './outcome';
import { RunSheet } from '../n8n/runSheet';
import { summarise, type SummaryLine } from './summary';

export interface HeldDetails {
	reason: HeldReason;
	/** ISO instant at which the same request is expected to fit. */
	retryAt?: string | undefined;
	/** For the summary: whose limit it is, and `retryAt` in words. */
	who?: string | undefined;
	until?: string | undefined;
	/** In place of the sentence that the reason has. */
	message?: string | undefined;
}

/** The outcomes of one Enroll run, for both nodes: Enrolled, Held Back, Skipped. */
export class EnrollResults {
	private readonly lines: SummaryLine[] = [];
	private readonly hints = new Map<string, 'warning' | 'info'>();
	private readonly sheet: RunSheet;

	constructor(
		private readonly context: IExecuteFunctions,
		private readonly options: { dryRun: boolean; includeInput: boolean },
	) {
		this.sheet = new RunSheet(context, OUTCOMES.length, outputOf('skipped'));
	}

	enrolled(index: number, json: IDataObject): void {
		this.settle(index, 'enrolled', json, {});
	}

	held(index: number, details: HeldDetails, json: IDataObject): void {
		const { reason, retryAt, who, until } = details;
		const sentence = details.message ?? HELD_REASONS[reason];
		const message = `${sentence}${until ? `; it is expected to fit ${until}` : ''}`;
		const extra = { reason, message, ...(retryAt && { retryAt }) };
		this.settle(index, 'held', { ...extra, ...json }, { reason, who, retryAt, until });
	}

	skipped(index: number, reason: SkippedReason, json: IDataObject, detail?: string): void {
		const message = detail ?? SKIPPED_REASONS[reason];
		this.settle(index, 'skipped', { reason, message, ...json }, { reason });
	}

	fail(index: number, error: unknown, ids: JsonObject = {}): void {
		this.sheet.fail(index, error, ids);
	}

	async guard(index: number, step: () => Promise<void> | void, ids: JsonObject = {}) {
		await this.sheet.guard(index, step, ids);
	}

	async readItems<T>(read: (index: number) => T): Promise<Map<number, T>> {
		return await this.sheet.readItems(read);
	}

	async guardRest(step: () => Promise<void>) {
		await this.sheet.guardRest(step);
	}

	isDone(index: number): boolean {
		return this.sheet.isDone(index);
	}

	get hasFailures(): boolean {
		return this.sheet.failedCount > 0;
	}

	get enrolledCount(): number {
		return this.lines.filter(({ outcome }) => outcome === 'enrolled').length;
	}

	/** A line for the person who looks at the execution, shown below the sum of the run. */
	hint(message: string, type: 'warning' | 'info' = 'warning'): void {
		this.hints.set(message, type);
	}

	finish(): INodeExecutionData[][] {
		const outputs = this.sheet.finish();
		const { dryRun } = this.options;
		showHint(this.context, summarise(this.lines, this.sheet.failedCount, dryRun), 'info');
		for (const [message, type] of this.hints) showHint(this.context, message, type);
		return outputs;
	}

	private settle(
		index: number,
		outcome: Outcome,
		json: IDataObject,
		line: Omit<SummaryLine, 'outcome'>,
	): void {
		if (this.sheet.isDone(index)) return;
		this.lines.push({ outcome, ...line });
		this.sheet.settle(index, outputOf(outcome), {
			outcome: outcomeName(outcome, this.options.dryRun),
			...json,
			...(this.options.includeInput && { input: this.sheet.items[index]?.json }),
		});
	}
}
