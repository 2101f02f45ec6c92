import { ACCEPTED_BEARER } from '../../hubspot';
import { chooseOption, fillField, newCredential } from '../browser';
import { contact } from '../cases/parameters';
import { credentialReference, credentialType, nodeTypes } from '../standIn';
import { workflowFor } from '../workflow';
import { isShown, type Stretch, type Walk } from './walk';

/** A key that was cut when it was copied, then the whole one. */
const serviceKey: Stretch = {
	name: 'A credential with a service key',
	walk: async ({ page, url, hubspot, checks, look }) => {
		const form = await newCredential(page, url);
		await fillField(form, 'baseUrl', hubspot.url);
		await fillField(form, 'appToken', ACCEPTED_BEARER.slice(0, -1));
		await form.getByTestId('credential-save-button').click();
		checks.equal('a wrong key', await isShown(form.getByText('Couldn’t connect')), true);
		await form.getByText('More details').click();
		const reason = form.getByText('HubSpot does not accept the key or login');
		checks.equal('its reason', await isShown(reason), true);
		await look('wrong-key');

		await fillField(form, 'appToken', ACCEPTED_BEARER);
		await form.getByTestId('credential-save-button').click();
		const works = form.getByText('Connection tested successfully');
		checks.equal('the right key', await isShown(works), true);
		await look('right-key');
	},
};

const HOUR = 3600 * 1000;

/** Connect, HubSpot's page, and what happens when the login has expired. */
const oauth: Stretch = {
	name: 'A credential with OAuth2',
	walk: async (walk) => {
		const { page, url, hubspot, checks, look, session } = walk;
		const form = await newCredential(page, url);
		await chooseOption(page, form.getByTestId('parameter-input-grantType'), 'OAuth2');
		await fillField(form, 'baseUrl', hubspot.url);
		await fillField(form, 'clientId', 'an-app');
		await fillField(form, 'clientSecret', 'a secret');
		const opened = page.waitForEvent('popup');
		await form
			.getByRole('button', { name: /connect/i })
			.first()
			.click();
		const consent = await opened;
		checks.equal('HubSpot asks', await isShown(consent.getByText('an-app asks for access')), true);
		await consent.getByText('Allow').click();
		checks.equal('connected', await isShown(form.getByText('Account connected')), true);
		await look('connected');

		const id = await newestCredential(walk);
		const first = await session.runWorkflow(await session.addWorkflow(statusWith(id)));
		checks.equal('a run', [first.status, tokens(walk)], ['success', 1]);
		hubspot.clock.advance(HOUR);
		const later = await session.runWorkflow(await session.addWorkflow(statusWith(id)));
		checks.equal('a run with an expired login', [later.status, tokens(walk)], ['success', 2]);
	},
};

/** Asks for the status of a contact of the stand-in. */
const statusWith = (credentialId: string) =>
	workflowFor('', 'Status', [{ email: 'felix.larsen@baltic-freight.example' }], {
		type: nodeTypes.sequence,
		parameters: { operation: 'status', contact },
		credentials: credentialReference(credentialId),
	});

const tokens = ({ hubspot }: Walk) => hubspot.requests.count({ path: /^\/oauth\/.*token$/ });

async function newestCredential({ session }: Walk): Promise<string> {
	const all = await session.request<Array<{ id: string; type: string; createdAt: string }>>(
		'GET',
		'/credentials',
	);
	const ours = all.filter(({ type }) => type === credentialType);
	return ours.reduce((a, b) => (a.createdAt > b.createdAt ? a : b)).id;
}

export const credentialStretches: Stretch[] = [serviceKey, oauth];
