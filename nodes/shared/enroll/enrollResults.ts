import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import { showHint } from '../n8n/hints';
import {
	OUTCOMES,
	outcomeName,
	outputOf,
	type Outcome,
	summarise,
	type SummaryLine,
} from './outcome';
import { HELD_REASONS, SKIPPED_REASONS, type HeldReason, type SkippedReason } from '../reasons';
import { RememberedResults } from '../n8n/rememberedResults';

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

/** The results of one Enroll run, for both nodes: Enrolled, Held Back, Skipped. */
export class EnrollResults extends RememberedResults {
	private readonly lines: SummaryLine[] = [];
	private readonly skippedIndexes = new Set<number>();
	private readonly hints = new Map<string, 'warning' | 'info'>();
	protected override readonly outputs = OUTCOMES.length;
	protected override readonly failedOutput = outputOf('skipped');

	enrolled(index: number, json: IDataObject): void {
		this.putOutcome(index, 'enrolled', json, {});
	}

	held(index: number, details: HeldDetails, json: IDataObject): void {
		const { reason, retryAt, who, until } = details;
		const sentence = details.message ?? HELD_REASONS[reason];
		const message = `${sentence}${until ? `; it is expected to fit ${until}` : ''}`;
		const extra = { reason, message, ...(retryAt && { retryAt }) };
		this.putOutcome(index, 'held', { ...extra, ...json }, { reason, who, retryAt, until });
	}

	skipped(index: number, reason: SkippedReason, json: IDataObject, detail?: string): void {
		if (!this.isDone(index)) this.skippedIndexes.add(index);
		const message = detail ?? SKIPPED_REASONS[reason];
		this.putOutcome(index, 'skipped', { reason, message, ...json }, { reason });
	}

	private get isDryRun(): boolean {
		return this.settings.dryRun === true;
	}

	wasSkipped(index: number): boolean {
		return this.skippedIndexes.has(index);
	}

	get enrolledCount(): number {
		return this.lines.filter(({ outcome }) => outcome === 'enrolled').length;
	}

	/** A line for the person who looks at the execution, shown below the sum of the run. */
	hint(message: string, type: 'warning' | 'info' = 'warning'): void {
		this.hints.set(message, type);
	}

	override async finish(): Promise<INodeExecutionData[][]> {
		const outputs = await super.finish();
		showHint(this.context, summarise(this.lines, this.failedCount, this.isDryRun), 'info');
		for (const [message, type] of this.hints) showHint(this.context, message, type);
		return outputs;
	}

	private putOutcome(
		index: number,
		outcome: Outcome,
		json: IDataObject,
		line: Omit<SummaryLine, 'outcome'>,
	): void {
		if (this.isDone(index)) return;
		this.lines.push({ outcome, ...line });
		const named = { outcome: outcomeName(outcome, this.isDryRun), ...json };
		this.put(index, named, outputOf(outcome));
	}
}
