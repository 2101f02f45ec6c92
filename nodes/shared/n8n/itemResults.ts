import type {
	IDataObject,
	IExecuteFunctions,
	INode,
	INodeExecutionData,
	JsonObject,
} from 'n8n-workflow';

import { groupsOf } from '../groups';
import { LeftOut, Problem } from '../errors';
import { failedJson, markFailed, noteOnOthers } from './failedItem';
import { letOthersWork } from './inSlices';
import type { Amendment, Answer, Leaving, Settled } from './leaving';
import { Names } from './names';
import { toNodeError, toProblem } from './nodeError';
import { RunItems } from './runItems';
import type { RunSettings } from './runSettings';
import { answersToModel, answerToModel, failureToModel, isTool } from './tool';

/**
 * Every item of a run leaves exactly once: settled into an output, or failed. Results come out in
 * input order, each linked to its input item, whatever order the requests came back in.
 */
export class ItemResults {
	private readonly settled = new Map<number, Settled>();
	private readonly failed = new Map<number, Problem>();
	private readonly known = new Map<number, JsonObject>();
	private readonly amendments = new Map<number, Amendment>();
	readonly names = new Names();
	private readonly items: RunItems;
	private copyOfNode: INode | undefined;

	/** How many outputs the operation has. */
	protected readonly outputs: number = 1;
	/** The output of failed items under "Continue": never the one of success, where there are several. */
	protected readonly failedOutput: number = 0;

	/** @param settings `includeInput`: an output item brings the json of its input item along, as `input` */
	constructor(
		protected readonly context: IExecuteFunctions,
		protected readonly settings: Partial<RunSettings>,
	) {
		this.items = new RunItems(context);
	}

	/** Whose an item is, and what it is about, as far as it is known: it says so if it fails. */
	about(index: number, ids: JsonObject): void {
		this.known.set(index, { ...this.known.get(index), ...ids });
	}

	/** Whatever becomes of an item from here on, it says this as well. */
	amend(index: number, amendment: Amendment): void {
		this.amendments.set(index, amendment);
	}

	put(index: number, given: IDataObject, output = 0): void {
		const json = this.amendments.get(index)?.settled(given) ?? given;
		this.putTogether([index], [{ json: { ...json, ...this.inputOf(index) } }], output);
	}

	private inputOf(index: number): IDataObject {
		return this.settings.includeInput ? { input: this.items.inputOf(index) } : {};
	}

	/** Output items that answer several input items together, and are linked to all of them. */
	putTogether(indexes: number[], answers: Answer[], output = 0): void {
		const open = indexes.filter((index) => !this.isDone(index));
		for (const index of open) this.settled.set(index, { output, answers, indexes: open });
	}

	fail(index: number, error: unknown, ids: JsonObject = {}): void {
		if (this.isDone(index)) return;
		if (error instanceof LeftOut) {
			this.items.noteLeftOut(error);
			return this.putTogether([index], []);
		}
		const problem = toProblem(error, { ...this.known.get(index), ...ids });
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

	/** Runs a step of one item, in its turn among all that n8n does; what it throws is that item's failure. */
	async attempt(index: number, step: () => Promise<void> | void, ids: JsonObject = {}) {
		await letOthersWork();
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
		for (const index of this.items.indexes) {
			await this.attempt(index, () => void values.set(index, read(index)));
		}
		return values;
	}

	/**
	 * Reads each input item as several items, such as the members of a list; one that fails stays one.
	 * For before anything is settled: the items get their indexes here.
	 */
	async readSeveral<T, Item>(
		read: (index: number) => T,
		itemsOf: (read: T) => Promise<Item[]>,
	): Promise<Map<number, Item>> {
		const found = new Map<number, Item[]>();
		for (const [index, value] of await this.readItems(read))
			await this.attempt(index, async () => void found.set(index, await itemsOf(value)));
		const problems = new Map(this.failed);
		this.failed.clear();
		const items = this.items.replace<Problem | Item>((origin) => {
			const problem = problems.get(origin);
			return problem ? [problem] : (found.get(origin) ?? []);
		});
		for (const [index, item] of items) if (item instanceof Problem) this.failed.set(index, item);
		return new Map([...items].filter((one): one is [number, Item] => !this.failed.has(one[0])));
	}

	/** Fails every item that is still open. */
	failRest(error: unknown): void {
		for (const index of this.items.indexes) this.fail(index, error);
	}

	isDone(index: number): boolean {
		return this.settled.has(index) || this.failed.has(index);
	}

	get failedCount(): number {
		return this.failed.size;
	}

	/** An item failed and the node is to stop: nothing leaves it. */
	get stops(): boolean {
		return this.failed.size > 0 && this.stopsOnFailure;
	}

	/**
	 * The outputs, ready for n8n.
	 * @throws NodeApiError or NodeOperationError where an item failed and the node is to stop
	 */
	async finish(): Promise<INodeExecutionData[][]> {
		this.failRest(new Problem('UNEXPECTED', 'The item was not processed', 'Run the item again.'));
		const [firstFailed] = [...this.failed].sort(([a], [b]) => a - b);
		if (firstFailed && this.stops) throw this.stoppingError(...firstFailed);
		this.items.hintLeftOut();
		const leaving: Leaving[] = [];
		for (const index of this.items.indexes) {
			await letOthersWork();
			leaving.push(...this.leave(index));
		}
		if (isTool(this.context)) return [answersToModel(leaving.map(({ item }) => item))];
		return Array.from({ length: this.outputs }, (_, output) =>
			leaving.filter((one) => one.output === output).map(({ item }) => item),
		);
	}

	/** n8n copies the node whenever it is asked for it. */
	private get node(): INode {
		return (this.copyOfNode ??= this.context.getNode());
	}

	/** To a model a failure is an answer, unless a person has chosen to stop the agent. */
	private get stopsOnFailure(): boolean {
		if (this.context.continueOnFail()) return false;
		return !isTool(this.context) || this.node.onError === 'stopWorkflow';
	}

	/** What leaves for one input item; nothing where an earlier one brings the answers of both. */
	private leave(index: number): Leaving[] {
		const pairedItem = { item: this.items.originOf(index) };
		const problem = this.failed.get(index);
		if (problem) {
			if (isTool(this.context)) {
				return [{ output: 0, item: { json: failureToModel(problem), pairedItem } }];
			}
			const failed = this.names.beside(failedJson(problem));
			const item = { json: { ...failed, ...this.inputOf(index) }, pairedItem };
			if (this.node.onError === 'continueErrorOutput')
				markFailed(item, this.nodeErrorOf(index, problem));
			return [{ output: this.failedOutput, item }];
		}
		const settled = this.settled.get(index);
		if (settled?.indexes[0] !== index) return [];
		const { output, answers, indexes } = settled;
		const links =
			indexes.length === 1
				? pairedItem
				: indexes.map((one) => ({ item: this.items.originOf(one) }));
		return answers.map(({ json, ...files }) => {
			const named = this.names.beside(json);
			const answer = isTool(this.context)
				? { json: answerToModel(named) }
				: { json: named, ...files };
			return { output, item: { ...answer, pairedItem: links } };
		});
	}

	/** Says what became of the other items: n8n shows nothing of them once the node stops. */
	private stoppingError(index: number, problem: Problem) {
		const note = noteOnOthers(this.settled.size, this.failed.size - 1);
		return this.nodeErrorOf(index, problem.saying({ description: problem.description + note }));
	}

	private nodeErrorOf(index: number, problem: Problem) {
		return toNodeError(this.node, problem, this.items.originOf(index));
	}
}
