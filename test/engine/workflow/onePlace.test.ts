import { resetStores } from '../../../nodes/shared/stores';
import { ACTION, inARow, type FaultEffect, type Flow } from '../../../tools/hubspot';
import { HOUR, timeMachine } from '../../support/cast';
import { ENROLLED, FAILED, SKIPPED } from '../../support/outputs';
import { LEDGER } from '../guard/ledgerRows';
import { A_WEEK, entered, itemsOf, newFlow, newPeople, on, useStage } from './support';
import { byList, byProperty, listFlow, propertyFlow } from './triggers';

const stage = useStage({ clock: () => Date.now() });
afterEach(() => jest.restoreAllMocks());

const settings = { onError: 'continueErrorOutput' as const };
/** Over as soon as a contact has entered, so that it cannot be seen inside. */
const SHORT = inARow([{ actionTypeId: ACTION.setProperty, fields: { property_name: 'city' } }]);
const capped = { enrollmentsPerDay: 1 };

type Method = 'direct' | 'list' | 'property';

function open(method: Method, actions = A_WEEK, shouldReEnroll = true) {
	if (method === 'list') {
		const listed = listFlow(stage(), { shouldReEnroll });
		return { flow: listed.flow, path: /memberships/, parameters: byList('enroll', listed, capped) };
	}
	if (method === 'property') {
		const flow = propertyFlow(stage(), { shouldReEnroll });
		return { flow, path: /batch\/update/, parameters: byProperty('enroll', flow, 'yes', capped) };
	}
	const enrollmentCriteria = { type: 'MANUAL' as const, shouldReEnroll };
	const flow = newFlow(stage(), { enrollmentCriteria, actions });
	const parameters = on('enroll', flow, capped);
	return { flow, path: /enrollments\/contacts/, parameters };
}

/** How many places of the workflow the ledger has taken. */
function places({ legacyId }: Flow): number {
	const row = stage()
		.dataTables.rows(LEDGER)
		.find(({ sender }) => String(sender).includes(legacyId));
	const { owed } = JSON.parse(String(row?.enrollments ?? '{}'));
	const groups: Array<{ members: unknown[] }> = owed?.enrollments ?? [];
	return groups.flatMap(({ members }) => members).length;
}

/** A run of which nothing is left once HubSpot has got the request. */
async function killed(
	{ path, parameters }: ReturnType<typeof open>,
	items: object[],
	effect: FaultEffect,
) {
	const { dataTables, hubspot } = stage();
	dataTables.onCall = ({ operation }) => {
		if (operation === 'update') dataTables.failNext(1_000);
	};
	hubspot.faults.add({ path, times: 1, effect });
	hubspot.faults.add({ path, effect: { reset: 'before' } });
	hubspot.faults.add({ path: /contacts\/batch\/read/, skip: 1, effect: { status: 500 } });
	await stage().workflow(items as never, { parameters });
	dataTables.onCall = undefined;
	dataTables.recover();
	hubspot.faults.clear();
	resetStores();
}

const BY_ANOTHER_RUN = 'The contact is already enrolled here, by another run';

describe.each([
	['direct', BY_ANOTHER_RUN],
	['list', BY_ANOTHER_RUN],
	['property', expect.stringContaining('has this value in the property already')],
] as const)('A run was killed while it enrolled a contact, %s:', (method, message) => {
	it.each([
		{ effect: { reset: 'before' }, name: 'it had not entered' },
		{ effect: { reset: 'after' }, name: 'it had entered' },
	] as const)('$name, and run again it is in once, with one place', async ({ effect }) => {
		const machine = timeMachine();
		const scene = open(method, A_WEEK, false);
		const people = newPeople(stage(), 1);
		await killed(scene, itemsOf(people), effect);
		expect(places(scene.flow)).toBe(1);

		machine.advanceTo(Date.now() + HOUR);
		const { parameters, flow } = scene;
		const run = await stage().workflow(itemsOf(people), { parameters, settings });
		if (effect.reset === 'before') expect(run.json[ENROLLED]).toHaveLength(1);
		else expect(run.json[SKIPPED]).toMatchObject([{ reason: 'ALREADY_ENROLLED', message }]);
		expect(entered(stage(), flow)).toBe(1);
		expect(places(flow)).toBe(1);
	});
});

describe('A workflow that may be over at once, with re-enrollment:', () => {
	it('the user is told once that nobody knows, and then decides', async () => {
		const machine = timeMachine();
		const scene = open('direct', SHORT);
		const people = newPeople(stage(), 1);
		await killed(scene, itemsOf(people), { reset: 'after' });
		const again = async () =>
			await stage().workflow(itemsOf(people), { parameters: scene.parameters, settings });

		const soon = await again();
		expect(soon.json[FAILED][0].error).toContain('Another run is enrolling the contact');
		machine.advanceTo(Date.now() + HOUR);
		const told = await again();
		expect(told.json[FAILED]).toMatchObject([
			{
				error: 'It is not known whether HubSpot enrolled the contact',
				contactId: people[0].id,
			},
		]);
		expect([entered(stage(), scene.flow), places(scene.flow)]).toEqual([1, 1]);

		const wished = await again();
		expect(wished.json[ENROLLED]).toHaveLength(1);
		expect(places(scene.flow)).toBe(1);
	});

	it('a run that stops with an error leaves word of whom it enrolled', async () => {
		const machine = timeMachine();
		const { parameters, flow } = open('direct', SHORT);
		const items = itemsOf(newPeople(stage(), 1));
		const stopped = await stage().workflow([...items, { email: 'nobody@example.com' }], {
			parameters,
		});
		expect([stopped.error === undefined, entered(stage(), flow)]).toEqual([false, 1]);

		machine.advanceTo(Date.now() + HOUR);
		const again = await stage().workflow(items, { parameters, settings });
		expect(again.json[SKIPPED]).toMatchObject([{ reason: 'ALREADY_ENROLLED' }]);
		expect(entered(stage(), flow)).toBe(1);
	});
});
