import type { IDataObject, IExecuteFunctions, INodeParameters } from 'n8n-workflow';

import {
	CONTRACT_TABLE as LEDGER,
	createTable,
	dataTableWorkflow,
	equals,
	get,
	insert,
	rowsOf,
	update,
} from '../../../tools/e2e/dataTableCalls';
import { contractRunner } from '../../../tools/e2e/dataTableContract';
import { CONTRACT } from '../../../tools/e2e/dataTableSteps';
import { DataTables } from '../../support/n8n/dataTables';
import { nodeContext } from '../../support/n8n/nodeContext';

async function call(
	context: IExecuteFunctions,
	parameters: INodeParameters,
	json: IDataObject = {},
) {
	const { data } = await context.executeWorkflow({ code: dataTableWorkflow(parameters) }, [
		{ json },
	]);
	return rowsOf(data);
}

describe('the stand-in does what n8n does:', () => {
	const context = nodeContext();
	const run = contractRunner(async (parameters, json) => await call(context, parameters, json));

	it.each(CONTRACT.map((step) => [step.name, step] as const))('%s', async (_name, step) => {
		expect(await run(step)).toBeUndefined();
	});
});

const COLUMNS = { key: 'string', sends: 'string', version: 'number' } as const;

let dataTables: DataTables;
let context: IExecuteFunctions;
beforeEach(() => {
	dataTables = new DataTables();
	dataTables.create(LEDGER, COLUMNS, [{ key: 'ann', version: 1 }]);
	context = nodeContext({ dataTables });
});

const ann = equals('key', 'ann');

describe('executeWorkflow', () => {
	it('answers with the items of the last node and the id of the inner execution', async () => {
		const answer = await context.executeWorkflow({ code: dataTableWorkflow(get(ann)) }, [
			{ json: {} },
		]);
		expect(answer.executionId).toMatch(/./);
		expect(answer.waitTill).toBeUndefined();
		expect(answer.data).toEqual([
			[{ json: expect.objectContaining({ id: 1, key: 'ann' }), pairedItem: { item: 0 } }],
		]);
	});

	it('gives times as ISO texts from get and as dates from the other operations', async () => {
		const [read] = await call(context, get(ann));
		const [updated] = await call(context, update(ann), { version: 2 });
		expect(read.updatedAt).toMatch(/^\d{4}-\d\d-\d\dT/);
		expect(updated.updatedAt).toBeInstanceOf(Date);
	});

	it('counts every round trip and what it asked for', async () => {
		await call(context, get(ann));
		await call(context, update(ann), { version: 2 });
		expect(dataTables.roundTrips).toBe(2);
		expect(dataTables.calls).toEqual([
			{ resource: 'row', operation: 'get' },
			{ resource: 'row', operation: 'update' },
		]);
	});

	it('leaves no execution in the list where its settings say so', async () => {
		await call(context, get(ann));
		expect(dataTables.keptExecutions).toBe(0);
		const { settings, ...code } = dataTableWorkflow(get(ann));
		expect(settings).toMatchObject({ saveDataSuccessExecution: 'none' });
		await context.executeWorkflow({ code }, [{ json: {} }]);
		expect(dataTables.keptExecutions).toBe(1);
	});

	it.each([
		['of the node as NodeOperationError', get(equals('place', 'Bergen')), 'NodeOperationError'],
		['of the tables as plain Error', { ...insert }, 'Error'],
	])('hands on a failure %s, with the id of the inner execution', async (_, parameters, name) => {
		const failure = call(context, parameters, { place: 'Bergen' });
		await expect(failure).rejects.toMatchObject({
			name,
			message: expect.stringContaining('place'),
			executionId: expect.any(String),
			workflowId: 'workflow-1',
		});
	});

	it('lets a test step in between two calls', async () => {
		dataTables.onCall = ({ operation }) => {
			if (operation === 'update') dataTables.rows(LEDGER)[0].version = 5;
		};
		const [{ version }] = await call(context, get(ann));
		const changed = await call(context, update(ann, equals('version', Number(version))), {
			version: 2,
		});
		expect(changed).toEqual([]);
	});

	it('is not there where Data Tables are unavailable', async () => {
		const bare = nodeContext({ dataTables: 'unavailable' });
		await expect(call(bare, get(ann))).rejects.toThrow('executeWorkflow is not a function');
	});
});

describe('two executions', () => {
	const others = () => nodeContext({ dataTables });

	it('of which both update the version they read: exactly one wins', async () => {
		const rounds = [context, others()].map(async (execution) => {
			const [{ version }] = await call(execution, get(ann));
			return await call(execution, update(ann, equals('version', Number(version))), {
				version: Number(version) + 1,
			});
		});
		const changed = await Promise.all(rounds);
		expect(changed.map((rows) => rows.length).sort()).toEqual([0, 1]);
		expect(dataTables.rows(LEDGER)[0].version).toBe(2);
	});

	it('that insert a row they did not find: both do', async () => {
		const rounds = [context, others()].map(async (execution) => {
			const found = await call(execution, get(equals('key', 'ben')));
			if (found.length === 0) await call(execution, insert, { key: 'ben', version: 1 });
		});
		await Promise.all(rounds);
		expect(dataTables.rows(LEDGER).map(({ key }) => key)).toEqual(['ann', 'ben', 'ben']);
	});

	it('that create one table: one fails in the database, and the table is there once', async () => {
		const rounds = [context, others()].map(
			async (execution) => await call(execution, createTable('New Ledger')),
		);
		const outcomes = await Promise.allSettled(rounds);
		expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
		expect(outcomes).toContainEqual({
			status: 'rejected',
			reason: expect.objectContaining({ message: expect.stringContaining('UNIQUE constraint') }),
		});
		expect(dataTables.names).toEqual([LEDGER, 'New Ledger']);
	});
});

it('60 attempts of 12 executions at a limit of 10 admit exactly 10', async () => {
	const LIMIT = 10;
	async function reserve(execution: IExecuteFunctions): Promise<boolean> {
		for (;;) {
			const [{ version }] = await call(execution, get(ann));
			if (Number(version) > LIMIT) return false;
			const next = { version: Number(version) + 1 };
			const changed = await call(execution, update(ann, equals('version', Number(version))), next);
			if (changed.length === 1) return true;
		}
	}
	const executions = Array.from({ length: 12 }, async () => {
		const execution = nodeContext({ dataTables });
		const outcomes: boolean[] = [];
		while (outcomes.length < 5) outcomes.push(await reserve(execution));
		return outcomes;
	});
	const outcomes = (await Promise.all(executions)).flat();
	expect(outcomes).toHaveLength(60);
	expect(outcomes.filter(Boolean)).toHaveLength(LIMIT);
	// They did collide, or nothing was shown.
	const updates = dataTables.calls.filter(({ operation }) => operation === 'update');
	expect(updates.length).toBeGreaterThan(LIMIT);
});

it('a copy of the table that was changed last is taken for the table', async () => {
	dataTables.create(`${LEDGER} copy`, COLUMNS, [{ key: 'copied' }]);
	expect(await call(context, get())).toMatchObject([{ key: 'copied' }]);
	const [{ id }] = await call(context, createTable(LEDGER)).catch(() => [{ id: undefined }]);
	expect(id).toBeUndefined();
});

describe('Data Tables that do not answer', () => {
	it('say that the module is disabled, as `n8n execute` does', async () => {
		dataTables.disabled = true;
		const words = 'Attempted to use Data table node but the module is disabled';
		await expect(call(context, get(ann))).rejects.toMatchObject({ message: words });
		await expect(call(context, createTable('Other'))).rejects.toMatchObject({ message: words });
	});

	it('fail as often as a test asks, and change nothing', async () => {
		dataTables.failNext(2, 'database is locked');
		const change = async () => await call(context, update(ann), { version: 2 });
		await expect(change()).rejects.toThrow('database is locked');
		await expect(change()).rejects.toThrow('database is locked');
		expect(await call(context, get(ann))).toMatchObject([{ version: 1 }]);
	});

	it('fail for as long as a test asks', async () => {
		dataTables.failNext(Infinity, 'Unrecognized node type: n8n-nodes-base.dataTable');
		for (const parameters of [get(ann), update(ann), createTable('Other')]) {
			await expect(call(context, parameters)).rejects.toThrow('Unrecognized node type');
		}
	});

	it('lose the answer to a change that was made', async () => {
		dataTables.loseNext();
		const lost = call(context, update(ann), { version: 2 });
		await expect(lost).rejects.toThrow('Connection terminated unexpectedly');
		expect(await call(context, get(ann))).toMatchObject([{ version: 2 }]);
	});

	it('take the time that a test gives them', async () => {
		dataTables.latencyMs = 40;
		const start = Date.now();
		await call(context, get(ann));
		expect(Date.now() - start).toBeGreaterThanOrEqual(40);
	});
});

it('a test can damage and remove what is stored', async () => {
	dataTables.rows(LEDGER)[0].sends = '{';
	expect(await call(context, get(ann))).toMatchObject([{ sends: '{' }]);
	dataTables.rows(LEDGER).splice(0);
	expect(await call(context, get(ann))).toEqual([]);
	dataTables.drop(LEDGER);
	await expect(call(context, get(ann))).rejects.toThrow(`"${LEDGER}" not found`);
});
