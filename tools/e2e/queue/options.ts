import { splitArguments, valueAfter } from '../arguments';
import { defaultN8nVersion } from '../installN8n';
import { repositoryFolder, scriptArguments } from '../machine';

/** How several n8n processes share one PostgreSQL. */
export type LayoutName = 'threeProcesses' | 'queueMode';

const layoutNames: readonly LayoutName[] = ['threeProcesses', 'queueMode'];

/** What a person can say after `npm run e2e:queue --`. */
export interface QueueOptions {
	/** `--layout threeProcesses|queueMode|both`. */
	layouts: readonly LayoutName[];
	/** `--runs 20`: how often 300 contacts are enrolled at once, in each layout. */
	runs: number;
	/** `--kills 3`: how often a process is killed while it enrolls, in each layout. */
	kills: number;
	n8nVersion: string;
	/** `--package <spec>`: what to install instead of this folder; anything `npm pack` takes. */
	packageSpec: string;
	/** `--keep`: leave the folders with the logs behind. */
	keep: boolean;
}

/** Reads the options. Throws on one it does not know or cannot read. */
export function readOptions(given = scriptArguments): QueueOptions {
	const options: QueueOptions = {
		layouts: layoutNames,
		runs: 20,
		kills: 3,
		n8nVersion: defaultN8nVersion,
		packageSpec: repositoryFolder,
		keep: false,
	};
	const rest = splitArguments(given);
	while (rest.length > 0) {
		const name = rest.shift();
		if (name === '--keep') options.keep = true;
		else if (name === '--layout') options.layouts = layoutsFrom(valueAfter(name, rest));
		else if (name === '--runs') options.runs = countFrom(name, valueAfter(name, rest));
		else if (name === '--kills') options.kills = countFrom(name, valueAfter(name, rest));
		else if (name === '--n8n') options.n8nVersion = valueAfter(name, rest);
		else if (name === '--package') options.packageSpec = valueAfter(name, rest);
		else {
			throw new Error(
				`Unknown option ${name}. Known: --layout, --runs, --kills, --n8n, --package, --keep`,
			);
		}
	}
	return options;
}

function layoutsFrom(value: string): readonly LayoutName[] {
	const chosen = layoutNames.filter((name) => value === 'both' || value === name);
	if (chosen.length > 0) return chosen;
	throw new Error(`--layout is one of ${layoutNames.join(', ')}, both`);
}

function countFrom(name: string, value: string): number {
	const count = Number(value);
	if (Number.isInteger(count) && count >= 0) return count;
	throw new Error(`${name} needs a whole number`);
}
