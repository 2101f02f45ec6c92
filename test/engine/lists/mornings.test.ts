import type { INodeParameters } from 'n8n-workflow';

import { addRep, type ContactList } from '../../../tools/hubspot';
import { Cast, closeCasts, DAY, limitOf, newAddress, type RunOptions } from '../../support/cast';
import type { NodeRun } from '../../support/n8n/runNode';
import { byId } from '../../support/n8n/stage';
import { ENROLLED, HELD, SKIPPED } from '../../support/outputs';
import { listFlow, propertyFlow, START } from '../workflow/triggers';
import { newFlow } from '../workflow/support';
import { listOf, overList } from './support';

afterAll(closeCasts);

/** Ways into a sequence or a workflow, on a HubSpot that says or does not say who is in already. */
const WAYS: Array<
	[string, 'sequence' | 'workflow', ((cast: Cast) => INodeParameters)?, (204 | 400 | 409)?]
> = [
	['into a sequence', 'sequence'],
	['directly into a workflow, accepted again', 'workflow', direct, 204],
	['directly into a workflow, refused as bad', 'workflow', direct, 400],
	['directly into a workflow, refused as a conflict', 'workflow', direct, 409],
	[
		'into a workflow by its list',
		'workflow',
		({ stage }) => {
			const { flow, list } = listFlow(stage);
			return { workflow: byId(flow.id), method: 'list', list: byId(list.listId) };
		},
	],
	[
		'into a workflow by its property',
		'workflow',
		({ stage }) => ({
			workflow: byId(propertyFlow(stage).id),
			...{ method: 'property', triggerProperty: START, triggerValue: 'yes' },
		}),
	],
];

function direct({ stage }: Cast): INodeParameters {
	return { workflow: byId(newFlow(stage).id) };
}

const countsOf = ({ json }: NodeRun) => json.slice(0, 3).map(({ length }) => length);

describe.each(WAYS)(
	'A run every morning over a list, %s,',
	(_, node, parametersOf, v2AlreadyIn) => {
		/** What the node is set to in a HubSpot of its own, for run after run. */
		async function open(contacts: number) {
			const cast = await Cast.open({ contacts, steps: [{}, { delayMillis: 4 * DAY }] });
			if (v2AlreadyIn) cast.hubspot.settings.v2AlreadyIn = v2AlreadyIn;
			const parameters = parametersOf?.(cast) ?? {};
			const morning = async (list: ContactList, { parameters: more, ...given }: RunOptions = {}) =>
				await overList(cast, [node, 'enroll'], list, {
					...given,
					parameters: { ...parameters, ...more },
				});
			return { cast, morning };
		}

		it('enrolls who has come since, and skips the others as already enrolled', async () => {
			const { cast, morning } = await open(2);
			const list = listOf(cast);
			expect(countsOf(await morning(list))).toEqual([2, 0, 0]);
			list.members.set(cast.addContact().id, Date.now());
			const second = await morning(list);
			expect(countsOf(second)).toEqual([1, 0, 2]);
			expect(second.json[SKIPPED].map(({ reason }) => reason)).toEqual([
				'ALREADY_ENROLLED',
				'ALREADY_ENROLLED',
			]);
		});

		it('gets through the list by Max per Run, though the first members are in already', async () => {
			const { cast, morning } = await open(5);
			const list = listOf(cast);
			const optedOut = cast.addContact({ hs_email_optout: 'true' });
			list.members.set(optedOut.id, Date.now());
			const capped = { options: { maxPerRun: 2, skipIneligible: true } };
			const first = await morning(list, capped);
			expect(countsOf(first)).toEqual([2, 3, 1]);
			expect(first.json[HELD].map(({ reason }) => reason)).toEqual([
				'RUN_CAP',
				'RUN_CAP',
				'RUN_CAP',
			]);
			expect(countsOf(await morning(list, capped))).toEqual([2, 1, 3]);
			expect(countsOf(await morning(list, capped))).toEqual([1, 0, 5]);
		});

		it('says of a dry run what the next run does, and writes nothing', async () => {
			const { cast, morning } = await open(3);
			const list = listOf(cast);
			await morning(listOf(cast, cast.contacts.slice(0, 1)));
			const dry = await morning(list, { options: { dryRun: true } });
			expect(countsOf(dry)).toEqual([2, 0, 1]);
			expect(countsOf(await morning(list))).toEqual([2, 0, 1]);
		});
	},
);

it('whom there was no room for comes again by itself', async () => {
	const cast = await Cast.open({ contacts: 3 });
	const list = listOf(cast);
	const morning = async (limit: number) =>
		await overList(cast, ['sequence', 'enroll'], list, { parameters: limitOf(limit) });
	const first = await morning(2);
	expect(countsOf(first)).toEqual([2, 1, 0]);
	const second = await morning(3);
	expect(countsOf(second)).toEqual([1, 0, 2]);
	expect(second.json[ENROLLED][0].contactId).toBe(first.json[HELD][0].contactId);
});

it('the members of one list go to the users who take turns, read once for all of them', async () => {
	const cast = await Cast.open({ contacts: 4 });
	const other = addRep(cast.account, { email: newAddress() });
	const run = await overList(cast, ['sequence', 'enroll'], listOf(cast), {
		items: [{ team: [cast.rep.userId, other.userId], room: 2 }],
		parameters: {
			...{ senderMode: 'rotate', senders: '={{ $json.team }}' },
			...{ plan: 'custom', dailyLimit: '={{ $json.room }}' },
		},
	});
	const by = run.json[ENROLLED].map(({ sender }) => (sender as { userId: string }).userId);
	expect(by.sort()).toEqual([cast.rep.userId, cast.rep.userId, other.userId, other.userId].sort());
});

describe('Who is in the workflow already, with Method Direct,', () => {
	const inBefore = async (people: number) => {
		const cast = await Cast.open({ contacts: people });
		const flow = newFlow(cast.stage);
		for (const { id } of cast.contacts.slice(1)) {
			const enrollment = { flowId: flow.id, contactId: id, enrolledAt: Date.now() };
			cast.account.flowEnrollments.push({ ...enrollment, state: 'active' });
		}
		const ask = async () =>
			await overList(cast, ['workflow', 'enroll'], listOf(cast), {
				parameters: { workflow: byId(flow.id) },
			});
		return { cast, ask };
	};
	const perContact = /v2\/workflows\/enrollments\/contacts\//;

	it("is known by HubSpot's list of who is in it, for hundreds in few requests", async () => {
		const { cast, ask } = await inBefore(300);
		expect(countsOf(await ask())).toEqual([1, 0, 299]);
		expect(cast.hubspot.requests.count({ path: perContact })).toBe(1);
	});

	it('is asked for one by one, up to a hundred, where HubSpot does not show the list', async () => {
		const { cast, ask } = await inBefore(100);
		cast.hubspot.faults.add({ path: '/automation/v3/workflows', effect: { html404: true } });
		expect(countsOf(await ask())).toEqual([1, 0, 99]);
	});

	it('is left to HubSpot where there are more', async () => {
		const { cast, ask } = await inBefore(101);
		cast.hubspot.faults.add({ path: '/automation/v3/workflows', effect: { html404: true } });
		expect(countsOf(await ask())).toEqual([101, 0, 0]);
		expect(cast.hubspot.requests.count({ path: perContact })).toBe(0);
	});
});

it.each([
	[true, 1],
	[false, 0],
])('where re-enrollment is %s, a hint tells of those who go through again', async (on, hints) => {
	const cast = await Cast.open();
	const flow = newFlow(cast.stage, { enrollmentCriteria: { type: 'MANUAL', shouldReEnroll: on } });
	const run = await overList(cast, ['workflow', 'enroll'], listOf(cast), {
		parameters: { workflow: byId(flow.id) },
	});
	const told = run.hints.filter(({ message }) => message.startsWith('Re-enrollment is on in'));
	expect(told).toHaveLength(hints);
});
