import { HOSTS } from '../hubspot';
import { readOptions } from './arguments';
import { cases } from './cases';
import { Checks } from './checks';
import { installN8n } from './installN8n';
import { installPackage } from './installPackage';
import { exit, messageOf, onInterrupt, print } from './machine';
import { duration } from './progress';
import { runCases } from './runCases';
import { checkSecrets } from './secrets';
import { createInstance } from './userFolder';

/**
 * `npm run e2e`: packs the package, installs it in a real n8n, runs workflows against the stand-in
 * HubSpot and compares what comes out, item by item.
 *
 * @returns the exit code: 1 if anything differs
 */
async function main(): Promise<number> {
	const options = readOptions();
	const started = Date.now();
	const installation = await installN8n(options.n8nVersion);
	print(`n8n ${options.n8nVersion} from ${installation.folder}`);

	const instance = await createInstance(installation);
	const checks = new Checks();
	try {
		const installed = await installPackage(instance, options.packageSpec);
		print(`${installed.name} ${installed.version}, ${installed.files.length} files, installed`);
		const chosen = cases.filter((entry) => entry.title.includes(options.only));
		await runCases(instance, chosen, checks, HOSTS[options.host]);
		await checkSecrets(instance, chosen, checks);
	} finally {
		if (options.keep) print(`Kept: ${instance.userFolder}`);
		else await instance.remove();
	}
	print();
	print(checks.table());
	print(`n8n ${options.n8nVersion}, ${duration(Date.now() - started)}`);
	print(checks.summary());
	return checks.failures > 0 ? 1 : 0;
}

onInterrupt(() => exit(130));
main().then(
	(exitCode) => exit(exitCode),
	(error) => {
		print(messageOf(error));
		exit(1);
	},
);
