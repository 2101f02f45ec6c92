import { HOSTS } from '../hubspot';
import { defaultN8nVersion } from './installN8n';
import { repositoryFolder, scriptArguments } from './machine';

/** What a person can say after `npm run e2e --` or `npm run n8n --`. */
export interface ScriptOptions {
	/** `--n8n 2.20.0`: version of n8n to use. */
	n8nVersion: string;
	/**
	 * `--package <spec>`: what to install instead of this folder; anything `npm pack` takes, such as
	 * a folder, a tarball or a published version.
	 */
	packageSpec: string;
	/** `--only <text>`: only cases whose title contains the text. */
	only: string;
	/** `--host dated`: which versions of its API the stand-in HubSpot has; `all` unless given. */
	host: keyof typeof HOSTS;
	/**
	 * `--keep`: leave the user folder of n8n behind, for a look at its log and database; `npm run n8n`
	 * goes on with it the next time.
	 */
	keep: boolean;
}

/** Reads the options. Throws on one it does not know, naming those it does. */
export function readOptions(given = scriptArguments): ScriptOptions {
	const options: ScriptOptions = {
		n8nVersion: defaultN8nVersion,
		packageSpec: repositoryFolder,
		only: '',
		host: 'all',
		keep: false,
	};
	const rest = splitArguments(given);
	while (rest.length > 0) {
		const name = rest.shift();
		if (name === '--keep') options.keep = true;
		else if (name === '--n8n') options.n8nVersion = valueAfter(name, rest);
		else if (name === '--package') options.packageSpec = valueAfter(name, rest);
		else if (name === '--only') options.only = valueAfter(name, rest);
		else if (name === '--host') options.host = hostAfter(name, rest);
		else throw new Error(`Unknown option ${name}. Known: --n8n, --package, --only, --host, --keep`);
	}
	return options;
}

function hostAfter(name: string, rest: string[]): ScriptOptions['host'] {
	const value = valueAfter(name, rest);
	const hosts = Object.keys(HOSTS) as Array<ScriptOptions['host']>;
	const host = hosts.find((one) => one === value);
	if (!host) throw new Error(`${name} needs one of ${hosts.join(', ')}`);
	return host;
}

/** Options and their values one by one, of `--name value` and `--name=value` alike. */
export const splitArguments = (given: readonly string[]): string[] =>
	given.flatMap((argument) => argument.split(/=(.*)/s).filter(Boolean));

/** A whole number above 0, taken off the rest of the arguments. Throws where there is none. */
export function countAfter(name: string, rest: string[]): number {
	const count = Number(valueAfter(name, rest));
	if (Number.isInteger(count) && count > 0) return count;
	throw new Error(`${name} needs a whole number above 0`);
}

/** The value of an option, taken off the rest of the arguments. Throws where there is none. */
export function valueAfter(name: string, rest: string[]): string {
	const value = rest.shift();
	if (!value || value.startsWith('--')) throw new Error(`${name} needs a value`);
	return value;
}
