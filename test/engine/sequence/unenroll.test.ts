import {
	ACTION,
	addEnrollment,
	addFlow,
	addSequence,
	BRIDGE_PROPERTY,
	inARow,
} from '../../../tools/hubspot';
import { byId } from '../../support/n8n/stage';
import { Cast, closeCasts, DAY, type CastOptions } from '../../support/cast';
import { RESULT } from '../../support/outputs';

afterAll(closeCasts);

const FAST = { pollSeconds: 1 };

/** An account with the property and, unless it is left out, the workflow that it starts. */
async function openBridge(options: CastOptions & { workflow?: boolean } = {}): Promise<Cast> {
	const cast = await Cast.open({
		steps: [{}, { delayMillis: 4 * DAY }],
		...options,
		settings: { bridgeDelayMs: 50, ...options.settings },
	});
	cast.account.properties.set(BRIDGE_PROPERTY, 'datetime');
	for (const { id } of cast.contacts) enroll(cast, id);
	if (options.workflow === false) return cast;
	addFlow(cast.account, {
		enrollmentCriteria: {
			type: 'LIST_BASED',
			shouldReEnroll: true,
			listFilterBranch: {
				filterBranchType: 'OR',
				filterBranches: [
					{
						filterBranchType: 'AND',
						filters: [
							{
								filterType: 'PROPERTY',
								property: BRIDGE_PROPERTY,
								operation: { operationType: 'ALL_PROPERTY', operator: 'IS_KNOWN' },
							},
						],
					},
				],
			},
		},
		actions: inARow([{ actionTypeId: ACTION.unenrollFromSequence }]),
	});
	return cast;
}

const enroll = (cast: Cast, contactId: string, sequenceId = cast.sequence.id) =>
	addEnrollment(cast.account, { contactId, sequenceId });

const updates = (cast: Cast) => cast.hubspot.requests.count({ path: '/batch/update' });
const reads = (cast: Cast) => cast.hubspot.requests.count({ path: '/batch/read' });

describe('Unenroll by a helper workflow', () => {
	it('takes contacts out, sees that they have left, and clears the property', async () => {
		const cast = await openBridge({ contacts: 30 });
		const run = await cast.unenroll(undefined, { options: FAST });

		expect(run.json[RESULT]).toEqual(
			cast.contacts.map(({ id, properties }) => ({
				outcome: 'unenrolled',
				contactId: id,
				email: properties.email,
				sequenceId: cast.sequence.id,
			})),
		);
		expect(run.outputs[RESULT].map(({ pairedItem }) => pairedItem)).toEqual(
			cast.contacts.map((_, item) => ({ item })),
		);
		expect(cast.account.enrollments.map(({ endReason }) => endReason)).toEqual(
			cast.contacts.map(() => 'bridge'),
		);
		expect(cast.contacts.map(({ properties }) => properties[BRIDGE_PROPERTY] ?? null)).toEqual(
			cast.contacts.map(() => null),
		);
		// All 30 together: looked up, set, polled once or twice, cleared.
		expect(updates(cast)).toBe(2);
		expect(reads(cast)).toBeLessThanOrEqual(3);
	});

	it('starts again with contacts whose property an earlier run left set', async () => {
		const cast = await openBridge();
		cast.contacts[0].properties[BRIDGE_PROPERTY] = '2026-01-01T00:00:00.000Z';
		const run = await cast.unenroll(undefined, { options: FAST });

		expect(run.json[RESULT]).toMatchObject([{ outcome: 'unenrolled' }]);
		expect(updates(cast)).toBe(3);
	});

	it('says of contacts that do not leave in time that they were asked to', async () => {
		const cast = await openBridge({ contacts: 2, workflow: false });
		const run = await cast.unenroll(undefined, { options: { waitSeconds: 0 } });

		expect(run.json[RESULT]).toMatchObject(
			cast.contacts.map(({ id }) => ({
				outcome: 'pending',
				contactId: id,
				message: expect.stringMatching(
					/^HubSpot was asked, but did not show within 0 seconds that the contact has left\. Check .*"Unenroll from sequence"/,
				),
			})),
		);
		// It stays set, for the workflow may still come.
		for (const { properties } of cast.contacts) {
			expect(Date.parse(properties[BRIDGE_PROPERTY] ?? '')).not.toBeNaN();
		}
		expect([reads(cast), updates(cast)]).toEqual([2, 1]);
	});

	it('leaves alone who is in no sequence or, by the option, in another one', async () => {
		const cast = await openBridge({ contacts: 1 });
		const other = addSequence(cast.account, { steps: [{}, { delayMillis: 4 * DAY }] });
		const elsewhere = cast.addContact();
		enroll(cast, elsewhere.id, other.id);
		const free = cast.addContact();
		const items = [...cast.itemsOf(free, elsewhere), ...cast.items];
		const run = await cast.unenroll(items, {
			options: { ...FAST, onlySequence: byId(cast.sequence.id), includeInput: true },
		});

		expect(run.json[RESULT]).toMatchObject([
			{ outcome: 'notEnrolled', contactId: free.id, input: items[0] },
			{ outcome: 'differentSequence', contactId: elsewhere.id, sequenceId: other.id },
			{ outcome: 'unenrolled', sequenceId: cast.sequence.id },
		]);
		expect(cast.account.openEnrollment(elsewhere.id)).toBeDefined();
	});

	it('asks nothing of a workflow for contacts that are in no sequence', async () => {
		const cast = await openBridge({ contacts: 0 });
		const contact = cast.addContact();
		const run = await cast.unenroll(cast.itemsOf(contact));

		expect(run.json[RESULT]).toMatchObject([{ outcome: 'notEnrolled' }]);
		expect([reads(cast), updates(cast)]).toEqual([1, 0]);
	});

	it('handles a contact of two items once, and answers both', async () => {
		const cast = await openBridge();
		const run = await cast.unenroll([...cast.items, ...cast.items], { options: FAST });

		expect([run.of(0).json.outcome, run.of(1).json.outcome]).toEqual(['unenrolled', 'unenrolled']);
	});

	it('writes nothing in a dry run', async () => {
		const cast = await openBridge();
		const run = await cast.unenroll(undefined, { options: { dryRun: true } });

		expect(run.json[RESULT]).toMatchObject([
			{ outcome: 'wouldUnenroll', sequenceId: cast.sequence.id },
		]);
		expect(updates(cast)).toBe(0);
	});

	it('names a property that the account does not have', async () => {
		const cast = await openBridge({ contacts: 2 });
		const run = await cast.unenroll(undefined, {
			options: { triggerProperty: 'leave_now' },
			settings: { onError: 'continueErrorOutput' },
		});

		expect(run.json.map((items) => items.length)).toEqual([0, 2]);
		expect(run.of(1).json).toMatchObject({
			error: 'The HubSpot account has no contact property of this name',
			description: expect.stringContaining('It is the internal name, not the label.'),
			details: { hubspotMessage: expect.stringContaining('"leave_now" does not exist') },
		});
		expect(updates(cast)).toBe(1);
	});

	it('fails for all items where the credential may not write contacts', async () => {
		const cast = await openBridge({ contacts: 2 });
		const { settings } = cast.hubspot;
		settings.grantedScopes = settings.grantedScopes.filter(
			(scope) => !/contacts\.write/.test(scope),
		);
		const run = await cast.unenroll();

		expect(run.error).toMatchObject({
			message: 'The HubSpot credential lacks a scope for this',
			description: expect.stringContaining('Missing: crm.objects.contacts.write (unenrolling'),
		});
	});
});
