/* eslint-disable @n8n/community-nodes/no-restricted-globals -- measures outside n8n */
import { exit, print, Progress } from '../demo/terminal';
import { GUARDS, runGuard, type GuardName } from './guards';
import { readOptions } from './options';
import { printOutcomes, printScenario, shortcomings } from './report';
import { drawScenario } from './scenario';

async function trace(given: string[]): Promise<number> {
	const scenario = drawScenario(readOptions(given));
	printScenario(scenario);
	const names = Object.keys(GUARDS) as GuardName[];
	const progress = new Progress(names.length * scenario.options.days);
	try {
		const outcomes = await Promise.all(
			names.map(async (guard) => ({
				name: GUARDS[guard],
				outcome: await runGuard(guard, given, () => progress.step(GUARDS[guard])),
			})),
		);
		progress.stop();
		printOutcomes(outcomes, scenario);
		const wrong = shortcomings(outcomes[names.indexOf('node')].outcome);
		for (const one of wrong) print(`\nThe node failed: ${one}.`);
		return wrong.length === 0 ? 0 : 1;
	} finally {
		progress.stop();
	}
}

trace(process.argv.slice(2)).then(exit, (error: Error) => {
	print(error.stack ?? error.message);
	exit(1);
});
