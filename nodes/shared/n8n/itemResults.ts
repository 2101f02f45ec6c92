import type {
	IBinaryKeyData,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	JsonObject,
} from 'n8n-workflow';

import { groupsOf } from '../groups';
import { Problem } from '../errors';
import { toNodeError, toProblem } from './nodeError';
import type { RunSettings } from './runSettings';

/** An output item; it may bring files along. */
export interface Answer {
	json: IDataObject;
	binary?: IBinaryKeyData;
}

/** What an item says beside its outcome, or failure: what was done to its contact before. */
export interface Amendment {
	settled(json: IDataObject): IDataObject;
	failed(problem: Problem, cause: unknown): Problem;
}

interface Settled {
	output: number;
	answers: Answer[];
	/** All input items that these output items answer. */
	indexes: number[];
}

/**
 * Every item of a run leaves exactly once: settled into an output, or failed. Results come out in
 * input order, each linked to its item, whatever order the requests came back in.
 */
export class ItemResults {
	private readonly settled = new Map<number, Settled>();
	private readonly failed = new Map<number, Problem>();
	private readonly amendments = new Map<number, Amendment>();
	readonly items: INodeExecutionData[];

	/** How many outputs the operation has. */
	protected readonly outputs: number = 1;
	/** The output of failed items under "Continue": never the one of success, where there are several. */
	protected readonly failedOutput: number = 0;

	/** @param settings `includeInput`: an output item brings the json of its input item along, as `input` */
	constructor(
		protected readonly context: IExecuteFunctions,
		protected readonly settings: Partial<RunSettings>,
	) {
		this.items = context.getInputData();
	}

	/** Whatever becomes of an item from here on, it says this as well. */
	amend(index: number, amendment: Amendment): void {
		this.amendments.set(index, amendment);
	}

	put(index: number, given: IDataObject, output = 0): void {
		const json = this.amendments.get(index)?.settled(given) ?? given;
		const input = this.settings.includeInput && { input: this.items[index]?.json };
		this.putTogether([index], [{ json: { ...json, ...input } }], output);
	}

	/** Output items that answer several input items together, and are linked to all of them. */
	putTogether(indexes: number[], answers: Answer[], output = 0): void {
		const open = indexes.filter((index) => !this.isDone(index));
		for (const index of open) this.settled.set(index, { output, answers, indexes: open });
	}

	fail(index: number, error: unknown, ids: JsonObject = {}): void {
		if (this.isDone(index)) return;
		const problem = toProblem(error, ids);
		this.failed.set(index, this.amendments.get(index)?.failed(problem, error) ?? problem);
	}

	/**
	 * Answers questions into the first output; items that ask the same share the answers, and fail
	 * together where there are none.
	 */
	async answerTogether<Question>(
		questions: Map<number, Question>,
		answer: (question: Question) => Promise<Answer[]>,
	): Promise<void> {
		for (const asked of groupsOf(questions, ([, question]) => JSON.stringify(question))) {
			const [[, question]] = asked;
			const indexes = asked.map(([index]) => index);
			await this.attemptTogether(indexes, async () => {
				this.putTogether(indexes, await answer(question));
			});
		}
	}

	/** Runs a step that several items share; what it throws is the failure of each of them. */
	async attemptTogether(indexes: number[], step: () => Promise<void>): Promise<void> {
		const [first] = indexes;
		if (first === undefined) return;
		await this.attempt(first, step);
		const problem = this.failed.get(first);
		if (problem) for (const index of indexes) this.fail(index, problem);
	}

	/** Runs a step of one item; what it throws is that item's failure. */
	async attempt(index: number, step: () => Promise<void> | void, ids: JsonObject = {}) {
		try {
			await step();
		} catch (error) {
			this.context.getExecutionCancelSignal()?.throwIfAborted();
			this.fail(index, error, ids);
		}
	}

	/** Reads each item's parameters; bad input is the failure of its item, before any request for it. */
	async readItems<T>(read: (index: number) => T): Promise<Map<number, T>> {
		const values = new Map<number, T>();
		for (const index of this.items.keys()) {
			await this.attempt(index, () => void values.set(index, read(index)));
		}
		return values;
	}

	/** Fails every item that is still open. */
	failRest(error: unknown): void {
		this.items.forEach((_, index) => this.fail(index, error));
	}

	isDone(index: number): boolean {
		return this.settled.has(index) || this.failed.has(index);
	}

	get failedCount(): number {
		return this.failed.size;
	}

	/**
	 * The outputs, ready for n8n.
	 *
	 * n8n moves an item to the error output if its json has `error` and otherwise at most `message`
	 * (n8n-engine.md 0), and adds the fields of the input item.
	 * @throws NodeApiError or NodeOperationError where an item failed and the node is to stop
	 */
	finish(): INodeExecutionData[][] {
		this.failRest(new Problem('The item was not processed', 'Run the item again.'));
		const [firstFailed] = [...this.failed].sort(([a], [b]) => a - b);
		if (firstFailed && !this.context.continueOnFail()) throw this.stoppingError(...firstFailed);
		const leaving = [...this.items.keys()].flatMap((index) => this.leave(index));
		return Array.from({ length: this.outputs }, (_, output) =>
			leaving.filter((one) => one.output === output).map(({ item }) => item),
		);
	}

	/** What leaves for one input item; nothing where an earlier one brings the answers of both. */
	private leave(index: number): Array<{ output: number; item: INodeExecutionData }> {
		const pairedItem = { item: index };
		const problem = this.failed.get(index);
		if (problem) {
			const { message, description, details } = problem;
			const json = { error: message, message: { description, itemIndex: index, details } };
			return [{ output: this.failedOutput, item: { json, pairedItem } }];
		}
		const settled = this.settled.get(index);
		if (settled?.indexes[0] !== index) return [];
		const { output, answers, indexes } = settled;
		const links = indexes.length === 1 ? pairedItem : indexes.map((item) => ({ item }));
		return answers.map((answer) => ({ output, item: { ...answer, pairedItem: links } }));
	}

	/** Says what became of the other items: n8n shows nothing of them once the node stops. */
	private stoppingError(index: number, problem: Problem) {
		const others: string[] = [];
		if (this.settled.size > 0) others.push(`${this.settled.size} other items were processed`);
		if (this.failed.size > 1) others.push(`${this.failed.size - 1} more failed`);
		const note =
			others.length > 0
				? ` (${others.join(', ')}; to pass those on, set On Error to "Continue (using error output)" in the settings of this node.)`
				: '';
		return toNodeError(
			this.context.getNode(),
			new Problem(problem.message, problem.description + note, problem.details, problem.httpCode),
			index,
		);
	}
}
