import { ACCEPTED_BEARER } from '../hubspot';
import type { ScriptOptions } from './arguments';
import { readOptions } from './arguments';
import { cacheFolder } from './cache';
import { exit, messageOf, onInterrupt, print } from './machine';
import type { Playground } from './playground';
import { startPlayground } from './playground';
import { owner } from './session';
import { credentialName } from './standIn';

/** `npm run n8n`: a real n8n with this package and its examples, for a person to click in. */
async function main(): Promise<void> {
	let stopAsked: () => void = () => exit(130);
	onInterrupt(() => stopAsked());
	const options = readOptions();
	const playground = await startPlayground(options);
	try {
		print(instructions(playground, options));
		await Promise.race([
			new Promise<void>((resolve) => {
				stopAsked = resolve;
			}),
			playground.server.ended,
		]);
		print('Stopping …');
	} finally {
		await playground.stop();
	}
}

function instructions(playground: Playground, { keep }: ScriptOptions): string {
	const { server, hubspot, examples, userFolder } = playground;
	return [
		'',
		`n8n:       ${server.url}`,
		`Log in:    ${owner.email}, password ${owner.password}`,
		`HubSpot:   a stand-in on ${hubspot.url}; the credential "${credentialName}" leads there`,
		'',
		'To make a credential yourself, paste',
		`  API Base URL  ${hubspot.url}`,
		`  Service Key   ${ACCEPTED_BEARER}`,
		'  or, with OAuth2, any client id and secret, and click Connect.',
		'',
		'Open an example and click Execute workflow:',
		...examples.map(({ id, name }) => `  ${name}\n    ${server.url}/workflow/${id}`),
		'Or make a workflow, add a node and search for "HubSpot Sequence" or "HubSpot Workflow".',
		'',
		...(keep
			? [
					'Ctrl-C stops n8n and the stand-in. Workflows, credentials and runs are kept for the next',
					`"npm run n8n -- --keep" in ${userFolder}`,
					'The stand-in starts anew each time: who was enrolled is not any more.',
				]
			: [
					'Ctrl-C stops n8n and the stand-in, and deletes your workflows, credentials and runs with',
					`${userFolder}. To go on with them the next time: npm run n8n -- --keep`,
				]),
		`The installed n8n stays in ${cacheFolder}`,
	].join('\n');
}

main().then(
	() => exit(0),
	(error) => {
		print(messageOf(error));
		exit(1);
	},
);
