import { textsOf } from '../../test/support/texts';
import type { Finding } from './finding';
import type { Played } from './played';
import { TOKEN } from './runs';

/** A run goes on for so long at most once it was cancelled, ms: what is on its way arrives. */
const STOPS_WITHIN_MS = 1_000;

/** No token is anywhere but in requests to HubSpot, and a cancelled run enrolls nobody any more. */
export function judgeLeaks({ records, machine, world }: Played): Finding[] {
	const found: Finding[] = [];
	for (const host of new Set(machine.network.strangers))
		found.push({ kind: 'a request to another host', detail: host });
	const places = {
		'what a run gives': records.map(({ result: { result, error, hints, json } }) => [
			result.run,
			error,
			hints,
			json,
		]),
		'a log': machine.logged.splice(0),
		'what a process keeps': machine.workers.map((worker) => worker.kept()),
	};
	for (const [place, value] of Object.entries(places)) {
		const leak = textsOf(value).find((text) => text.includes(TOKEN));
		if (leak) found.push({ kind: `the token is in ${place}`, detail: leak.slice(0, 200) });
	}
	for (const { cancelledAt, token, act } of records) {
		if (cancelledAt === undefined) continue;
		const late = world.hubspot.requests.all.find(
			({ authorization, at, path, method }) =>
				authorization === `Bearer ${token}` &&
				at > cancelledAt + STOPS_WITHIN_MS &&
				method !== 'GET' &&
				!/(read|search)$/.test(path),
		);
		if (late)
			found.push({
				kind: 'a cancelled run goes on',
				detail: `act ${act + 1}: ${late.method} ${late.path}`,
			});
	}
	return found;
}
