import type { INodeParameters } from 'n8n-workflow';

import { byId } from '../../test/support/n8n/stage';
import type { Guard, Run } from './guard';
import type { Person } from './person';
import type { World } from './world';
import { present } from '../../test/support/present';

const [ENROLLED, HELD] = [0, 1];

/** One run of the node over contacts of all reps: the owner sends, in the sequence of the contact. */
export async function runEnroll(
	world: World,
	people: readonly Person[],
	parameters: INodeParameters,
): Promise<Run> {
	const items = people.map((person) => {
		const { plan, limit, reserve } = world.repOf(person);
		return { id: person.id, sequenceId: person.sequenceId, plan, limit, reserve };
	});
	const run = await world.stage.sequence(items, {
		parameters: {
			operation: 'enroll',
			contact: byId('={{ $json.id }}'),
			sequence: byId('={{ $json.sequenceId }}'),
			senderMode: 'contactOwner',
			...parameters,
		},
	});
	if (run.error) throw run.error;
	const byContact = new Map(people.map((person) => [person.id, person]));
	const personOf = (contactId: unknown): Person => present(byContact.get(String(contactId)));
	const enrolled = run.json[ENROLLED].map(({ contactId }) => personOf(contactId));
	const held = run.json[HELD].map(({ contactId, reason, retryAt }) => ({
		person: personOf(contactId),
		reason: String(reason),
		retryAt: Date.parse(String(retryAt)),
	}));
	if (enrolled.length + held.length !== people.length) {
		throw new Error(`Neither enrolled nor held: ${JSON.stringify(run.json.slice(2))}`);
	}
	return { enrolled, held };
}

/** The node as it is: it enrolls what fits and holds the rest. */
export const nodeGuard = (world: World): Guard => ({
	enroll: async (people) =>
		await runEnroll(world, people, {
			sendLimitMode: 'hold',
			plan: '={{ $json.plan }}',
			dailyLimit: '={{ $json.limit }}',
			options: { reserve: '={{ $json.reserve }}' },
		}),
});
