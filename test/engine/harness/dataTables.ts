import {
	UserError,
	type DataTableProxyProvider,
	type DataTableRow,
	type DataTableRowReturn,
	type IWorkflowExecuteAdditionalData,
} from 'n8n-workflow';

import { DATA_TABLE_NODE } from './dataTableNode';
import { createTable, toProvider, type StoredTable, type TableStore } from './dataTableServices';
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
}

/**
 * The Data Tables of one n8n project, in memory, with the way by which a node reaches them.
 * Executions that share an instance share the tables. Every statement lets others come in between,
 * so that executions race as they do on a database.
 */
export class DataTables implements TableStore {
	readonly tables = new Map<string, StoredTable>();
	disabled: boolean;
	latencyMs: number;
	/** One entry per run of a Data Table node, in order. */
	readonly calls: DataTableCall[] = [];
	/** Inner workflows run so far; one may hold several nodes. */
	roundTrips = 0;
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
		const fault = this.faults.shift();
		const provider = fault && !fault.done ? failing(fault.message) : this.provider;
		const result = await runInline({
			code,
			options,
			additionalData: { ...additionalData, 'data-table': undefined, ...this.service(provider) },
			nodeTypes: this.nodeTypes,
			onNode: ({ type, parameters }) => {
				if (type !== DATA_TABLE_NODE) return;
				const { resource, operation } = parameters;
				this.calls.push({ resource: String(resource), operation: String(operation) });
			},
		});
		if (fault?.done) throw new Error(fault.message);
		return result;
	};

	/** Lets the next calls fail before anything is read or written. */
	failNext(count = 1, message = 'Connection terminated unexpectedly'): void {
		for (let i = 0; i < count; i++) this.faults.push({ message, done: false });
	}

	/** Lets the next calls fail after the database has done its work: the answer is lost. */
	loseNext(count = 1, message = 'Connection terminated unexpectedly'): void {
		for (let i = 0; i < count; i++) this.faults.push({ message, done: true });
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
