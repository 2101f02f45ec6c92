/* eslint-disable @n8n/community-nodes/no-restricted-globals, no-console -- a command for people: it
   reads its arguments and prints what it started */
import { ACCEPTED_BEARER, startHubspot, type HubspotServer } from './index';

/** The number after `--port`, or 4010. */
function portFrom(args: string[]): number {
	const place = args.indexOf('--port');
	const port = place === -1 ? 4010 : Number(args[place + 1]);
	if (!Number.isInteger(port) || port < 0 || port > 65535) {
		throw new Error('--port needs a port number');
	}
	return port;
}

function description({ url, account }: HubspotServer): string {
	const reps = account.reps.map(({ firstName, lastName, email, userId, inboxes, salesSeat }) => {
		const sends = account.sends.filter(({ senderEmail }) => senderEmail === email).length;
		const lacks = [inboxes.length ? '' : 'no connected inbox', salesSeat ? '' : 'no Sales seat'];
		const notes = [`user ${userId}`, `${sends} sequence emails on record`, ...lacks];
		return `${firstName} ${lastName} <${email}>: ${notes.filter(Boolean).join(', ')}`;
	});
	const sequences = account.sequences.map(({ id, name }) => `${id}  ${name}`);
	const flows = account.flows.map(
		({ id, legacyId, name, isEnabled }) =>
			`${id}  (v2 id ${legacyId})  ${name}${isEnabled ? '' : ' (off)'}`,
	);
	const lists = account.lists.map(({ listId, name }) => `${listId}  ${name}`);
	const part = (title: string, lines: string[]) => [title, ...lines.map((line) => `  ${line}`)];
	return [
		`Stand-in HubSpot on ${url}`,
		`Credential: base URL ${url}, service key ${ACCEPTED_BEARER}`,
		`Account ${account.portalId}, ${account.timeZone}, ${account.contacts.size} contacts`,
		...part('Reps', reps),
		...part('Sequences', sequences),
		...part('Workflows', flows),
		...part('Lists', lists),
		`Switches: ${url}/__control/state, /settings, /faults, /advance, /reset, /requests`,
	].join('\n');
}

async function main(): Promise<void> {
	const server = await startHubspot({ port: portFrom(process.argv.slice(2)) });
	console.log(description(server));
	for (const signal of ['SIGINT', 'SIGTERM']) {
		process.once(signal, () => {
			void server.close();
		});
	}
}

void main();
