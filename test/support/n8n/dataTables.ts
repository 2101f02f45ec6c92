import {
	UserError,
	type DataTableProxyProvider,
	type DataTableRow,
	type DataTableRowReturn,
	type INode,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import { createTable, type Catalog, type StoredTable } from './dataTableCatalog';
import { DATA_TABLE_NODE } from './dataTableNode';
import { toProvider, type TableStore } from './dataTableServices';
import { runInline } from './inlineWorkflow';
import { NodeTypes } from './nodeTypes';

type ExecuteWorkflow = IWorkflowExecuteAdditionalData['executeWorkflow'];

export interface DataTablesOptions {
	/** As in `n8n execute`, or where the operator turned Data Tables off. */
	disabled?: boolean;
	/** How long the database takes for one statement, in ms. */
	latencyMs?: number;
}

/** What a Data Table node was asked to do. */
export interface DataTableCall {
	resource: string;
	operation: string;
}

interface Fault {
	message: string;
	/** Whether the database has done its work when the call fails. */
	done: boolean;
	/** Calls that it still hits. */
	left: number;
}

/** As the driver of Postgres says it. */
const LOST_CONNECTION = 'Connection terminated unexpectedly';

/**
 * The Data Tables of one n8n project, in memory, with the way by which a node reaches them.
 * Executions that share an instance share the tables. Every statement lets others come in between,
 * so that executions race as they do on a database.
 */
export class DataTables implements TableStore {
	readonly tables: Catalog = new Map();
	disabled: boolean;
	latencyMs: number;
	/** One entry per run of a Data Table node, in order. */
	readonly calls: DataTableCall[] = [];
	/** Inner workflows run so far; one may hold several nodes. */
	roundTrips = 0;
	/** Those of them that n8n keeps in the list of executions, by their settings. */
	keptExecutions = 0;
	/** Called when a Data Table node starts: a test can step in between two calls of an execution. */
	onCall?: (call: DataTableCall) => void | Promise<void>;
	private readonly provider = toProvider(this);
	private readonly nodeTypes = new NodeTypes();
	private readonly faults: Fault[] = [];

	constructor({ disabled = false, latencyMs = 0 }: DataTablesOptions = {}) {
		this.disabled = disabled;
		this.latencyMs = latencyMs;
	}

	/** What an execution gets of n8n to reach these tables. */
	additionalData(): Pick<IWorkflowExecuteAdditionalData, 'executeWorkflow' | 'data-table'> {
		return { executeWorkflow: this.executeWorkflow, ...this.service(this.provider) };
	}

	/** Runs an inline workflow, as `this.executeWorkflow` of a node does. */
	readonly executeWorkflow: ExecuteWorkflow = async ({ code }, additionalData, options) => {
		if (!code) throw new UserError('The stand-in runs workflows given as code only');
		this.roundTrips++;
		const fault = this.nextFault();
		const provider = fault && !fault.done ? failing(fault.message) : this.provider;
		const run = runInline({
			code,
			options,
			additionalData: { ...additionalData, 'data-table': undefined, ...this.service(provider) },
			nodeTypes: this.nodeTypes,
			onNode: async (node) => await this.note(node),
		});
		const ended = await run.then(
			() => 'saveDataSuccessExecution' as const,
			() => 'saveDataErrorExecution' as const,
		);
		if (code.settings?.[ended] !== 'none') this.keptExecutions++;
		if (fault?.done) throw new Error(fault.message);
		return await run;
	};

	/** Lets the next `count` calls fail before anything is read or written. */
	failNext(count = 1, message = LOST_CONNECTION): void {
		this.faults.push({ message, done: false, left: count });
	}

	/** Lets the next `count` calls fail after the database has done its work: the answer is lost. */
	loseNext(count = 1, message = LOST_CONNECTION): void {
		this.faults.push({ message, done: true, left: count });
	}

	/** Forgets the faults that are still to come. */
	recover(): void {
		this.faults.length = 0;
	}

	get names(): string[] {
		return [...this.tables.values()].map(({ table }) => table.name);
	}

	/**
	 * The rows of the table of exactly this name, as stored: a test may change or remove them.
	 * Empty where there is no such table.
	 */
	rows(name: string): DataTableRowReturn[] {
		return this.find(name)?.rows.stored ?? [];
	}

	/**
	 * Makes a table with rows, as a user does in the editor. Text columns unless told otherwise.
	 * @throws {UserError} where the name is taken
	 */
	create(
		name: string,
		columns: string[] | Record<string, 'string' | 'number' | 'boolean' | 'date'>,
		rows: DataTableRow[] = [],
	): void {
		const types = Array.isArray(columns)
			? columns.map((column) => ({ name: column, type: 'string' as const }))
			: Object.entries(columns).map(([column, type]) => ({ name: column, type }));
		createTable({ name, columns: types }, this.tables).rows.insert(rows);
	}

	/** Removes a table, as a user does in the editor. */
	drop(name: string): void {
		const found = this.find(name);
		if (found) this.tables.delete(found.table.id);
	}

	private async note({ type, parameters }: INode): Promise<void> {
		if (type !== DATA_TABLE_NODE) return;
		const call = {
			resource: String(parameters.resource),
			operation: String(parameters.operation),
		};
		this.calls.push(call);
		await this.onCall?.(call);
	}

	private nextFault(): Fault | undefined {
		const [fault] = this.faults;
		if (fault && --fault.left <= 0) this.faults.shift();
		return fault;
	}

	private find(name: string): StoredTable | undefined {
		return [...this.tables.values()].find(({ table }) => table.name === name);
	}

	private service(dataTableProxyProvider: DataTableProxyProvider) {
		return this.disabled ? {} : { 'data-table': { dataTableProxyProvider } };
	}
}

function failing(message: string): DataTableProxyProvider {
	const fail = async () => {
		throw new Error(message);
	};
	return { getDataTableAggregateProxy: fail, getDataTableProxy: fail };
}
