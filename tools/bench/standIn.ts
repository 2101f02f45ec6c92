/* eslint-disable @n8n/community-nodes/no-restricted-imports, @n8n/community-nodes/no-restricted-globals, @n8n/community-nodes/no-dangerous-functions -- starts a process of its own, outside n8n */
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import axios from 'axios';

import { ACCEPTED_BEARER } from '../hubspot';

export const bearer = ACCEPTED_BEARER;

/** A stand-in HubSpot in a process of its own, so that its CPU time is not counted as the client's. */
export interface SeparateHubspot {
	url: string;
	/** Fresh account and settings. */
	reset(settings: object): Promise<void>;
	state(): Promise<{ requests: number; droppedSends: number; enrollments: number }>;
	stop(): void;
}

export async function startSeparateHubspot(port = 4020): Promise<SeparateHubspot> {
	const root = join(__dirname, '../..');
	const child = spawn(
		process.execPath,
		['--import', 'tsx', join(root, 'tools/hubspot/main.ts'), '--port', String(port)],
		{ cwd: root, stdio: ['ignore', 'pipe', 'inherit'] },
	);
	await new Promise((resolve, reject) => {
		child.stdout.once('data', resolve);
		child.once('exit', () => reject(new Error(`No stand-in HubSpot on port ${port}`)));
	});
	const control = axios.create({ baseURL: `http://127.0.0.1:${port}/__control` });
	return {
		url: `http://127.0.0.1:${port}`,
		reset: async (settings) => {
			await control.post('/reset', {});
			await control.post('/settings', settings);
			await control.delete('/requests');
		},
		state: async () => (await control.get('/state')).data,
		stop: () => void child.kill(),
	};
}

/** Addresses of contacts that are in no sequence and can be emailed. */
export async function cleanContacts(url: string, count: number): Promise<string[]> {
	const filter = (propertyName: string, operator: string, value?: string) => ({
		propertyName,
		operator,
		...(value !== undefined && { value }),
	});
	const emails: string[] = [];
	let after: string | undefined;
	do {
		const { data } = await axios.post(
			`${url}/crm/v3/objects/contacts/search`,
			{
				filterGroups: [
					{
						filters: [
							filter('hs_sequences_is_enrolled', 'NEQ', 'true'),
							filter('email', 'HAS_PROPERTY'),
							filter('hs_email_optout', 'NEQ', 'true'),
							filter('hs_email_hard_bounce_reason_enum', 'NOT_HAS_PROPERTY'),
							filter('hs_email_quarantined', 'NEQ', 'true'),
							filter('hs_email_bad_address', 'NEQ', 'true'),
						],
					},
				],
				properties: ['email'],
				limit: 200,
				after,
			},
			{ headers: { authorization: `Bearer ${bearer}` } },
		);
		emails.push(
			...data.results.map((contact: { properties: { email: string } }) => contact.properties.email),
		);
		after = data.paging?.next?.after;
	} while (after && emails.length < count);
	return emails.slice(0, count);
}
