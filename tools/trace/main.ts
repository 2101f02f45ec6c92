/* eslint-disable @n8n/community-nodes/no-restricted-globals -- measures outside n8n */
import { exit, print } from '../demo/terminal';
import { printCells, printTold, wrongWithCells, wrongWithTold } from './cellReport';
import { cellsOf } from './cells';
import { asGiven, MONTH, readOptions, type Request, type View } from './options';
import { printOutcomes, printScenario, shortcomings } from './report';
import { drawScenario } from './scenario';
import { runTasks } from './tasks';

/** What went wrong; empty where nothing did. */
type Wrong = Promise<string[]>;

/** The node beside a guard as people build it. */
async function traceGuards(request: Request): Wrong {
	const options = asGiven(MONTH, request);
	const scenario = drawScenario(options);
	printScenario(scenario);
	const node = { guard: 'node', options, name: 'HubSpot Sequence node' } as const;
	const rival = { guard: 'rival', options, name: "counts HubSpot's log and today's" } as const;
	const [ours, theirs] = await runTasks([node, rival], request.jobs);
	const outcomes = [
		{ name: node.name, outcome: ours },
		{ name: rival.name, outcome: theirs },
	];
	printOutcomes(outcomes, scenario);
	return shortcomings(ours, options);
}

async function traceCells(view: 'matrix' | 'corners', request: Request): Wrong {
	const cells = cellsOf(view, request);
	print(`${cells.length} cells, ${request.jobs} at once.`);
	const tasks = cells.map((cell) => ({ ...cell, guard: 'node' as const }));
	const outcomes = await runTasks(tasks, request.jobs);
	const named = outcomes.map((outcome, order) => ({ name: cells[order].name, outcome }));
	printCells(named);
	return wrongWithCells(named);
}

async function traceTold(request: Request): Wrong {
	const cells = cellsOf('told', request);
	print(`${cells.length} cells, each twice, ${request.jobs} at once.`);
	const tasks = cells.flatMap((cell) =>
		(['node', 'told'] as const).map((guard) => ({ ...cell, guard })),
	);
	const outcomes = await runTasks(tasks, request.jobs);
	const named = cells.map(({ name }, order) => {
		const [outcome, told] = outcomes.slice(2 * order);
		return { name, outcome, told };
	});
	printTold(named);
	return wrongWithTold(named);
}

const VIEWS: Record<View, (request: Request) => Wrong> = {
	guards: traceGuards,
	matrix: async (request) => await traceCells('matrix', request),
	corners: async (request) => await traceCells('corners', request),
	told: traceTold,
};

async function trace(given: string[]): Promise<number> {
	const request = readOptions(given);
	const wrong = await VIEWS[request.view](request);
	for (const one of wrong) print(`\nThe node failed: ${one}.`);
	return wrong.length === 0 ? 0 : 1;
}

trace(process.argv.slice(2)).then(exit, (error: Error) => {
	print(error.stack ?? error.message);
	exit(1);
});
