import type { Played } from './played';
import { saidBy } from './words';

const time = (at: number) => new Date(at).toISOString().slice(5, 23);

/** All that was requested and said, for a look at one story. */
export function transcript({ world, records }: Played): string[] {
	const runs = new Map(records.map(({ token }, order) => [`Bearer ${token}`, `run ${order + 1}`]));
	return [
		...world.hubspot.requests.all.map(
			({ at, authorization = '', method, path, status, effect }) =>
				`  ${time(at)} ${runs.get(authorization) ?? 'settling'} ${method} ${path} -> ${status}${effect ? `, did ${effect.status}` : ''}`,
		),
		...records.flatMap((record, order) => [
			`run ${order + 1}: ${record.run.operation}, ${time(record.began)} to ${time(record.ended)}${record.result.error ? `, stopped: ${record.result.error.message}` : ''}`,
			...saidBy(record).map(
				({ index, word, json }) => `  item ${index} ${word} ${JSON.stringify(json)}`,
			),
		]),
		...world.hubspot.account.enrollments.map(
			(one) =>
				`  HubSpot: ${one.contactId} in ${one.sequenceId} since ${time(one.enrolledAt)}${world.byHand.has(one) ? ' by hand' : ''}, ${one.state} ${one.endReason ?? ''}`,
		),
	];
}
