import { readOptions } from './arguments';
import { exit, messageOf, onInterrupt, print } from './machine';
import { startPlayground } from './playground';
import { owner } from './session';
import { credentialName } from './standIn';

/** `npm run n8n`: a real n8n with this package and its examples, for a person to click in. */
async function main(): Promise<void> {
	let stopAsked: () => void = () => exit(130);
	onInterrupt(() => stopAsked());
	const { server, hubspot, examples, stop } = await startPlayground(readOptions());
	try {
		print(instructions(server.url, hubspot.url, examples));
		await Promise.race([
			new Promise<void>((resolve) => {
				stopAsked = resolve;
			}),
			server.ended,
		]);
		print('Stopping …');
	} finally {
		await stop();
	}
}

function instructions(
	url: string,
	hubspotUrl: string,
	examples: Array<{ id: string; name: string }>,
): string {
	const list = examples.map(({ id, name }) => `  ${name}\n    ${url}/workflow/${id}`);
	return [
		'',
		`n8n:       ${url}`,
		`Log in:    ${owner.email}, password ${owner.password}`,
		`HubSpot:   a stand-in on ${hubspotUrl}; credential "${credentialName}"`,
		'',
		...(list.length > 0 ? ['Open an example and click Execute workflow:', ...list] : []),
		'Or make a workflow, add a node and search for "HubSpot Sequence" or "HubSpot Workflow".',
		'',
		'Ctrl-C stops n8n and the stand-in and deletes what was made here.',
	].join('\n');
}

main().then(
	() => exit(0),
	(error) => {
		print(messageOf(error));
		exit(1);
	},
);
