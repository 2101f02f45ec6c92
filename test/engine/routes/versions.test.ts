import { countBy, uniq } from 'lodash';
import type { INodeParameters } from 'n8n-workflow';

import { ALL_SCOPES, HOSTS } from '../../../tools/hubspot';
import { Cast, closeCasts, type CastOptions } from '../../support/cast';
import { askPicker } from '../../support/n8n/picker';
import type { NodeRun } from '../../support/n8n/runNode';
import { byId } from '../../support/n8n/stage';
import { openWithEnrolled } from '../sequence/bridgeCast';
import { newFlow, on } from '../workflow/support';
import { byList, byProperty, EMAIL_AND_A_WEEK, listFlow, propertyFlow } from '../workflow/triggers';

afterAll(closeCasts);

interface Scene {
	open?: (options: CastOptions) => Promise<Cast>;
	play: (cast: Cast) => Promise<unknown>;
}

/** What matters of each item; ids differ from account to account. */
const outcomes = ({ json }: NodeRun) =>
	json.map((items) =>
		items.map(({ outcome, enrolled, verified, level, monthly, error }) => ({
			outcome,
			enrolled,
			verified,
			level,
			monthly,
			error,
		})),
	);

const inWorkflow = async ({ stage, contacts }: Cast, parameters: INodeParameters) =>
	outcomes(
		await stage.workflow(
			contacts.map(({ properties }) => ({ email: properties.email })),
			{ parameters },
		),
	);

/** Between them they call every route that has more than one version. */
const SCENES: Record<string, Scene> = {
	'enrolling in a sequence and looking at each': {
		play: async (cast) =>
			outcomes(
				await cast.enroll(undefined, {
					parameters: { senderMode: 'contactOwner' },
					options: { verify: true },
				}),
			),
	},
	'the status of contacts, and of who is in a sequence': {
		open: openWithEnrolled,
		play: async (cast) => [
			outcomes(await cast.status()),
			outcomes(
				await cast.status([{}], {
					parameters: { statusOf: 'everyone', sequence: byId(cast.sequence.id) },
				}),
			),
		],
	},
	'unenrolling by a bridge that is made for it': {
		open: openWithEnrolled,
		play: async (cast) =>
			outcomes(await cast.unenroll(undefined, { options: { createBridge: true, waitSeconds: 0 } })),
	},
	'checking the limit of a sender': {
		play: async (cast) => outcomes(await cast.checkSendLimit()),
	},
	'enrolling in a workflow directly, within the month': {
		play: async (cast) =>
			await inWorkflow(
				cast,
				on('enroll', newFlow(cast.stage, { actions: EMAIL_AND_A_WEEK }), {
					monthlyEmailLimit: 1_000,
					options: { verify: true },
				}),
			),
	},
	'entering and leaving a workflow by its list': {
		play: async (cast) => {
			const trigger = listFlow(cast.stage, { unEnrollObjectsNotMeetingCriteria: true });
			return [
				await inWorkflow(cast, byList('enroll', trigger)),
				await inWorkflow(cast, byList('unenroll', trigger, { options: { verify: true } })),
			];
		},
	},
	'entering a workflow by its property, and turning it off': {
		play: async (cast) => {
			const flow = propertyFlow(cast.stage);
			return [
				await inWorkflow(cast, byProperty('enroll', flow, 'yes')),
				await inWorkflow(cast, on('unenroll', flow, { method: 'turnOff', affectEveryone: true })),
			];
		},
	},
	'choosing a list, a workflow, a user and a contact': {
		play: async ({ stage }) => {
			listFlow(stage);
			const ask = async (type: 'hubspotSequence' | 'hubspotWorkflow', method: string) => {
				const picker = { type, method, credentials: stage.serviceKey };
				return (await askPicker(picker)).results.length;
			};
			return [
				await ask('hubspotWorkflow', 'searchLists'),
				await ask('hubspotWorkflow', 'searchWorkflows'),
				await ask('hubspotSequence', 'searchSenders'),
				await ask('hubspotSequence', 'searchContacts'),
			];
		},
	},
};

const MANY = 12;

/** Known to v3 by another scope of the key; the dated version takes none of its others. */
const OTHERS = ['content', 'crm.objects.owners.read'];
const LEAST_SCOPES = ALL_SCOPES.filter((scope) => !OTHERS.includes(scope));

async function play({ open = Cast.open, play: act }: Scene, settings = {}, missing?: string) {
	const cast = await open({ contacts: MANY, settings });
	for (const { properties } of cast.contacts) properties.hubspot_owner_id = cast.rep.ownerId;
	const path = missing && new RegExp(`^${missing.replace(/:\w+/g, '[^/]+')}$`);
	if (path) cast.hubspot.faults.add({ path, effect: { html404: true } });
	const told = await act(cast);
	const asked = [...cast.hubspot.requests].map(({ route = '', status }) => ({ route, status }));
	// Before it is made, the property of a bridge is looked for.
	const inVain = asked.filter(
		({ route, status }) => status > 400 && !route.endsWith('/contacts/:name'),
	);
	return { told, asked, inVain: countBy(inVain, 'route') };
}

describe.each(Object.entries(SCENES))('%s', (_, scene) => {
	it.each([
		['dated versions only', { versions: HOSTS.dated }],
		['no dated version', { versions: HOSTS.old }],
		['all versions, for a key with the least scopes', { grantedScopes: LEAST_SCOPES }],
	])('comes to the same by %s; what is not there is asked for once', async (_host, settings) => {
		const usual = await play(scene);
		const { told, asked, inVain } = await play(scene, settings);

		expect(told).toEqual(usual.told);
		expect(Object.values(inVain).filter((count) => count > 1)).toEqual([]);
		const extra = Object.keys(inVain).length;
		expect(asked.length).toBeLessThanOrEqual(usual.asked.length + extra + 1);
	});

	it('comes to the same where any one route of the dated version is missing', async () => {
		const usual = await play(scene);
		expect(usual.inVain).toEqual({});
		const dated = uniq(usual.asked.map(({ route }) => route)).filter((route) =>
			route.includes('/2026-09'),
		);

		for (const missing of dated) {
			const { told, inVain } = await play(scene, {}, missing);
			expect(told).toEqual(usual.told);
			expect(inVain).toEqual(missing.endsWith('/contacts/:name') ? {} : { [missing]: 1 });
		}
	});
});
